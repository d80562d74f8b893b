package org.simplesignin.client.shell.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Contrast and focus measured where people see them: in the pixels, over apps of every brightness.
@Tag("browser")
@ExtendWith(Chromium.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PixelsTest {
    private static final List<String> APPS =
            List.of("#fff", "#000", "#808080", "repeating-linear-gradient(45deg, #fff 0 9px, #000 9px 18px)");

    /// Every line of text that is seen: what it says and where it stands.
    private static final String TEXTS = """
            () => {
              const lines = [];
              const walker = document.createTreeWalker(document.querySelector(".panel"), NodeFilter.SHOW_TEXT);
              for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                if (node.data.trim() === "" || node.parentElement.closest(".unseen")) continue;
                const range = document.createRange();
                range.selectNodeContents(node);
                for (const box of range.getClientRects()) {
                  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
                  const there = document.elementFromPoint(x, y);
                  if (box.width < 4 || there === null || !(there.contains(node) || there.closest("bdi, span, p, button, h1")?.contains(node))) continue;
                  lines.push([node.data.slice(0, 30), box.left, box.top, box.right, box.bottom]);
                }
              }
              return lines;
            }
            """;

    private final Bench bench;
    private final Page page;

    PixelsTest(Browser browser) throws Exception {
        bench = new Bench(browser);
        page = bench.device.page;
    }

    @AfterEach
    void endTheDialog() {
        bench.end();
    }

    @AfterAll
    void closeIt() {
        bench.close();
    }

    private void look(int width, int height, ColorScheme scheme, ForcedColors forced) {
        bench.resize(width, height);
        page.emulateMedia(new Page.EmulateMediaOptions()
                .setColorScheme(scheme)
                .setForcedColors(forced)
                .setReducedMotion(ReducedMotion.REDUCE));
    }

    private void beneath(String app) {
        bench.run("(app) => { document.body.style.background = app; }", app);
    }

    private Picture shoot() {
        page.waitForFunction("() => [...document.images].every((each) => each.complete)");
        return Picture.of(page.screenshot());
    }

    private static int rounded(Object number, boolean up) {
        double value = ((Number) number).doubleValue();
        return (int) (up ? Math.ceil(value) : Math.floor(value));
    }

    private List<String> faint(Picture picture, double least) {
        List<String> faint = new ArrayList<>();
        List<?> lines = (List<?>) bench.run(TEXTS, null);
        assertTrue(lines.size() > 8, lines::toString);
        for (Object each : lines) {
            List<?> line = (List<?>) each;
            double contrast = picture.contrastWithin(
                    rounded(line.get(1), false),
                    rounded(line.get(2), false),
                    rounded(line.get(3), true),
                    rounded(line.get(4), true));
            if (contrast < least) {
                faint.add(line.get(0) + " has " + contrast);
            }
        }
        return faint;
    }

    @ParameterizedTest
    @CsvSource({
        "tv,1920,1080,DARK,NONE",
        "tv,1280,720,DARK,NONE",
        "tablet,800,1280,LIGHT,NONE",
        "tablet,1280,800,DARK,NONE",
        "tv,1280,720,DARK,ACTIVE",
        "tablet,800,1280,LIGHT,ACTIVE"
    })
    void everyTextStandsOutSevenToOneOverEveryApp(
            String form, int width, int height, ColorScheme scheme, ForcedColors forced) {
        look(width, height, scheme, forced);
        for (Map<String, Object> dialog :
                List.of(States.consent(form, "alice@example.com"), States.selection(form, States.loginNames(5)))) {
            bench.open(dialog, "desktop");
            for (String app : APPS) {
                beneath(app);
                assertEquals(List.of(), faint(shoot(), 7), app);
            }
            bench.end();
        }
    }

    @Test
    void textThatIsFaintIsFound() {
        look(1280, 720, ColorScheme.DARK, ForcedColors.NONE);
        bench.open(States.consent("tv", "alice@example.com"), "desktop");
        bench.run("() => { document.querySelector('.text').style.color = '#8a94a6'; }", null);
        List<String> faint = faint(shoot(), 7);
        assertTrue(!faint.isEmpty(), "nothing is faint");
    }

    @ParameterizedTest
    @CsvSource({"tv,1920,1080,DARK", "tv,1280,720,DARK", "tablet,800,1280,LIGHT", "tablet,1280,800,DARK"})
    void appIsDarkenedByThreeFifthsAndNothingOfItShinesThroughThePanel(
            String form, int width, int height, ColorScheme scheme) {
        look(width, height, scheme, ForcedColors.NONE);
        bench.open(States.consent(form, "alice@example.com"), "desktop");
        beneath("#fff");
        Picture overWhite = shoot();
        beneath("#000");
        Picture overBlack = shoot();
        for (int shift : new int[] {0, 8, 16}) {
            int white = overWhite.colour(4, 4) >> shift & 0xFF;
            int black = overBlack.colour(4, 4) >> shift & 0xFF;
            assertTrue(white - black <= 0.4 * 255, () -> "of 255 come through " + (white - black));
        }
        List<?> panel = (List<?>) bench.run(
                "() => { const b = document.querySelector('.panel').getBoundingClientRect();"
                        + " return [b.left + 40, b.top + 40, b.right - 40, b.bottom - 40].map(Math.round); }",
                null);
        for (int y = (Integer) panel.get(1); y < (Integer) panel.get(3); y += 7) {
            for (int x = (Integer) panel.get(0); x < (Integer) panel.get(2); x += 7) {
                assertEquals(overWhite.colour(x, y), overBlack.colour(x, y), x + "," + y);
            }
        }
    }

    /// Contrast is made of brightness alone, so what is measured here is seen in greyscale too.
    @ParameterizedTest
    @CsvSource({
        "tv,1920,1080,DARK,NONE,6",
        "tv,1280,720,DARK,NONE,4",
        "tablet,800,1280,LIGHT,NONE,4",
        "tv,1280,720,DARK,ACTIVE,4"
    })
    void focusIsSeenInGreyscale(
            String form, int width, int height, ColorScheme scheme, ForcedColors forced, int thickness) {
        look(width, height, scheme, forced);
        for (Map<String, Object> dialog :
                List.of(States.consent(form, "alice@example.com"), States.selection(form, States.loginNames(5)))) {
            bench.open(dialog, "desktop");
            page.keyboard().press("ArrowLeft");
            List<?> box = (List<?>) bench.run("""
                    () => { const b = document.activeElement.getBoundingClientRect();
                      const other = [...document.querySelectorAll(".button")].find((each) => each !== document.activeElement).getBoundingClientRect();
                      return [b.left, b.top + b.height / 2, other.left + 12, other.top + 5].map(Math.round); }
                    """, null);
            Picture picture = shoot();
            int x = (Integer) box.get(0);
            int y = (Integer) box.get(1);
            int fill = picture.colour(x + 6, y);
            int unfocused = picture.colour((Integer) box.get(2), (Integer) box.get(3));
            assertTrue(
                    Picture.contrast(fill, unfocused) >= 3,
                    () -> "filled %06x, others %06x".formatted(fill, unfocused));
            List<Picture.Run> runs = picture.toTheLeft(x + 6, y, 22);
            boolean ringed = false;
            for (int i = 1; i < runs.size() - 1; i++) {
                ringed |= runs.get(i).length() >= thickness - 1
                        && runs.get(i).length() <= thickness + 3
                        && Picture.contrast(
                                        runs.get(i).colour(), runs.get(i - 1).colour())
                                >= 3
                        && Picture.contrast(
                                        runs.get(i).colour(), runs.get(i + 1).colour())
                                >= 3;
            }
            assertTrue(ringed, () -> dialog.get("kind") + " " + runs);
            bench.end();
        }
    }
}
