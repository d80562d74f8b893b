package org.simplesignin.client.shell.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every control × four arrows, on every screen and dialog: the focus goes where the arrow points or stays, every
/// control is reached from every other, and nothing leaves a dialog.
@Tag("browser")
@ExtendWith(Chromium.class)
class WalkTest {
    private static final String WALK = "async () => (await import('/shell/pages/walk.js')).walk()";

    private final Browser browser;

    WalkTest(Browser browser) {
        this.browser = browser;
    }

    private static void assertWalk(Page page, String where, int controls) {
        Map<?, ?> walk = (Map<?, ?>) page.evaluate(WALK);
        List<?> names = (List<?>) walk.get("controls");
        if (controls > 0) {
            assertEquals(controls, names.size(), () -> where + " has " + names);
        }
        List<String> problems = new ArrayList<>();
        List<List<Integer>> ways = new ArrayList<>();
        List<List<Integer>> back = new ArrayList<>();
        names.forEach(name -> {
            ways.add(new ArrayList<>());
            back.add(new ArrayList<>());
        });
        for (Object each : (List<?>) walk.get("steps")) {
            Map<?, ?> step = (Map<?, ?>) each;
            if (!step.get("problem").equals("")) {
                problems.add(where + ": " + step.get("arrow") + " on " + names.get((Integer) step.get("from")) + ": "
                        + step.get("problem"));
            } else {
                ways.get((Integer) step.get("from")).add((Integer) step.get("to"));
                back.get((Integer) step.get("to")).add((Integer) step.get("from"));
            }
        }
        assertEquals(List.of(), problems);
        int first = (Integer) walk.get("first");
        assertTrue(first >= 0, () -> where + " starts without a focus");
        assertEquals(
                names.size(), reached(ways, first).cardinality(), () -> where + ": not all is reached of " + names);
        assertEquals(names.size(), reached(back, first).cardinality(), () -> where + " has a dead end among " + names);
    }

    private static BitSet reached(List<List<Integer>> ways, int first) {
        BitSet reached = new BitSet();
        reached.set(first);
        for (int before = 0; before < reached.cardinality(); ) {
            before = reached.cardinality();
            IntStream.range(0, ways.size())
                    .filter(reached::get)
                    .forEach(from -> ways.get(from).forEach(reached::set));
        }
        return reached;
    }

    @ParameterizedTest
    @CsvSource({"tv,1280,720,en-US", "tv,1280,720,ar", "tablet,800,1280,en-US"})
    void everyDialogIsWalked(String form, int width, int height, String language) throws Exception {
        try (Bench bench = new Bench(browser, form, width, height)) {
            for (Map<String, Object> dialog : Bench.dialogs(form)) {
                dialog.put("language", language);
                bench.open(dialog, "desktop");
                int accounts = dialog.get("accounts") instanceof List<?> some ? some.size() : 1;
                assertWalk(bench.device.page, dialog.get("kind") + " of " + accounts, accounts + 1);
                bench.end();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"tv,1280,720,en-US", "tv,1920,1080,ar", "tablet,800,1280,en-US", "tablet,390,844,he"})
    void everyScreenIsWalked(String form, int width, int height, String language) throws Exception {
        try (Device device =
                Device.sized(browser, form, width, height, com.microsoft.playwright.options.ColorScheme.DARK)) {
            device.client.state("language", language);
            device.client.links(List.of(
                    States.link("link-1", "SSISampleApplication", 1_777_800_000_000L, 1_779_900_000_000L),
                    States.link("link-2", "Northern News", 1_775_000_000_000L, null)));
            device.start();
            assertWalk(device.page, "home", 5);
            atHome(device);
            people(device);
            settings(device);
            registration(device);
        }
    }

    private static void atHome(Device device) {
        Object apps = device.client.state("apps");
        device.client.state(
                "apps",
                IntStream.range(0, 13)
                        .mapToObj(i -> States.app("app-" + i, "App " + i, "Publisher", "web", true, null))
                        .toList());
        device.page.locator("[data-key=app-app-12]").waitFor();
        assertWalk(device.page, "home of 13 apps", 15);
        device.client.state("apps", apps);
        device.page.locator("[data-key=app-news]").waitFor();
        device.client.state("signedOut", List.of("Bob"));
        device.page.locator("[data-key=ok]").waitFor();
        assertWalk(device.page, "signed out", 1);
        device.client.state("signedOut", List.of());
        device.press("Escape");
    }

    private static void people(Device device) {
        device.page.locator("[data-key=who]").click();
        device.page.locator("[data-key=people]").waitFor();
        assertWalk(device.page, "who", 8);
        device.page.locator("[data-key=people]").click();
        device.page.locator("[data-key=remove-c-1]").click();
        device.page.locator("[data-key=cancel]").waitFor();
        assertWalk(device.page, "question", 2);
        device.press("Escape");
        assertWalk(device.page, "people", 3);
        device.press("Escape", "Escape");
    }

    private static void settings(Device device) {
        device.page.locator("[data-key=settings]").click();
        device.page.locator("[data-key=reset]").waitFor();
        assertWalk(device.page, "settings", 10);
        device.page.locator("[data-key=reset]").click();
        device.page.locator(".reset-digits span").first().waitFor();
        assertWalk(device.page, "factory reset", 11);
        device.press("Escape");
        device.page.locator("[data-key=language]").click();
        device.page.locator("[data-key=language-ko]").waitFor();
        assertWalk(device.page, "language", 20);
        device.press("Escape");
        device.page.locator("[data-key=links]").click();
        device.page.locator("[data-key=unlink-link-2]").waitFor();
        assertWalk(device.page, "links", 3);
        device.press("Escape", "Escape");
        device.page.locator(".screen-home").waitFor();
    }

    private static void registration(Device device) {
        device.page.locator("[data-key=who]").click();
        device.page.locator("[data-key=add]").click();
        device.page.locator(".code").waitFor();
        assertWalk(device.page, "code", 1);
        for (String ended : List.of("refused", "expired", "server_away")) {
            device.client.registration(FakeRegistration.ended(ended));
            device.page.locator(".screen-registration-" + ended).waitFor();
            assertWalk(device.page, "registration " + ended, 2);
        }
        device.client.registration(FakeRegistration.registered("c-2"));
        device.page.locator("[data-key=done]").waitFor();
        assertWalk(device.page, "registered", 1);
    }
}
