package org.simplesignin.client.shell.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/// The input guard over many dialogs: no grant before 500 ms from the first painted frame, whatever is pressed and
/// whenever the screen is hidden or changes its size.
@Tag("browser")
@ExtendWith(Chromium.class)
class GuardTest {
    private static final int RUNS = 1000;
    private static final String PRESS_ALL_THE_TIME = """
            () => setInterval(() => {
              const grants = document.querySelector(".allow") ?? document.querySelector(".choice");
              if (grants === null) return;
              grants.focus();
              for (const type of ["keydown", "keyup"]) grants.dispatchEvent(
                  new KeyboardEvent(type, {key: "Enter", code: "Enter", bubbles: true, cancelable: true}));
              for (const type of ["pointerdown", "click"]) grants.dispatchEvent(new Event(type, {bubbles: true}));
            }, 5)
            """;

    private final Browser browser;

    GuardTest(Browser browser) {
        this.browser = browser;
    }

    private static Map<?, ?> runs(Bench bench, int runs) {
        List<Map<String, Object>> dialogs =
                List.of(States.consent("tv", "alice@example.com"), States.selection("tv", States.loginNames(2)));
        return (Map<?, ?>)
                bench.run("(x) => parts.guard(x)", Map.of("dialogs", dialogs, "seed", 20261122, "runs", runs));
    }

    /// The page's clock is moved by the test, so that presses fall on the very last millisecond too; events are
    /// made in the page and pass the handlers of a remote's.
    @Test
    void nothingIsGrantedTooEarlyAndNothingIsLostIn1000Runs() throws Exception {
        try (Bench bench = new Bench(browser)) {
            Map<?, ?> result = runs(bench, RUNS);
            assertEquals(List.of(), result.get("problems"));
            assertEquals(RUNS, result.get("runs"));
            assertEquals(RUNS, result.get("grants"));
            assertTrue((Integer) result.get("early") > RUNS, result::toString);
            assertTrue((Integer) result.get("restarts") > RUNS / 2, result::toString);
        }
    }

    @Test
    void guardThatOpensAMillisecondTooEarlyIsFound() throws Exception {
        assertFound("guard.js", "GUARD_MILLIS = 500", "GUARD_MILLIS = 499");
    }

    @Test
    void guardThatDoesNotStartAgainIsFound() throws Exception {
        assertFound("showing.js", "this.#ignoreInput();\n    this.#again = true;", "this.#again = true;");
    }

    @Test
    void guardThatTakesHeldKeysIsFound() throws Exception {
        assertFound("guard.js", "!event.repeat && !this.#held.has(key)", "!event.repeat");
    }

    private void assertFound(String file, String right, String wrong) throws Exception {
        String code = FakeAnswers.text(file);
        assertTrue(code.contains(right), right);
        try (Bench bench = new Bench(browser, Map.of(file, code.replace(right, wrong)))) {
            assertFalse(((List<?>) runs(bench, 200).get("problems")).isEmpty());
        }
    }

    /// In real time, in the frame over a real app: with `-Dguard.runs=1000`, because each takes more than half a
    /// second.
    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    @EnabledIfSystemProperty(named = "guard.runs", matches = "[0-9]+")
    void nothingIsGrantedTooEarlyInRealTime() throws Exception {
        Duration least = Duration.ofHours(1);
        int runs = Integer.getInteger("guard.runs");
        try (Device device = Device.tv(browser).start().launchApp()) {
            for (int run = 0; run < runs; run++) {
                device.client.openDialog(
                        run % 2 == 0
                                ? States.consent("tv", "alice@example.com")
                                : States.selection("tv", States.loginNames(2)));
                device.dialog().locator(".allow, .choice").first().waitFor();
                device.frame("/dialog").evaluate(PRESS_ALL_THE_TIME);
                Duration after = device.client.outcome().afterPainted();
                assertTrue(after.compareTo(Duration.ofMillis(500)) >= 0, () -> "granted after " + after);
                least = after.compareTo(least) < 0 ? after : least;
                device.awaitClosed();
                assertEquals(1, device.client.outcomes().size());
                device.client.forgetOutcomes();
            }
        }
        System.out.println(runs + " dialogs pressed all the time: the first was granted " + least.toMillis()
                + " ms after its painted frame");
    }
}
