package org.simplesignin.sample.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.ElementHandle;
import com.microsoft.playwright.Locator;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The app from its first launch to sign-out, with the remote control alone and with a finger alone.
@Tag("browser")
final class AppTest extends WithApp {
    private static final String PASSWORD = "popcorn-popcorn";
    private static final List<String> ARROWS = List.of("ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight");

    /// Whether a control is a control, and wholly on the screen.
    private static final String WHOLE = """
            e => {
              const r = e.getBoundingClientRect();
              return e.matches("button, input") && r.top >= 0 && r.left >= 0 && r.right <= innerWidth && r.bottom <= innerHeight;
            }""";

    @Test
    void remoteControlAloneSignsUpWatchesSignsOutAndSignsIn() {
        app.open(AppPage.Screen.TV);
        assertEquals("loginName", app.focused());
        app.press("ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown");
        assertEquals("Create an account", app.focused());
        app.press("Enter");
        assertThat(app.page.locator("h1")).hasText("Create an account");
        type("remote@example.com");
        assertEquals("Create account", app.focused());
        app.press("Enter");
        assertThat(app.card(0, 0)).isFocused();

        app.press("ArrowRight", "ArrowDown", "Enter");
        assertThat(app.page.locator("h1")).hasText("Nine Windows");
        assertEquals("Play", app.focused());
        app.press("Enter");
        assertEquals("Pause", app.focused());
        app.press("Escape");
        assertThat(app.card(1, 1)).isFocused();

        app.press("ArrowUp", "ArrowUp");
        app.press("ArrowRight", "ArrowRight");
        assertThat(app.page.locator(".who")).isFocused();
        app.press("Enter");
        assertEquals("Sign out", app.focused());
        app.press("Enter");
        assertThat(app.page.locator("h1")).hasText("Sign in");
        type("remote@example.com");
        app.press("Enter");
        assertThat(app.card(0, 0)).isFocused();
    }

    /// The focus is on the first field; afterwards it is on the button below the second.
    private void type(String loginName) {
        app.page.keyboard().type(loginName);
        app.press("ArrowDown");
        app.page.keyboard().type(PASSWORD);
        app.press("ArrowDown");
    }

    @Test
    void fingerAloneSignsUpWatchesSignsOutAndSignsIn() {
        app.open(AppPage.Screen.UPRIGHT_TABLET);
        app.button("Create an account").tap();
        fill("finger@example.com");
        app.button("Create account").tap();
        app.card(1, 1).tap();
        assertThat(app.page.locator("h1")).hasText("Nine Windows");
        app.button("Play").tap();
        app.button("Pause").tap();
        app.card(0, 0).tap();
        assertThat(app.page.locator("h1")).hasText("The Ferry Keeps Time");
        app.button("Back").tap();
        app.page.locator(".who").tap();
        app.button("Sign out").tap();
        assertThat(app.page.locator("h1")).hasText("Sign in");
        fill("finger@example.com");
        app.button("Sign in").first().tap();
        assertThat(app.card(0, 0)).isVisible();
    }

    private void fill(String loginName) {
        app.page.locator("input[name='loginName']").tap();
        app.page.keyboard().type(loginName);
        app.page.locator("input[name='password']").tap();
        app.page.keyboard().type(PASSWORD);
    }

    @Test
    void wrongPasswordIsSaidAndWhatWasTypedStays() {
        app.open(AppPage.Screen.SMALL_TV);
        app.page.keyboard().type("maya@example.com");
        app.press("ArrowDown");
        app.page.keyboard().type("not-her-password");
        app.press("Enter");
        assertThat(app.page.locator("[role='alert']")).hasText("That email and password do not go together.");
        assertEquals("loginName", app.focused());
        assertThat(app.page.locator("input[name='loginName']")).hasValue("maya@example.com");
        app.photograph("wrong-password");
    }

    @Test
    void backLeadsFromEveryScreenToTheOneBeforeIt() {
        app.open(AppPage.Screen.SMALL_TV);
        app.press("ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "Enter");
        assertThat(app.page.locator("h1")).hasText("Create an account");
        app.press("Escape");
        assertThat(app.page.locator("h1")).hasText("Sign in");

        app.openSignedIn(AppPage.Screen.SMALL_TV);
        app.press("ArrowRight", "Enter");
        assertEquals("Play", app.focused());
        app.press("ArrowDown", "Enter");
        assertThat(app.page.locator("h1")).hasText("The Lighthouse Letters");
        app.press("Backspace");
        assertThat(app.card(0, 0)).isFocused();
        app.page.locator(".who").click();
        app.press("Escape");
        assertThat(app.card(0, 0)).isFocused();
    }

    @ParameterizedTest
    @EnumSource(names = {"SMALL_TV", "UPRIGHT_TABLET"}) // the others have the same layout in other units
    void arrowsReachEveryControlOfEveryScreenAndEveryControlLeadsOn(AppPage.Screen screen) {
        app.open(screen);
        walk("sign-in");
        app.button("Create an account").click();
        walk("sign-up");
        app.openSignedIn(screen);
        walk("home");
        app.card(1, 2).click();
        walk("title");
        app.button("Play").click();
        walk("playing");
        app.press("Escape");
        app.page.locator(".who").click();
        walk("account");
    }

    /// Follows every arrow of every control: what cannot be reached, or cannot be left, is an error.
    private void walk(String name) {
        Locator controls = app.page.locator("button:visible, input:visible");
        Set<String> reached = new HashSet<>();
        Deque<ElementHandle> open = new ArrayDeque<>();
        open.add(active());
        while (!open.isEmpty()) {
            ElementHandle from = open.removeFirst();
            if (!reached.add(key(from))) {
                continue;
            }
            boolean left = false;
            for (String arrow : ARROWS) {
                from.focus();
                app.press(arrow);
                ElementHandle to = active();
                boolean moved = !key(to).equals(key(from));
                assertTrue(
                        !moved || (Boolean) to.evaluate(WHOLE), name + ": " + arrow + " to " + key(to) + " is cut off");
                left |= moved;
                open.add(to);
            }
            assertTrue(left, name + ": no arrow leaves " + key(from));
        }
        assertEquals(controls.count(), reached.size(), name + " reached " + reached);
    }

    private ElementHandle active() {
        return app.page.evaluateHandle("() => document.activeElement").asElement();
    }

    private static String key(ElementHandle control) {
        return (String) control.evaluate(
                "e => (e.name || e.textContent) + ' ' + [...document.querySelectorAll('button, input')].indexOf(e)");
    }
}
