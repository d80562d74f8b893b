package org.simplesignin.client.shell.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The pages' pure functions, in the browser that runs them.
@Tag("browser")
@ExtendWith(Chromium.class)
class PureFunctionsTest {
    private final Browser browser;
    private Device device;

    PureFunctionsTest(Browser browser) {
        this.browser = browser;
    }

    @BeforeEach
    void openAPage() throws Exception {
        device = Device.tv(browser);
        device.page.navigate(device.client.origin() + "/shell/pages/opened-elsewhere.html");
    }

    @AfterEach
    void closeIt() {
        device.close();
    }

    private Object run(String module, String body, Object argument) {
        return device.page.evaluate(
                "async (x) => { const m = await import('/shell/pages/" + module + "'); " + body + " }", argument);
    }

    private List<?> masked(String... names) {
        return (List<?>) run("mask.js", "return m.maskNames(x).map((each) => each.text)", List.of(names));
    }

    @ParameterizedTest
    @CsvSource({
        "alice@example.com, a•••e@example.com",
        "al@example.com, a•••@example.com",
        "a@example.com, •••@example.com",
        "Kitchen profile, K•••e",
        "@example.com, @•••m",
        "alice@, a•••@",
        "a@b@example.com, a•••b@example.com",
        "x, •••",
        "👩‍👩‍👧z👨‍👦@example.com, 👩‍👩‍👧•••👨‍👦@example.com",
    })
    void firstAndLastLetterAndTheDomainAreShown(String name, String shown) {
        assertEquals(List.of(shown), masked(name));
    }

    @Test
    void moreLettersAreShownOnlyUntilTwoEntriesDiffer() {
        assertEquals(
                List.of("ali•••e@example.com", "alf•••e@example.com", "bo•••b@example.com", "bi•••b@example.com"),
                masked("alice@example.com", "alfie@example.com", "boob@example.com", "bibob@example.com"));
        assertEquals(
                List.of("a•••e@example.com", "a•••e@example.org"), masked("alice@example.com", "alice@example.org"));
        assertEquals(List.of("a@example.com", "b@example.com"), masked("a@example.com", "b@example.com"));
    }

    @Test
    void sameNameTwiceIsNotUncovered() {
        assertEquals(
                List.of("a•••e@example.com", "a•••e@example.com"), masked("alice@example.com", "alice@example.com"));
    }

    @Test
    void maskedNamesDifferWhereNamesDo() {
        String[] names = new String[10];
        for (int seed = 0; seed < 200; seed++) {
            var random = new java.util.Random(seed);
            for (int i = 0; i < names.length; i++) {
                StringBuilder name = new StringBuilder();
                for (int n = random.nextInt(6); n >= 0; n--) {
                    name.append("ab•@".charAt(random.nextInt(4)));
                }
                names[i] = name.append(random.nextBoolean() ? "@x.example" : "").toString();
            }
            assertEquals(
                    new HashSet<>(List.of(names)).size(),
                    new HashSet<>(masked(names)).size(),
                    List.of(names)::toString);
        }
    }

    @Test
    void guardRefusesEverythingBeforeItsTime() {
        assertEquals(List.of(false, false, false, true), run("guard.js", """
                        const g = new m.Guard();
                        const press = (code, now) => { const yes = g.keyDown({code}, now); g.keyUp({code}); return yes; };
                        const before = press("Enter", 10_000);
                        g.start(10_000);
                        return [before, press("Enter", 10_000), press("Enter", 10_499.9), press("Enter", 10_500)];
                        """, null));
    }

    @Test
    void guardRefusesRepeatsAndWhatWasHeldBefore() {
        assertEquals(List.of(false, false, false, true), run("guard.js", """
                        const g = new m.Guard();
                        g.start(0);
                        g.keyDown({code: "Enter"}, 100);
                        const held = g.keyDown({code: "Enter"}, 900);
                        g.keyUp({code: "Enter"});
                        const repeat = g.keyDown({code: "Enter", repeat: true}, 1000);
                        const still = g.keyDown({code: "Enter"}, 1100);
                        g.keyUp({code: "Enter"});
                        return [held, repeat, still, g.keyDown({code: "Enter"}, 1200)];
                        """, null));
    }

    @Test
    void guardStartsAgainAndRefusesThePressUnderWay() {
        assertEquals(List.of(true, false, false, true), run("guard.js", """
                        const g = new m.Guard();
                        g.start(0);
                        g.pointerDown(600);
                        const first = g.click(601);
                        g.pointerDown(700);
                        g.start(701);
                        const underWay = g.click(1300);
                        g.pointerDown(1199);
                        const early = g.click(1202);
                        g.pointerDown(1300);
                        return [first, underWay, early, g.click(1301)];
                        """, null));
    }

    @ParameterizedTest
    @CsvSource({
        "fire-tv,4,back",
        "fire-tv,27,back",
        "fire-tv,8,back",
        "webos,461,back",
        "tizen,10009,back",
        "rdk,8,back",
        "rdk,27,back",
        "hbbtv,461,back",
        "desktop,27,back",
        "webos,37,left",
        "tizen,40,down",
        "hbbtv,13,enter",
        "desktop,4,",
        "desktop,8,",
        "desktop,461,",
        "webos,4,",
        "webos,10009,",
        "tizen,461,",
        "tizen,8,",
        "hbbtv,8,",
        "rdk,461,",
        "unheard-of,27,back",
        "unheard-of,4,",
    })
    void keyCodesMeanWhatThePlatformSays(String platform, int code, String meaning) {
        Object found = run(
                "keys.js",
                "return m.meaning({key: 'Unidentified', keyCode: x.code}, x.platform)",
                Map.of("code", code, "platform", platform));
        assertEquals(meaning, found);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fire-tv", "webos", "tizen", "rdk", "hbbtv", "desktop"})
    void namedKeyGoesBeforeItsCode(String platform) {
        assertEquals(List.of("left", "back", "back", "home"), run("keys.js", """
                        return [["ArrowLeft", 4], ["GoBack", 37], ["BrowserBack", 13], ["GoHome", 8]]
                            .map(([key, keyCode]) => m.meaning({key, keyCode}, x));
                        """, platform));
    }

    @Test
    void modifiedKeysAndInheritedNamesAreNotOurs() {
        assertEquals(java.util.Arrays.asList(null, null, null), run("keys.js", """
                        return [{key: "Enter", keyCode: 13, ctrlKey: true}, {key: "ArrowLeft", keyCode: 37, altKey: true},
                            {key: "toString", keyCode: 0}].map((each) => m.meaning(each, "desktop"));
                        """, null));
    }

    @Test
    void arrowsDoNotWrapAround() {
        assertEquals(List.of("b", "a", true, true, "c", true), run("focus.js", """
                        const button = (id, left) => ({id, getBoundingClientRect: () => ({left, width: 10})});
                        const [a, b, c] = [button("a", 0), button("b", 20), button("c", 18)];
                        const rows = [[a, b], [], [c]];
                        return [m.neighbour(rows, a, "right", false).id, m.neighbour(rows, b, "left", false).id,
                            m.neighbour(rows, b, "right", false) === null, m.neighbour(rows, a, "up", false) === null,
                            m.neighbour(rows, a, "down", false).id, m.neighbour(rows, c, "down", false) === null];
                        """, null));
    }

    @Test
    void arrowsArePhysicalFromRightToLeft() {
        assertEquals(List.of("b", true), run("focus.js", """
                        const [a, b] = [{id: "a"}, {id: "b"}];
                        return [m.neighbour([[a, b]], a, "left", true).id, m.neighbour([[a, b]], a, "right", true) === null];
                        """, null));
    }

    @Test
    void namesAreBoundedAndCleaned() {
        assertEquals(
                List.of("alice@example.com", "a b c", "aaaaaaa…", "", "<b>x</b>"),
                run(
                        "text.js",
                        "return x.map((each) => m.bounded(each, 40)).map((s) => s.length > 39 ? m.bounded(s, 8) : s)",
                        List.of(
                                "alice\u202e@\u2066example\u200b.com",
                                " a\n\tb\r\nc ",
                                "a".repeat(10_000),
                                "\u202a\u0000",
                                "<b>x</b>")));
    }

    @Test
    void towersOfAccentsAreCutDown() {
        Object length = run("text.js", "return m.bounded(x, 64).length", "a" + "\u0301".repeat(10_000) + "b");
        assertTrue((Integer) length <= 64 * 12 + 1, () -> "length " + length);
    }

    @Test
    void messagesTakeNamesLiterally() {
        Object text = run(
                "text.js",
                "return new m.Texts('en-US', {k: ['Hello ', {a: 'name'}, ', it’s ', {a: 'other'}]}).say('k', x)",
                Map.of("name", "{other}<b>", "other", "$&"));
        assertEquals("Hello \u2068{other}<b>\u2069, it’s \u2068$&\u2069", text);
    }

    @Test
    void messageThatIsNotThereIsAnError() {
        assertEquals("no message k", run("text.js", """
            try { new m.Texts("en-US", {}).say("k"); } catch (e) { return e.message; }
            """, null));
    }

    @Test
    void formThatIsNotThereIsTheOtherOne() {
        assertEquals(List.of("none", "1 left", "7 left", "who", "who"), run("text.js", """
            const forms = {"=0": "none", other: [{n: "count", o: 0}, " left"]};
            const t = new m.Texts("pl", {p: [{p: "count", o: 0, f: forms}], s: [{s: "who", f: {child: "child", other: "who"}}]});
            return [0, 1, 7].map((count) => t.say("p", {count})).concat(["stranger", "toString"].map((who) => t.say("s", {who})));
            """, null));
    }
}
