package org.simplesignin.client.shell.pages;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// What the fake client answers: the states of the shell, and the dialogs.
final class States {
    private States() {}

    /// A device of two customers with three apps, everything on.
    static Map<String, Object> home(String form) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("form", form);
        state.put("deviceName", form.equals("tv") ? "Living room TV" : "Kitchen tablet");
        state.put("language", "en-US");
        state.put("hideAccountNames", false);
        state.put("serverReachable", true);
        state.put("profile", "adult");
        state.put("customers", List.of(customer("c-1", "Alice", true), customer("c-2", "Bob", false)));
        state.put(
                "apps",
                List.of(
                        app("sample-tv", "SSISampleApplication", "Sample Video Ltd.", "web", true, "/icons/sample-tv"),
                        app("news", "Northern News", "Northern Broadcasting", "web", true, null),
                        app("console", "Sample Console", "Sample Video Ltd.", "native", false, null)));
        state.put("inFront", null);
        state.put("switches", switches(true, true, List.of()));
        state.put("signedOut", List.of());
        state.put("outdated", false);
        return state;
    }

    /// A device on which nobody is registered yet.
    static Map<String, Object> nobody(String form) {
        Map<String, Object> state = home(form);
        state.put("customers", List.of());
        state.put("apps", List.of());
        state.remove("switches");
        return state;
    }

    static Map<String, Object> app(
            String app, String name, String publisher, String kind, boolean launchable, String icon) {
        Map<String, Object> some = new LinkedHashMap<>();
        some.put("app", app);
        some.put("name", name);
        some.put("publisher", publisher);
        some.put("icon", icon);
        some.put("kind", kind);
        some.put("launchable", launchable);
        return some;
    }

    static Map<String, Object> customer(String customer, String displayName, boolean active) {
        return Map.of("customer", customer, "displayName", displayName, "active", active);
    }

    static Map<String, Object> switches(boolean account, boolean device, List<String> appsOff) {
        return Map.of("account", account, "device", device, "appsOff", appsOff);
    }

    static void activate(Map<String, Object> state, String customer) {
        List<?> customers = (List<?>) state.get("customers");
        state.put(
                "customers",
                customers.stream()
                        .map(each -> (Map<?, ?>) each)
                        .map(each -> customer(
                                (String) each.get("customer"),
                                (String) each.get("displayName"),
                                each.get("customer").equals(customer)))
                        .toList());
    }

    static void remove(Map<String, Object> state, String customer) {
        List<?> customers = (List<?>) state.get("customers");
        state.put(
                "customers",
                customers.stream()
                        .map(each -> (Map<?, ?>) each)
                        .filter(each -> !each.get("customer").equals(customer))
                        .toList());
    }

    static void turn(Map<String, Object> state, Map<?, ?> change) {
        Map<?, ?> now = (Map<?, ?>) state.get("switches");
        boolean on = (Boolean) change.get("on");
        boolean account = (Boolean) now.get("account");
        boolean device = (Boolean) now.get("device");
        List<String> appsOff = new ArrayList<>();
        ((List<?>) now.get("appsOff")).forEach(app -> appsOff.add((String) app));
        switch ((String) change.get("scope")) {
            case "ACCOUNT" -> account = on;
            case "DEVICE" -> device = on;
            case "APP" -> {
                appsOff.remove(change.get("app"));
                if (!on) {
                    appsOff.add((String) change.get("app"));
                }
            }
            default -> throw new AssertionError("scope " + change.get("scope"));
        }
        state.put("switches", switches(account, device, appsOff));
    }

    static Map<String, Object> link(String linkId, String appName, long linkedAtMillis, Long lastUsedAtMillis) {
        Map<String, Object> link = new LinkedHashMap<>();
        link.put("linkId", linkId);
        link.put("identityProviderName", "sample-video");
        link.put("appNames", List.of(appName));
        link.put("linkedAtMillis", linkedAtMillis);
        if (lastUsedAtMillis != null) {
            link.put("lastUsedAtMillis", lastUsedAtMillis);
        }
        return link;
    }

    static Map<String, Object> consent(String form, String loginName) {
        Map<String, Object> dialog = dialog("consent", form);
        dialog.put("loginName", loginName);
        return dialog;
    }

    /// A selection whose second account, if there is one, was used last.
    static Map<String, Object> selection(String form, List<String> loginNames) {
        Map<String, Object> dialog = dialog("selection", form);
        dialog.put(
                "accounts",
                IntStream.range(0, loginNames.size())
                        .mapToObj(i -> Map.of(
                                "linkId",
                                "link-" + i,
                                "loginName",
                                loginNames.get(i),
                                "lastUsed",
                                i == Math.min(1, loginNames.size() - 1)))
                        .toList());
        return dialog;
    }

    static List<String> loginNames(int count) {
        List<String> all = List.of(
                "alice@example.com",
                "alice.liddell@wonderland.example",
                "family@example.org",
                "bob.the.builder@example.net",
                "a.very.long.account.name.for.one.line@subdomain.example.com",
                "kids@example.com",
                "+1 555 010 0199",
                "Kitchen profile",
                "travel@example.com",
                "old-account@example.com");
        return all.subList(0, count);
    }

    private static Map<String, Object> dialog(String kind, String form) {
        Map<String, Object> dialog = new LinkedHashMap<>();
        dialog.put("dialogId", "dialog-" + kind);
        dialog.put("kind", kind);
        dialog.put(
                "app",
                Map.of("name", "SSISampleApplication", "publisher", "Sample Video Ltd.", "icon", "/icons/sample-tv"));
        dialog.put("customer", Map.of("displayName", "Alice"));
        dialog.put("deviceForm", form);
        dialog.put("language", "en-US");
        dialog.put("hideAccountNames", false);
        return dialog;
    }
}
