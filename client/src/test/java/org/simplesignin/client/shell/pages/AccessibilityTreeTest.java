package org.simplesignin.client.shell.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a screen reader gets in every language: the browser's own accessibility tree, and axe.
@Tag("browser")
@ExtendWith(Chromium.class)
class AccessibilityTreeTest {
    /// The marks around names: invisible, and nothing to a screen reader.
    private static final Pattern ISOLATES = Pattern.compile("[\\u2066-\\u2069]");

    private final Browser browser;

    AccessibilityTreeTest(Browser browser) {
        this.browser = browser;
    }

    /// One node of the tree that is told, in reading order.
    private record Told(String role, String name, String description, boolean modal) {}

    private static List<Told> tree(CDPSession protocol) {
        Map<String, JsonObject> nodes = new LinkedHashMap<>();
        for (JsonElement each : protocol.send("Accessibility.getFullAXTree").getAsJsonArray("nodes")) {
            nodes.put(each.getAsJsonObject().get("nodeId").getAsString(), each.getAsJsonObject());
        }
        List<Told> told = new ArrayList<>();
        add(nodes, nodes.keySet().iterator().next(), told);
        return told;
    }

    /// The browser lists the tree level by level; a screen reader goes down each branch to its end.
    private static void add(Map<String, JsonObject> nodes, String id, List<Told> told) {
        JsonObject node = nodes.get(id);
        if (node == null) {
            return;
        }
        if (!node.get("ignored").getAsBoolean() && node.has("role")) {
            told.add(new Told(value(node, "role"), value(node, "name"), value(node, "description"), modal(node)));
        }
        for (JsonElement child : node.getAsJsonArray("childIds")) {
            add(nodes, child.getAsString(), told);
        }
    }

    private static String value(JsonObject node, String member) {
        if (!node.has(member) || !node.getAsJsonObject(member).has("value")) {
            return "";
        }
        String value = node.getAsJsonObject(member).get("value").getAsString();
        return ISOLATES.matcher(value).replaceAll("");
    }

    private static boolean modal(JsonObject node) {
        for (JsonElement each : node.getAsJsonArray("properties")) {
            JsonObject property = each.getAsJsonObject();
            if (property.get("name").getAsString().equals("modal")) {
                return property.getAsJsonObject("value").get("value").getAsBoolean();
            }
        }
        return false;
    }

    private static List<Told> of(List<Told> tree, String role) {
        return tree.stream().filter(told -> told.role().equals(role)).toList();
    }

    @Test
    void consentIsToldWholeBeforeItsButtonsInEveryLanguage() throws Exception {
        try (Bench bench = new Bench(browser)) {
            CDPSession protocol = bench.device.context.newCDPSession(bench.device.page);
            for (String language : Messages.languages()) {
                Map<String, String> messages = Messages.all().get(language);
                Map<String, Object> consent = States.consent("tv", "alice@example.com");
                consent.put("language", language);
                bench.open(consent, "desktop");
                List<Told> tree = tree(protocol);
                Told dialog = of(tree, "dialog").get(0);
                assertTrue(dialog.modal(), language);
                assertEquals(named(messages.get("consent.title")), dialog.name(), language);
                for (String part :
                        List.of("Sample Video Ltd.", "alice@example.com", named(messages.get("consent.text")))) {
                    assertTrue(dialog.description().contains(part), () -> language + ": " + dialog.description());
                }
                assertEquals(
                        List.of(messages.get("consent.allow"), messages.get("consent.notNow")),
                        of(tree, "button").stream().map(Told::name).toList(),
                        language);
                int firstButton = tree.indexOf(of(tree, "button").get(0));
                assertTrue(
                        tree.subList(tree.indexOf(dialog), firstButton).stream()
                                .anyMatch(told -> told.name().contains("alice@example.com")),
                        language);
                assertEquals(1, of(tree, "heading").size(), language);
                assertEquals(1, of(tree, "status").size(), language);
                clean(bench.device.page, language + " consent");
                bench.end();
            }
        }
    }

    private static String named(String message) {
        return message.replace("{app}", "SSISampleApplication").replace("{customer}", "Alice");
    }

    @Test
    void selectionTellsPositionsAndSpeaksMaskedNamesInEveryLanguage() throws Exception {
        try (Bench bench = new Bench(browser)) {
            CDPSession protocol = bench.device.context.newCDPSession(bench.device.page);
            for (String language : Messages.languages()) {
                Map<String, String> messages = Messages.all().get(language);
                Map<String, Object> selection =
                        States.selection("tv", List.of("alice@example.com", "bob@example.com", "x"));
                selection.put("language", language);
                selection.put("hideAccountNames", true);
                bench.open(selection, "desktop");
                List<Told> tree = tree(protocol);
                List<String> names = of(tree, "button").stream().map(Told::name).toList();
                assertEquals(4, names.size(), language + names);
                assertEquals(messages.get("selection.manual"), names.get(3), language);
                assertTrue(names.get(0).contains(spoken(messages.get("masked.address"), "a", "e")), language + names);
                assertTrue(names.get(2).contains(messages.get("masked.nameOnly")), language + names);
                assertTrue(names.get(1).contains(messages.get("selection.lastUsed")), language + names);
                for (int i = 0; i < 3; i++) {
                    String position = messages.get("selection.position")
                            .replace("{position, number}", number(language, i + 1))
                            .replace("{count, number}", number(language, 3));
                    assertTrue(names.get(i).endsWith(position), language + names);
                    assertFalse(names.get(i).contains("•") || names.get(i).contains("alice"), language + names);
                }
                assertEquals(3, of(tree, "listitem").size(), language);
                assertFalse(of(tree, "list").get(0).name().isBlank(), language);
                clean(bench.device.page, language + " selection");
                bench.end();
            }
        }
    }

    private static String spoken(String message, String start, String end) {
        return message.replace("{start}", start).replace("{end}", end).replace("{domain}", "example.com");
    }

    /// Arabic has digits of its own where its readers use them.
    private static String number(String language, int number) {
        return com.ibm.icu.text.NumberFormat.getInstance(com.ibm.icu.util.ULocale.forLanguageTag(language))
                .format(number);
    }

    @Test
    void everyControlOfTheShellHasItsNameInEveryLanguage() throws Exception {
        try (Device device = Device.tv(browser)) {
            device.start();
            CDPSession protocol = device.context.newCDPSession(device.page);
            for (String screen : List.of("home", "settings")) {
                if (screen.equals("settings")) {
                    device.page.locator("[data-key=settings]").click();
                    device.page.locator("[data-key=switch-account]").waitFor();
                }
                for (String language : Messages.languages()) {
                    Map<String, String> messages = Messages.all().get(language);
                    device.client.state("language", language);
                    device.page
                            .getByText(messages.get(screen.equals("home") ? "home.apps" : "settings.privacy"))
                            .first()
                            .waitFor();
                    List<Told> tree = tree(protocol);
                    for (Told told : tree) {
                        if (List.of("button", "switch", "link").contains(told.role())) {
                            assertFalse(told.name().isBlank(), () -> language + " " + told);
                        }
                        assertFalse((told.name() + told.description()).contains("•"), () -> language + " " + told);
                    }
                    assertFalse(of(tree, "heading").isEmpty(), language);
                    assertTrue(of(tree, "button").size() + of(tree, "switch").size() >= 5, language);
                    clean(device.page, language + " " + screen);
                }
            }
        }
    }

    @Test
    void whatCameOfADialogIsToldInEveryLanguage() throws Exception {
        try (Device device = Device.tv(browser)) {
            device.start();
            CDPSession protocol = device.context.newCDPSession(device.page);
            for (String language : Messages.languages()) {
                Map<String, String> messages = Messages.all().get(language);
                device.client.state("language", language);
                device.page.getByText(messages.get("home.apps")).first().waitFor();
                Map<String, Object> consent = States.consent("tv", "alice@example.com");
                consent.put("language", language);
                device.open(consent);
                device.press("Escape");
                device.awaitClosed();
                // Back says "not now".
                assertTold(protocol, messages.get("result.declined"), language);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        ".allow, result.allowed",
        ".not-now, result.declined",
        ".choice >> nth=0, result.selected",
        ".manual, result.manual"
    })
    void everyOutcomeIsTold(String control, String message) throws Exception {
        try (Device device = Device.tv(browser).start()) {
            device.open(
                    control.equals(".allow") || control.equals(".not-now")
                            ? States.consent("tv", "alice@example.com")
                            : States.selection("tv", States.loginNames(2)));
            device.dialog().locator(control).click();
            device.awaitClosed();
            assertTold(
                    device.context.newCDPSession(device.page),
                    Messages.english().get(message),
                    control);
        }
    }

    private static void assertTold(CDPSession protocol, String message, String where) {
        List<Told> tree = tree(protocol);
        int status = tree.indexOf(of(tree, "status").getLast());
        assertTrue(
                tree.subList(status, tree.size()).stream()
                        .anyMatch(told -> told.name().equals(message)),
                () -> where + ": " + tree);
    }

    /// Axe, loaded once for each document: a page goes through many languages.
    private static void clean(Page page, String where) throws IOException {
        if (!(Boolean) page.evaluate("() => typeof window.axe === 'object'")) {
            try (InputStream in = AxeBuilder.class.getResourceAsStream("/axe.min.js")) {
                page.evaluate(new String(in.readAllBytes(), StandardCharsets.UTF_8) + "; undefined");
            }
        }
        assertEquals(List.of(), page.evaluate("""
                        async () => (await axe.run({ exclude: ["iframe"] }, { resultTypes: ["violations"] }))
                          .violations.map((rule) => rule.id + " " + rule.nodes.map((node) => node.target + " " + node.failureSummary))
                        """), where);
    }
}
