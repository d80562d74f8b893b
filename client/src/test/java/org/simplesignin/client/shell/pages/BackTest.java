package org.simplesignin.client.shell.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.microsoft.playwright.Browser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// Back in every state: it takes one step, never grants, and is never lost nor taken twice.
@Tag("browser")
@ExtendWith(Chromium.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackTest {
    private static final Map<String, Object> CONSENT = States.consent("tv", "alice@example.com");

    private final Bench bench;
    private final Device device;

    BackTest(Browser browser) throws Exception {
        bench = new Bench(browser);
        device = Device.tv(browser);
        device.client.links(List.of(States.link("link-1", "SSISampleApplication", 1_777_800_000_000L, null)));
        device.start();
    }

    @AfterEach
    void endTheDialog() {
        bench.run("() => { bench.latency = 0; }", null);
        bench.device.page.keyboard().up("Escape");
        bench.end();
    }

    @AfterAll
    void closeIt() {
        bench.close();
        device.close();
    }

    private void back() {
        bench.device.press("Escape");
    }

    private Object outcomes() {
        return bench.run(
                "async () => { await parts.settle(); return bench.outcomes.map((each) => each.outcome); }", null);
    }

    private void advance(int millis) {
        bench.run("(millis) => bench.advance(millis)", millis);
    }

    @Test
    void backBeforeTheGuardOpensIsIgnoredAndWorksAfterwards() {
        bench.run("(d) => bench.open(d)", CONSENT);
        back();
        bench.run("() => bench.paint()", null);
        back();
        advance(499);
        back();
        assertNull(bench.outcome());
        advance(1);
        back();
        assertEquals(List.of("declined"), outcomes());
    }

    @Test
    void backIsIgnoredWhileTheGuardStartsAgain() {
        bench.open(CONSENT, "desktop");
        bench.run("() => { dispatchEvent(new Event('resize')); }", null);
        back();
        assertNull(bench.outcome());
        bench.run("() => bench.paint()", null);
        advance(500);
        back();
        assertEquals(List.of("declined"), outcomes());
    }

    @Test
    void backWhileAnAnswerIsUnderWayIsNotASecondAnswer() {
        bench.open(CONSENT, "desktop");
        bench.run("() => { bench.latency = 300; }", null);
        bench.device.press("ArrowLeft", "Enter", "Escape", "Escape");
        advance(300);
        assertEquals(List.of("allowed"), outcomes());
    }

    @Test
    void backWorksAfterAnAnswerThatDidNotArrive() {
        bench.open(CONSENT, "desktop");
        bench.run("() => { bench.refusals = 1; }", null);
        bench.device.press("ArrowLeft", "Enter");
        assertEquals(List.of(), outcomes());
        back();
        assertEquals(List.of(), outcomes());
        bench.run("() => bench.paint()", null);
        advance(500);
        back();
        assertEquals(List.of("declined"), outcomes());
    }

    @Test
    void heldBackDoesNothingUntilItIsPressedAnew() {
        bench.device.page.keyboard().down("Escape");
        bench.run("(d) => bench.open(d)", CONSENT);
        bench.device.page.keyboard().down("Escape");
        bench.run("() => bench.paint()", null);
        advance(700);
        bench.device.page.keyboard().down("Escape");
        assertNull(bench.outcome());
        bench.device.page.keyboard().up("Escape");
        back();
        assertEquals(List.of("declined"), outcomes());
    }

    @Test
    void backDismissesFromEveryControlOfASelection() {
        for (int i = 0; i <= 5; i++) {
            bench.open(States.selection("tv", States.loginNames(5)), "desktop");
            bench.run("(i) => document.querySelectorAll('.panel button')[i].focus()", i);
            back();
            assertEquals(List.of("dismissed"), outcomes());
            bench.end();
        }
    }

    @Test
    void backAfterTheEndDoesNothing() {
        bench.open(CONSENT, "desktop");
        back();
        back();
        back();
        assertEquals(List.of("declined"), outcomes());
    }

    private void go(String... keys) {
        for (String key : keys) {
            device.page.locator("[data-key=" + key + "]").click();
        }
    }

    private void assertBackLeadsTo(String screen) {
        device.press("Escape");
        device.page.locator(".screen-" + screen).waitFor();
        assertThat(device.page.locator("*:focus")).hasCount(1);
        assertThat(device.page.locator("#overlay > *")).hasCount(0);
    }

    @Test
    void everyScreenHasAWayBack() {
        assertBackLeadsTo("home");
        go("settings");
        assertBackLeadsTo("home");
        for (String below : List.of("links", "language")) {
            go("settings", below);
            device.page.locator(".screen-" + below).waitFor();
            assertBackLeadsTo("settings");
            assertBackLeadsTo("home");
        }
        go("who");
        assertBackLeadsTo("home");
        go("who", "people");
        assertBackLeadsTo("who");
        go("add");
        device.page.locator(".code").waitFor();
        assertBackLeadsTo("who");
        device.client.awaitCall("DELETE", "/shell/registration");
        assertBackLeadsTo("home");
        assertBackLeadsTo("home");
    }

    @Test
    void backTakesAQuestionAwayAndNothingElse() {
        go("settings", "switch-account");
        device.page.locator("[data-key=yes]").focus();
        assertBackLeadsTo("settings");
        go("reset");
        device.page.locator(".reset-digits span").first().waitFor();
        assertBackLeadsTo("settings");
        go("links", "unlink-link-1");
        assertBackLeadsTo("links");
        assertBackLeadsTo("settings");
        assertBackLeadsTo("home");
        go("who", "people", "remove-c-2");
        assertBackLeadsTo("people");
        assertBackLeadsTo("who");
        assertBackLeadsTo("home");
        assertEquals(List.of(), device.client.calls("PUT", "/shell/switches"));
        assertEquals(List.of(), device.client.calls("DELETE", "/shell/linked-accounts/link-1"));
        assertEquals(List.of(), device.client.calls("DELETE", "/shell/customers/c-2"));
        assertEquals(List.of(), device.client.calls("POST", "/shell/factory-reset/finish"));
    }

    @Test
    void backOnTheHomeStripLeadsIntoTheApp() {
        device.launchApp();
        device.page.locator("[data-key=home]").focus();
        device.press("Escape");
        assertThat(device.page.locator(".app-frame")).isFocused();
        device.page.locator("[data-key=home]").click();
        device.page.locator(".screen-home").waitFor();
    }

    @Test
    void backIsHarmlessWhileTheClientIsAway() {
        device.client.away(true);
        device.press("Escape", "Escape");
        assertThat(device.page.locator(".screen-home")).isVisible();
        device.client.away(false);
        go("settings");
        assertBackLeadsTo("home");
    }
}
