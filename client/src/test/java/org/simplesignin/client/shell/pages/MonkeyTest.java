package org.simplesignin.client.shell.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Presses at random, the same each time: exactly one element has the focus after each, and it is one of ours. Some
/// thousands in the build, the whole with `-Dmonkey=100000`, from elsewhere with `-Dmonkey.seed`.
///
/// The events are made in the page and pass the handlers of a remote's; nothing of ours asks whether one is trusted.
@Tag("browser")
@ExtendWith(Chromium.class)
@Timeout(value = 2, unit = TimeUnit.HOURS) // The long runs.
class MonkeyTest {
    private static final int PRESSES = Integer.getInteger("monkey", 4000);
    private static final int AT_ONCE = 500;
    private static final int SEED = Integer.getInteger("monkey.seed", 461);

    private final Browser browser;

    MonkeyTest(Browser browser) {
        this.browser = browser;
    }

    private static Map<?, ?> overDialogs(Bench bench, int presses) {
        return (Map<?, ?>) bench.run(
                "(x) => parts.monkey(x)", Map.of("dialogs", Bench.dialogs("tv"), "seed", SEED, "presses", presses));
    }

    @Test
    void oneElementHasTheFocusInEveryDialog() throws Exception {
        try (Bench bench = new Bench(browser)) {
            Map<?, ?> result = overDialogs(bench, PRESSES);
            System.out.println("monkey over dialogs: " + result);
            assertEquals(List.of(), result.get("problems"));
            assertEquals(PRESSES, result.get("presses"));
            // It went everywhere.
            assertEquals(5, ((Map<?, ?>) result.get("ended")).size(), result::toString);
        }
    }

    @Test
    void focusThatIsNotPutBackIsFound() throws Exception {
        String code = FakeAnswers.text("focus.js");
        String right = "if (nothing && document.hasFocus()) keep();";
        assertTrue(code.contains(right));
        try (Bench bench = new Bench(browser, Map.of("focus.js", code.replace(right, "")))) {
            assertFalse(((List<?>) overDialogs(bench, 2000).get("problems")).isEmpty());
        }
    }

    @Test
    void oneElementHasTheFocusOnEveryScreen() throws Exception {
        try (Device device = Device.tv(browser)) {
            device.client.links(List.of(States.link("link-1", "SSISampleApplication", 1_777_800_000_000L, null)));
            device.start();
            int presses = 0;
            var screens = new java.util.TreeSet<String>();
            while (presses < PRESSES / 2) {
                // Whoever was removed is here again.
                States.home("tv").forEach(device.client::state);
                Map<?, ?> result = (Map<?, ?>) device.page.evaluate(
                        "async (x) => (await import('/shell/pages/walk.js')).monkey(x)",
                        Map.of("seed", SEED + presses, "presses", AT_ONCE));
                assertEquals(List.of(), result.get("problems"));
                presses += (Integer) result.get("presses");
                ((List<?>) result.get("screens")).forEach(each -> screens.add((String) each));
            }
            System.out.println("monkey over screens: " + presses + " presses, " + screens);
            assertTrue(
                    screens.containsAll(List.of("home", "overlay", "settings", "who")) && screens.size() > 5,
                    screens::toString);
        }
    }
}
