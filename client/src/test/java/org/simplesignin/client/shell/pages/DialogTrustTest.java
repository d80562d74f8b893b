package org.simplesignin.client.shell.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Frame;
import com.microsoft.playwright.FrameLocator;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What a hostile name can do to a dialog: nothing. And where a login name goes: nowhere.
@Tag("browser")
@ExtendWith(Chromium.class)
class DialogTrustTest {
    private static final String LOGIN_NAME = "alice.unmistakable@example.com";

    private static final List<String> HOSTILE_NAMES = List.of(
            "\u202Emoc.elpmaxe@ecila\u202C",
            "\u2067alice\u2069\u2066@example.com",
            "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>",
            "{app} '' {customer}</bdi></p>&lt;b&gt;",
            "W".repeat(10_000),
            "a b ".repeat(2500),
            "line one\nline two\r\nline three\u2028line four\u2029line five\u0085line six",
            "\u0001\u0000\u001b[31mred\u007f",
            "a" + "\u0301\u0316\u0489".repeat(3000) + "b".repeat(100),
            "ﷺ".repeat(64),
            "漢字".repeat(100),
            "مرحبا@example.com",
            "👩‍👩‍👧‍👦".repeat(100),
            "\u3000\u00a0 ");

    private final Browser browser;
    private Device device;
    private int opened;

    DialogTrustTest(Browser browser) {
        this.browser = browser;
    }

    @BeforeEach
    void launchAnApp() throws Exception {
        device = Device.tv(browser).start().launchApp();
    }

    @AfterEach
    void closeIt() {
        device.close();
    }

    /// Opens a dialog with an id of its own, as the client does: a shell that hears of the end of one and of the
    /// next in one answer tells them apart by it.
    private FrameLocator openAnew(Map<String, Object> dialog) {
        dialog.put("dialogId", "dialog-" + ++opened);
        return device.open(dialog);
    }

    @Test
    void hostileLoginNameStaysLiteralOnTwoLines() {
        for (String name : HOSTILE_NAMES) {
            FrameLocator dialog = openAnew(States.consent("tv", name));
            Frame frame = device.frame("/dialog");
            assertEquals(0, dialog.locator(".account-name bdi *").count());
            String shown = (String) frame.evaluate("() => document.querySelector('.account-name bdi').textContent");
            assertTrue(shown.codePoints().noneMatch(DialogTrustTest::changesDirection), shown);
            assertLines(frame, ".account-name", 2);
            assertPanelIsWhole(frame);
            assertEquals("Not now", frame.evaluate("() => document.activeElement.textContent"));
            assertFalse(device.page.title().contains("owned"));
            device.client.closeDialog();
            device.awaitClosed();
        }
    }

    @Test
    void hostileRegistryNamesStayLiteralOnTwoLines() {
        for (String name : HOSTILE_NAMES) {
            Map<String, Object> consent = States.consent("tv", "alice@example.com");
            consent.put("app", Map.of("name", name, "publisher", name, "icon", "javascript:alert(1)"));
            consent.put("customer", Map.of("displayName", name));
            FrameLocator dialog = openAnew(consent);
            Frame frame = device.frame("/dialog");
            assertEquals(0, dialog.locator("bdi *, main script, .app-icon img").count());
            for (String selector : List.of(".title", ".app-name", ".publisher", ".customer-name")) {
                assertLines(frame, selector, 2);
            }
            assertPanelIsWhole(frame);
            assertThat(dialog.locator(".allow")).isInViewport();
            device.client.closeDialog();
            device.awaitClosed();
        }
    }

    @Test
    void hostileNamesInASelectionLeaveTheOthersAlone() {
        for (String name : HOSTILE_NAMES) {
            FrameLocator dialog = openAnew(States.selection("tv", List.of(name, "alice@example.com", name)));
            Frame frame = device.frame("/dialog");
            assertThat(dialog.locator(".choice").nth(1).locator("bdi")).hasText("alice@example.com");
            for (int i = 0; i < 3; i++) {
                Object lines = frame.evaluate(
                        "(i) => { const e = document.querySelectorAll('.choice .account-name')[i];"
                                + " return Math.round(e.getBoundingClientRect().height / parseFloat(getComputedStyle(e).lineHeight)); }",
                        i);
                assertTrue((Integer) lines <= 2, lines + " lines");
            }
            assertPanelIsWhole(frame);
            device.press("Enter");
            assertEquals("link-1", device.client.outcome().linkId());
            device.client.forgetOutcomes();
            device.client.closeDialog();
            device.awaitClosed();
        }
    }

    @Test
    void loginNameStandsInTheTextAndNowhereElse() {
        device.open(States.consent("tv", LOGIN_NAME));
        Frame dialog = device.frame("/dialog");
        assertEquals(1, dialog.evaluate("(name) => document.body.textContent.split(name).length - 1", LOGIN_NAME));
        assertNoTrace(dialog);
        device.press("ArrowLeft", "Enter");
        device.awaitClosed();
        for (Frame frame : device.page.frames()) {
            assertFalse(frame.content().contains(LOGIN_NAME), frame.url());
        }
        assertNoTrace(device.page.mainFrame());
    }

    @Test
    void loginNamesOfASelectionStandInTheTextAndNowhereElse() {
        device.open(States.selection("tv", List.of("bob@example.com", LOGIN_NAME)));
        assertNoTrace(device.frame("/dialog"));
        device.press("Enter");
        device.awaitClosed();
        assertFalse(device.page.content().contains(LOGIN_NAME));
        assertNoTrace(device.page.mainFrame());
    }

    @Test
    void loginNameIsGoneFromTheDocumentWhileTheKeyIsStillDown() {
        device.open(States.consent("tv", LOGIN_NAME));
        Frame dialog = device.frame("/dialog");
        device.page.keyboard().down("Enter");
        device.client.outcome();
        assertThat(device.dialog().locator(".panel")).hasCount(0);
        assertFalse(dialog.content().contains(LOGIN_NAME));
        device.page.keyboard().up("Enter");
    }

    @Test
    void maskedNamesAreNotInTheDocument() {
        Map<String, Object> selection = States.selection("tv", List.of(LOGIN_NAME, "alfie@example.com"));
        selection.put("hideAccountNames", true);
        FrameLocator dialog = device.open(selection);
        assertThat(dialog.locator(".choice bdi").nth(0)).hasText("ali•••e@example.com");
        assertThat(dialog.locator(".choice bdi").nth(1)).hasText("alf•••e@example.com");
    }

    @Test
    void screenReaderIsToldNoMoreOfAMaskedNameThanTheEye() {
        Map<String, Object> consent = States.consent("tv", LOGIN_NAME);
        consent.put("hideAccountNames", true);
        FrameLocator dialog = device.open(consent);
        assertThat(dialog.locator(".account-name .unseen"))
                .hasText("name hidden, starts with \u2068a\u2069, ends with \u2068e\u2069, at \u2068example.com\u2069");
        assertFalse(device.frame("/dialog").content().contains("unmistakable"));
    }

    @Test
    void consentSaysAllOfItInAtMost45Words() {
        FrameLocator dialog = device.open(States.consent("tv", "alice@example.com"));
        String all = String.join(
                " ",
                dialog.locator(".main .title").innerText(),
                dialog.locator(".account").innerText(),
                dialog.locator(".text").innerText());
        assertTrue(Arrays.stream(all.split("\\s+", -1)).count() <= 45, all);
        for (String part : List.of(
                "SSISampleApplication asks",
                "this account with Alice",
                "Next time",
                "No password",
                "Undo",
                "Settings")) {
            assertTrue(all.contains(part), part + " in: " + all);
        }
    }

    @Test
    void dialogOpenedAsAPageOfItsOwnShowsNothingButTheWayOut() {
        device.client.openDialog(States.consent("tv", LOGIN_NAME));
        device.page.navigate(device.client.origin() + "/dialog");
        assertThat(device.page.locator("h1")).hasText("This screen is opened by the device");
        assertFalse(device.page.content().contains(LOGIN_NAME));
    }

    @Test
    void appsMessageToTheDialogIsNotHeard() {
        device.open(States.consent("tv", LOGIN_NAME));
        device.frame("sample.").evaluate("""
                        () => { for (let i = 0; i < window.parent.frames.length; i++) {
                          window.parent.frames[i].postMessage({simpleSignInShell: 1, type: "close"}, "*"); } }
                        """);
        device.frame("sample.")
                .evaluate(
                        "() => window.parent.postMessage({simpleSignInShell: 1, type: 'closed', outcome: 'allowed'}, '*')");
        device.press("ArrowLeft");
        assertThat(Device.focused(device.dialog())).hasText("Allow");
        assertThat(device.page.locator(".dialog-frame")).hasCount(1);
    }

    @Test
    void nothingOfTheAppIsDrawnAboveTheDialog() {
        device.open(States.consent("tv", LOGIN_NAME));
        byte[] before = device.page.screenshot();
        Object tried = device.frame("sample.").evaluate("""
                async () => {
                  const over = document.createElement("dialog");
                  over.textContent = "Allow";
                  over.style = "position: fixed; inset: 0; width: 100vw; height: 100vh; z-index: 2147483647; background: red";
                  document.body.append(over);
                  over.showModal();
                  const popover = document.createElement("div");
                  popover.popover = "manual";
                  document.body.append(popover);
                  popover.showPopover();
                  const ways = {
                    fullscreen: () => over.requestFullscreen(),
                    parentFullscreen: () => window.parent.document.body.requestFullscreen(),
                    opened: () => { if (window.open("about:blank") === null) throw new Error(); },
                    drawn: () => window.parent.document.body.append(over),
                    pip: () => documentPictureInPicture.requestWindow(),
                  };
                  const done = [];
                  for (const [name, way] of Object.entries(ways)) {
                    try { await way(); done.push(name); } catch { /* as it should be */ }
                  }
                  return done;
                }
                """);
        device.forgiveErrors();
        assertEquals(List.of(), tried);
        Object above = device.page.evaluate("""
                () => {
                  const above = new Set();
                  for (let x = 5; x < innerWidth; x += 20) for (let y = 5; y < innerHeight; y += 20) {
                    above.add(document.elementFromPoint(x, y).className);
                  }
                  return [...above];
                }
                """);
        assertEquals(List.of("dialog-frame"), above);
        Picture now = Picture.of(device.page.screenshot());
        Picture then = Picture.of(before);
        for (int x = 140; x < 1140; x += 9) {
            for (int y = 160; y < 560; y += 9) {
                assertEquals(then.colour(x, y), now.colour(x, y), x + "," + y);
            }
        }
    }

    @Test
    void dialogHasTheShellsOriginAndTheAppCannotReachIn() {
        device.open(States.consent("tv", LOGIN_NAME));
        assertTrue(device.frame("/dialog").url().startsWith(device.client.origin() + "/"));
        Object reached = device.frame("sample.").evaluate("""
                () => {
                  const reached = [];
                  for (let i = 0; i < window.parent.frames.length; i++) {
                    const frame = window.parent.frames[i];
                    if (frame === window) continue;
                    for (const look of [() => frame.document.body, () => frame.location.href, () => frame.name, () => frame.localStorage]) {
                      try { look(); reached.push(String(look)); } catch { /* as it should be */ }
                    }
                  }
                  return reached;
                }
                """);
        assertEquals(List.of(), reached);
    }

    private void assertNoTrace(Frame frame) {
        Object traces = frame.evaluate("""
                (name) => [
                  ...[...document.querySelectorAll("*")].flatMap((e) => [...e.attributes].map((a) => a.name + "=" + a.value)),
                  document.title, location.href, JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie,
                  JSON.stringify(history.state), window.name, ...performance.getEntries().map((e) => e.name),
                ].filter((each) => each.includes(name) || each.includes(encodeURIComponent(name)))
                """, LOGIN_NAME);
        assertEquals(List.of(), traces);
        assertTrue(device.client.addresses().stream().noneMatch(address -> address.contains("unmistakable")));
    }

    private static boolean changesDirection(int c) {
        return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || Character.isISOControl(c);
    }

    private static void assertLines(Frame frame, String selector, int most) {
        Object lines = frame.evaluate(
                "(s) => { const e = document.querySelector(s);"
                        + " return Math.round(e.getBoundingClientRect().height / parseFloat(getComputedStyle(e).lineHeight)); }",
                selector);
        assertTrue((Integer) lines <= most, () -> selector + " has " + lines + " lines");
    }

    /// The panel lies within the safe area, and nothing but the list of accounts is cut off.
    private static void assertPanelIsWhole(Frame frame) {
        Object cut = frame.evaluate("""
                () => {
                  const panel = document.querySelector(".panel").getBoundingClientRect();
                  const x = innerWidth * 0.049, y = innerHeight * 0.049;
                  const out = (r) => r.left < panel.left - 1 || r.right > panel.right + 1 || r.top < panel.top - 1 || r.bottom > panel.bottom + 1;
                  const problems = [];
                  if (panel.left < x || panel.top < y || panel.right > innerWidth - x || panel.bottom > innerHeight - y) problems.push("panel");
                  for (const part of document.querySelectorAll(".platform, .app, .customer, .title, .account, .text, .buttons, .choices")) {
                    if (out(part.getBoundingClientRect())) problems.push(part.className);
                  }
                  return problems;
                }
                """);
        assertEquals(List.of(), cut);
    }
}
