package org.simplesignin.client.shell.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.FrameLocator;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.simplesignin.client.device.Platform;

/// Each platform's remote, by the codes that it sends: trusted key events that have no name.
@Tag("browser")
@ExtendWith(Chromium.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyMapTest {
    /// Everything that is Back somewhere, a browser's back and a few keys that are nothing anywhere.
    private static final List<Integer> CODES = List.of(4, 8, 27, 166, 196, 404, 461, 10009, 19, 65);

    private final Browser browser;
    private final Bench bench;

    KeyMapTest(Browser browser) throws Exception {
        this.browser = browser;
        this.bench = new Bench(browser);
    }

    @AfterAll
    void closeIt() {
        bench.close();
    }

    @AfterEach
    void endTheDialog() {
        bench.end();
    }

    @ParameterizedTest
    @CsvSource({
        "fire-tv, 4 8 27",
        "webos, 461",
        "tizen, 10009",
        "rdk, 8 27",
        "hbbtv, 461",
        "game-pad, 27 196",
        "desktop, 27",
    })
    void ownBackClosesAndAForeignBackDoesNothing(String platform, String own) {
        var backs = new TreeSet<>(
                Arrays.stream(own.split(" ", -1)).map(Integer::valueOf).toList());
        for (boolean consent : new boolean[] {true, false}) {
            var dialog =
                    consent ? States.consent("tv", "alice@example.com") : States.selection("tv", States.loginNames(2));
            bench.open(dialog, platform);
            String before = bench.focused();
            for (int code : CODES) {
                if (!backs.contains(code)) {
                    bench.pressCode(code);
                    assertNull(bench.outcome(), () -> code + " on " + platform);
                    assertEquals(before, bench.focused());
                }
            }
            for (int code : backs) {
                bench.pressCode(code);
                assertEquals(consent ? "declined" : "dismissed", bench.outcome(), () -> code + " on " + platform);
                bench.end();
                bench.open(dialog, platform);
            }
            bench.end();
        }
    }

    @ParameterizedTest
    @EnumSource
    void arrowsAndOkAreTheSameCodesEverywhere(Platform platform) {
        bench.open(States.consent("tv", "alice@example.com"), platform.wireName());
        bench.pressCode(37);
        assertEquals("Allow", bench.focused());
        bench.pressCode(39);
        assertEquals("Not now", bench.focused());
        bench.pressCode(37);
        bench.pressCode(13);
        assertEquals("allowed", bench.outcome());
        bench.end();
        bench.open(States.selection("tv", List.of("a", "b", "c")), platform.wireName());
        bench.pressCode(40);
        bench.pressCode(40);
        bench.pressCode(38);
        bench.pressCode(13);
        assertEquals("link-2", bench.run("() => bench.outcomes[0].linkId", null));
    }

    @ParameterizedTest
    @CsvSource({"203,204,205,206,195", "211,212,214,213,195"})
    void padThatComesAsKeysHasACrossAndAStick(int up, int down, int left, int right, int ok) {
        bench.open(States.consent("tv", "alice@example.com"), "game-pad");
        bench.pressCode(left);
        assertEquals("Allow", bench.focused());
        bench.pressCode(right);
        assertEquals("Not now", bench.focused());
        bench.pressCode(ok);
        assertEquals("declined", bench.outcome());
        bench.end();
        bench.open(States.selection("tv", List.of("a", "b", "c")), "game-pad");
        bench.pressCode(down);
        bench.pressCode(down);
        bench.pressCode(up);
        bench.pressCode(ok);
        assertEquals("link-2", bench.run("() => bench.outcomes[0].linkId", null));
    }

    @Test
    void padCodesOfAConsoleMeanNothingOnATv() {
        bench.open(States.consent("tv", "alice@example.com"), "webos");
        for (int code : new int[] {195, 196, 203, 204, 205, 206, 211, 214}) {
            bench.pressCode(code);
        }
        assertNull(bench.outcome());
        assertEquals("Not now", bench.focused());
    }

    /// From the client's state to the screens and into the dialog's frame.
    @Test
    void clientSaysWhichRemoteItIs() throws Exception {
        try (Device device = Device.tv(browser)) {
            device.client.state("platform", "tizen");
            device.start();
            assertThat(device.page.locator("html")).hasAttribute("data-platform", "tizen");
            CDPSession protocol = device.context.newCDPSession(device.page);
            device.page.locator("[data-key=settings]").click();
            device.page.locator(".screen-settings").waitFor();
            Bench.pressCode(protocol, 461);
            assertThat(device.page.locator(".screen-settings")).isVisible();
            Bench.pressCode(protocol, 10009);
            device.page.locator(".screen-home").waitFor();
            FrameLocator dialog = device.open(States.consent("tv", "alice@example.com"));
            Bench.pressCode(protocol, 37);
            assertThat(Device.focused(dialog)).hasText("Allow");
            Bench.pressCode(protocol, 461);
            assertEquals(List.of(), device.client.outcomes());
            Bench.pressCode(protocol, 10009);
            assertEquals("declined", device.client.outcome().outcome());
            device.awaitClosed();
        }
    }
}
