package org.simplesignin.sample.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every screen of the app owes to eyes, ears, fingers and slow devices.
@Tag("browser")
final class AppLookTest extends WithApp {
    private static final int MOST_BYTES = 40_000;

    @ParameterizedTest
    @EnumSource
    void everyScreenIsAccessibleReadableAndInReach(AppPage.Screen screen) {
        app.open(screen);
        check("sign-in", screen);
        app.button("Create an account").click();
        check("sign-up", screen);
        app.openSignedIn(screen);
        check("home", screen);
        app.card(0, 1).click();
        check("title", screen);
        app.button("Play").click();
        check("playing", screen);
        app.press("Escape");
        app.page.locator(".who").click();
        check("account", screen);
    }

    @ParameterizedTest
    @EnumSource
    void rowsStayWhereTheyAreWhateverTitleIsTouched(AppPage.Screen screen) {
        app.openSignedIn(screen);
        List<?> tops = (List<?>) app.page.evaluate("""
                () => [...new Set([...document.querySelectorAll(".card")].map((card) => {
                  card.focus({ preventScroll: true });
                  return document.querySelector(".rows").getBoundingClientRect().top;
                }))]""");
        assertEquals(1, tops.size(), tops::toString);
    }

    private void check(String name, AppPage.Screen screen) {
        app.photograph(name);
        assertEquals(List.of(), violations(), name);
        assertEquals(List.of(), app.page.evaluate(FAINT_FOCUS), name + ": focus");
        assertEquals(List.of(), app.page.evaluate(SIDEWAYS), name + ": wider than the screen");
        assertEquals(0, app.page.evaluate("() => document.getAnimations().length"), name + ": motion");
        if (screen.touch) {
            assertEquals(List.of(), app.page.evaluate(SMALL_TARGETS), name + ": targets");
        } else {
            // 24 px of 1080 lines is what can be read from a sofa.
            assertEquals(List.of(), app.page.evaluate(SMALL_TEXT, screen.height / 45.0), name + ": text");
        }
    }

    private List<String> violations() {
        // In one run, because there are no frames: half the time.
        return new AxeBuilder(app.page)
                .setLegacyMode(true).analyze().getViolations().stream()
                        .map(rule -> rule.getId() + " " + rule.getNodes())
                        .toList();
    }

    @Test
    void wholeAppWeighsLessThanOnePhotograph() {
        List<byte[]> bodies = new ArrayList<>();
        List<Response> responses = new ArrayList<>();
        app.open(AppPage.Screen.TV);
        app.page.onResponse(responses::add);
        app.page.reload();
        app.page.locator("input[name='loginName']").waitFor();
        responses.forEach(response -> bodies.add(response.body()));
        assertTrue(bodies.size() > 8, "files: " + bodies.size());
        int bytes = bodies.stream().mapToInt(AppLookTest::zipped).sum();
        assertTrue(bytes < MOST_BYTES, bytes + " bytes");
    }

    private static int zipped(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.size();
    }

    /// Everything that can have the focus and would not show it by a ring of two tones, a bright and a dark one.
    private static final String FAINT_FOCUS = """
            () => {
              const before = document.activeElement;
              before.blur();
              const faint = [...document.querySelectorAll("button, input")].filter((e) => e.checkVisibility()).filter((e) => {
                e.focus({ preventScroll: true, focusVisible: true });
                const style = getComputedStyle(e);
                const bright = style.outlineColor.match(/\\d+/g).every((part) => part > 180);
                return !(parseFloat(style.outlineWidth) >= 4 && bright && style.boxShadow.startsWith("rgb(11, 13, 23)"));
              });
              before.focus({ focusVisible: true });
              return faint.map((e) => e.outerHTML);
            }""";

    private static final String SIDEWAYS = """
            () => [...document.querySelectorAll("h1, h2, p, label, form, .corner, .who, .buttons button")]
              .filter((e) => e.checkVisibility() && e.textContent !== "")
              .filter((e) => { const r = e.getBoundingClientRect(); return r.left < 0 || r.right > innerWidth; })
              .map((e) => e.outerHTML)""";

    private static final String SMALL_TARGETS = """
            () => [...document.querySelectorAll("button, input")].filter((e) => e.checkVisibility())
              .filter((e) => e.offsetWidth < 48 || e.offsetHeight < 48).map((e) => e.outerHTML)""";

    private static final String SMALL_TEXT = """
            (least) => [...document.querySelectorAll("#screen *")].filter((e) => e.checkVisibility())
              .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim() !== ""))
              .filter((e) => parseFloat(getComputedStyle(e).fontSize) < least - 0.01).map((e) => e.outerHTML)""";
}
