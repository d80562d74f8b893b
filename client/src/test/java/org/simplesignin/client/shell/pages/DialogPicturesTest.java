package org.simplesignin.client.shell.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every state of both dialogs beside its approved picture, over a bright and a dark app.
@Tag("browser")
@ExtendWith(Chromium.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DialogPicturesTest {
    private final Bench bench;
    private final Page page;

    DialogPicturesTest(Browser browser) throws Exception {
        bench = new Bench(browser);
        page = bench.device.page;
        page.route(
                "**/icons/broken",
                route -> route.fulfill(
                        new Route.FulfillOptions().setContentType("image/png").setBody("this is no picture")));
        page.route("**/icons/gone", route -> route.fulfill(new Route.FulfillOptions().setStatus(404)));
    }

    @AfterAll
    void closeIt() {
        bench.close();
    }

    private static Map<String, Map<String, Object>> states(String form) {
        Map<String, Map<String, Object>> states = new LinkedHashMap<>();
        states.put("consent", States.consent(form, "alice@example.com"));
        states.put("consent-hidden", hidden(States.consent(form, "alice@example.com")));
        states.put("consent-long", named(States.consent(form, "W".repeat(64)), "/icons/sample-tv", "long "));
        for (String icon : List.of("missing", "broken", "gone")) {
            String path = icon.equals("missing") ? null : "/icons/" + icon;
            states.put("consent-icon-" + icon, named(States.consent(form, "alice@example.com"), path, ""));
        }
        for (int count : new int[] {1, 2, 5, 10}) {
            states.put("selection-" + count, States.selection(form, States.loginNames(count)));
        }
        states.put("selection-hidden", hidden(States.selection(form, States.loginNames(5))));
        states.put(
                "selection-long",
                named(States.selection(form, List.of("W".repeat(64), "漢字".repeat(40))), "/icons/sample-tv", "long "));
        return states;
    }

    private static Map<String, Object> hidden(Map<String, Object> dialog) {
        dialog.put("hideAccountNames", true);
        return dialog;
    }

    private static Map<String, Object> named(Map<String, Object> dialog, String icon, String more) {
        Map<String, Object> app = new HashMap<>();
        app.put("name", more.repeat(20) + "SSISampleApplication");
        app.put("publisher", more.repeat(20) + "Sample Video Ltd.");
        app.put("icon", icon);
        dialog.put("app", app);
        dialog.put("customer", Map.of("displayName", more.repeat(20) + "Alice"));
        return dialog;
    }

    private void look(int width, int height, ColorScheme scheme, ForcedColors forced, String beneath) {
        bench.resize(width, height);
        page.emulateMedia(new Page.EmulateMediaOptions()
                .setColorScheme(scheme)
                .setForcedColors(forced)
                .setReducedMotion(ReducedMotion.REDUCE));
        bench.run("(beneath) => { document.documentElement.dataset.beneath = beneath; }", beneath);
    }

    private byte[] shoot(Map<String, Object> dialog) {
        bench.open(dialog, "desktop");
        // Icons are loaded or have been replaced by a letter.
        page.waitForFunction("() => [...document.images].every((each) => each.complete && each.naturalWidth > 0)");
        byte[] png = page.screenshot();
        bench.end();
        return png;
    }

    @ParameterizedTest
    @CsvSource({
        "tv,1280,720,DARK,bright",
        "tablet,800,1280,LIGHT,dark",
        "tablet,1280,800,DARK,bright",
        "tablet,390,844,LIGHT,bright"
    })
    void everyStateIsAsApproved(String form, int width, int height, ColorScheme scheme, String beneath)
            throws Exception {
        var pictures = new ApprovedPictures(
                form + "-" + width + "x" + height + "-" + scheme.name().toLowerCase(java.util.Locale.ROOT));
        look(width, height, scheme, ForcedColors.NONE, beneath);
        for (var state : states(form).entrySet()) {
            pictures.compare(state.getKey(), shoot(state.getValue()));
        }
        assertEquals(List.of(), pictures.problems());
    }

    @Test
    void forcedColoursAreAsApproved() throws Exception {
        var pictures = new ApprovedPictures("tv-1280x720-forced-colours");
        look(1280, 720, ColorScheme.DARK, ForcedColors.ACTIVE, "bright");
        pictures.compare("consent", shoot(States.consent("tv", "alice@example.com")));
        pictures.compare("selection-5", shoot(States.selection("tv", States.loginNames(5))));
        look(1280, 720, ColorScheme.DARK, ForcedColors.NONE, "bright");
        assertEquals(List.of(), pictures.problems());
    }

    /// What the comparison must find and what it must not.
    @Test
    void whatMovesOrVanishesIsFoundAndAnotherRasteriserIsNot() {
        look(1280, 720, ColorScheme.DARK, ForcedColors.NONE, "bright");
        Map<String, Object> dialog = States.consent("tv", "alice@example.com");
        Picture right = Picture.of(shoot(dialog)).scaledDown(4);
        for (String wrong : List.of(
                ".not-now { visibility: hidden }",
                ".text { visibility: hidden }",
                ".panel { transform: translateX(8px) }",
                ".button:focus { outline: none !important }",
                ".app-icon { visibility: hidden }",
                ".buttons { flex-direction: row-reverse }",
                ":root { --raised: #141c2b !important }")) {
            assertTrue(ApprovedPictures.difference(right, styled(dialog, wrong)).isPresent(), wrong);
        }
        for (String harmless : List.of(
                "* { -webkit-font-smoothing: none; text-rendering: geometricPrecision }",
                "* { text-shadow: 0 0 0.4px currentcolor }",
                "body { transform: translate(0.4px, 0.4px) }")) {
            assertEquals(
                    java.util.Optional.empty(), ApprovedPictures.difference(right, styled(dialog, harmless)), harmless);
        }
    }

    private Picture styled(Map<String, Object> dialog, String rule) {
        bench.run(
                "(rule) => { window.changed = new CSSStyleSheet(); changed.replaceSync(rule);"
                        + " document.adoptedStyleSheets = [changed]; }",
                rule);
        Picture picture = Picture.of(shoot(dialog)).scaledDown(4);
        bench.run("() => { document.adoptedStyleSheets = []; }", null);
        return picture;
    }
}
