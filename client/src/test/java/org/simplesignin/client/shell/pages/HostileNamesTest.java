package org.simplesignin.client.shell.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.simplesignin.client.dialog.LoginNames;
import org.simplesignin.client.presenter.ShownName;

/// Generated login names and names of apps, publishers and customers, drawn by the real renderer. The page gets them as
/// they are, uncleaned, as if the client had let them through.
@Tag("browser")
@ExtendWith(Chromium.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileNamesTest {
    private static final int DIALOGS = Integer.getInteger("hostile.dialogs", 120);

    private final Browser browser;
    private final Bench bench;
    private final List<String> said = new ArrayList<>();

    HostileNamesTest(Browser browser) throws Exception {
        this.browser = browser;
        bench = new Bench(browser);
        bench.device.page.onConsoleMessage(message -> said.add(message.text()));
    }

    @AfterAll
    void closeIt() {
        assertEquals(List.of(), said);
        bench.close();
    }

    private static Map<String, Object> dialog(HostileNames names, int kind, String form) {
        List<String> accounts = names.next(kind % 2 == 0 ? 1 : 1 + kind % 7);
        Map<String, Object> dialog =
                kind % 2 == 0 ? States.consent(form, accounts.get(0)) : States.selection(form, accounts);
        if (kind % 3 == 0) {
            Map<String, Object> app = new HashMap<>(Map.of("name", names.next(), "publisher", names.next()));
            app.put("icon", kind % 4 == 0 ? names.next() : null);
            dialog.put("app", app);
            dialog.put("customer", Map.of("displayName", names.next()));
        }
        dialog.put("hideAccountNames", kind % 5 == 0);
        dialog.put("hostile", accounts);
        return dialog;
    }

    private Map<?, ?> judge(Bench on, List<Map<String, Object>> dialogs) {
        return (Map<?, ?>) on.run("async (x) => (await import('/shell/pages/names.js')).judge(x)", dialogs);
    }

    @ParameterizedTest
    @CsvSource({"tv,1280,720", "tablet,800,1280"})
    void namesStayLiteralIsolatedAndOnTwoLines(String form, int width, int height) {
        bench.resize(width, height);
        HostileNames names = new HostileNames(width);
        List<Map<String, Object>> dialogs = new ArrayList<>();
        for (int i = 0; i < DIALOGS; i++) {
            Map<String, Object> dialog = dialog(names, i, form);
            // Names that stand in the texts of the dialog anyway cannot be looked for.
            dialog.put("secret", List.of());
            dialogs.add(dialog);
        }
        Map<?, ?> result = judge(bench, dialogs);
        assertEquals(List.of(), result.get("problems"));
        assertFalse(bench.device.page.title().contains("owned"));
    }

    /// Each name carries a mark that nothing else has, so that every trace of it can be looked for.
    @Test
    void loginNamesAreInNoAttributeTitleStorageAddressOrLog() {
        bench.resize(1280, 720);
        HostileNames names = new HostileNames(7);
        List<Map<String, Object>> dialogs = new ArrayList<>();
        for (int i = 0; i < DIALOGS; i++) {
            String mark = "mark" + (100_000 + i) + "@";
            Map<String, Object> dialog = i % 2 == 0
                    ? States.consent("tv", mark + names.next())
                    : States.selection("tv", List.of("first@example.com", mark + names.next()));
            dialog.put("hideAccountNames", i % 3 == 0);
            dialog.put("hostile", List.of());
            dialog.put("secret", List.of(mark));
            dialogs.add(dialog);
        }
        assertEquals(List.of(), judge(bench, dialogs).get("problems"));
        assertTrue(bench.device.client.addresses().stream().noneMatch(address -> address.contains("mark1")));
    }

    @Test
    void nameInAnAttributeIsFound() throws Exception {
        String code = FakeAnswers.text("dialog-view.js");
        String right = "h(\"bdi\", { class: shown.length > LONG ? \"long\" : null }, shown)";
        assertTrue(code.contains(right));
        try (Bench other = new Bench(
                browser, Map.of("dialog-view.js", code.replace(right, "h(\"bdi\", { title: shown }, shown)")))) {
            Map<String, Object> dialog = States.consent("tv", "mark@example.com");
            dialog.put("hostile", List.of());
            dialog.put("secret", List.of("mark@"));
            assertNotEquals(List.of(), judge(other, List.of(dialog)).get("problems"));
        }
    }

    @Test
    void maskedEntriesDifferWhereNamesDoForTheEyeAndForTheEar() {
        HostileNames names = new HostileNames(11);
        for (int i = 0; i < DIALOGS; i++) {
            List<String> cleaned = (i % 3 == 0 ? names.next(4) : names.alike(2 + i % 9))
                    .stream()
                            .map(LoginNames::clean)
                            .filter(name -> !name.isEmpty())
                            .toList();
            Map<String, Object> dialog = States.selection("tv", cleaned);
            dialog.put("hideAccountNames", true);
            List<?> entries =
                    (List<?>) bench.run("async (x) => (await import('/shell/pages/names.js')).masked(x)", dialog);
            int different = new HashSet<>(cleaned).size();
            assertEquals(different, count(entries, "seen"), () -> cleaned + " became " + entries);
            assertEquals(different, count(entries, "spoken"), () -> cleaned + " became " + entries);
            // Of long names each cuts off what is too much for it, and Java and the browser do not count all scripts
            // alike.
            if (cleaned.stream().allMatch(name -> name.length() <= 60)) {
                assertEquals(
                        ShownName.masked(cleaned).stream().map(ShownName::text).toList(),
                        entries.stream()
                                .map(entry -> ((Map<?, ?>) entry).get("seen"))
                                .toList(),
                        "screens of makers show other names than the pages");
            }
        }
    }

    private static int count(List<?> entries, String member) {
        HashSet<Object> different = new HashSet<>();
        entries.forEach(entry -> different.add(((Map<?, ?>) entry).get(member)));
        return different.size();
    }

    @Test
    void maskedNameThatStandsAloneShowsTwoLettersAndTheDomain() {
        HostileNames names = new HostileNames(13);
        for (int i = 0; i < 30; i++) {
            String local = "start"
                    + names.next()
                            .replace("@", "")
                            .codePoints()
                            .filter(Character::isLetter)
                            .limit(20)
                            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    + "middle9";
            Map<String, Object> dialog = States.selection("tv", List.of(LoginNames.clean(local + "@example.com")));
            dialog.put("hideAccountNames", true);
            List<?> entries =
                    (List<?>) bench.run("async (x) => (await import('/shell/pages/names.js')).masked(x)", dialog);
            assertEquals("s•••9@example.com", ((Map<?, ?>) entries.get(0)).get("seen"), local);
        }
    }
}
