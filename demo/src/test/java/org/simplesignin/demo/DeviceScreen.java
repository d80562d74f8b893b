package org.simplesignin.demo;

import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import java.util.List;
import org.simplesignin.sample.backend.DemoAccounts.DemoAccount;

/// One device on the demo's page, used as a person uses it: a TV by arrow keys, OK and Back, a tablet by touch. Where
/// the focus is, is only ever looked at.
///
/// @param id `tv-1`, `tv-2`, `tablet` or `phone`
record DeviceScreen(Page page, String id) {
    /// More than any screen takes.
    private static final int MOST_PRESSES = 30;

    /// As long as Playwright waits for anything here: a minute.
    private static final int MOST_LOOKS = 3_000;

    private static final String LOOK_AGAIN = "look again";

    /// Returns the arrow that leads nearer to a control, as an eye would have it: up or down to its row first. Returns
    /// nothing where the focus is on it.
    private static final String ARROW = """
            async (control) => {
              const focused = document.activeElement;
              if (!document.hasFocus() || focused === document.body || !control.isConnected) {
                await new Promise((seen) => setTimeout(seen, 20));
                return "%s";
              }
              if (focused === control) return "";
              const from = focused.getBoundingClientRect();
              const to = control.getBoundingClientRect();
              if (to.top >= from.bottom - 2) return "ArrowDown";
              if (to.bottom <= from.top + 2) return "ArrowUp";
              return to.left > from.left ? "ArrowRight" : "ArrowLeft";
            }""".formatted(LOOK_AGAIN);

    /// Returns the device's own screen, in view: the browser draws no frame that nobody could see.
    FrameLocator shell() {
        page.locator("iframe[name='" + id + "']").scrollIntoViewIfNeeded();
        return page.frameLocator("iframe[name='" + id + "']");
    }

    /// Returns the page of the app that is in front.
    FrameLocator app() {
        return shell().frameLocator("iframe.app-frame");
    }

    /// Returns the dialog above the app.
    FrameLocator dialog() {
        return shell().frameLocator("iframe.dialog-frame");
    }

    /// Gives this device the keyboard: a click on its edge, as the page says.
    void takeKeyboard() {
        if (!shell().locator("#screen").evaluate("() => document.hasFocus()").equals(true)) {
            page.locator(".body:has(iframe[name='" + id + "'])").click(new Locator.ClickOptions().setPosition(3, 3));
        }
    }

    /// Makes a customer of this device the active one: `Alice` or `Bob`.
    void chooseCustomer(String displayName) {
        choose(shell().locator("[data-key='who']"));
        choose(shell().locator(".person", new FrameLocator.LocatorOptions().setHasText(displayName)));
        shell().locator(".home h1", new FrameLocator.LocatorOptions().setHasText(displayName))
                .waitFor();
    }

    /// Opens the sample app from the device's home screen.
    void openApp() {
        choose(shell().locator("[data-key='app-sample-tv']"));
    }

    /// Leaves the app with Back, from a screen on which Back has nowhere else to go.
    void goHome() {
        lookFrom(app().locator("#screen"));
        press("Escape");
        shell().locator("[data-key='app-sample-tv']").waitFor();
    }

    /// Presses a control: on a TV the arrows lead there, and OK presses it.
    void choose(Locator control) {
        if (isTouched()) {
            control.tap();
        } else {
            walkTo(control);
            press("Enter");
        }
    }

    private boolean isTouched() {
        return !id.startsWith("tv");
    }

    private void walkTo(Locator control) {
        for (int presses = 0; presses < MOST_PRESSES; presses++) {
            String arrow = lookFrom(control);
            if (arrow.isEmpty()) {
                return;
            }
            press(arrow);
        }
        throw new AssertionError(MOST_PRESSES + " arrows do not lead to " + control + " on " + id);
    }

    /// Waits until something in the document of this control has the focus; returns the arrow from there, or nothing.
    private String lookFrom(Locator control) {
        for (int looks = 0; looks < MOST_LOOKS; looks++) {
            takeKeyboard();
            String arrow = (String) control.evaluate(ARROW);
            if (!arrow.equals(LOOK_AGAIN)) {
                return arrow;
            }
        }
        throw new AssertionError("the focus does not come to " + control + " on " + id);
    }

    /// Clicks on a control of the shell with the mouse where the page draws it, however small.
    void clickWhereItIsDrawn(Locator control) {
        control.waitFor();
        Locator frame = page.locator("iframe[name='" + id + "']");
        frame.scrollIntoViewIfNeeded(); // which also waits until it keeps still
        BoundingBox drawn = frame.boundingBox();
        List<?> middle = (List<?>) control.evaluate("""
                (control) => {
                  const { x, y, width, height } = control.getBoundingClientRect();
                  return [(x + width / 2) / innerWidth, (y + height / 2) / innerHeight];
                }""");
        double x = ((Number) middle.get(0)).doubleValue();
        double y = ((Number) middle.get(1)).doubleValue();
        page.mouse().click(drawn.x + x * drawn.width, drawn.y + y * drawn.height);
    }

    /// Presses keys of the remote control.
    void press(String... keys) {
        for (String key : keys) {
            page.keyboard().press(key);
        }
    }

    /// Types into a field.
    void type(Locator field, String text) {
        if (isTouched()) {
            field.tap();
        } else {
            walkTo(field);
        }
        page.keyboard().type(text);
    }

    /// Signs in to the app by hand, or signs up where that is on its screen.
    void signInByHand(String loginName, String password) {
        type(app().locator("input[name='loginName']"), loginName);
        type(app().locator("input[name='password']"), password);
        choose(app().locator("button[type='submit']"));
    }

    /// Returns the field that only the app's own sign-in has.
    Locator ownSignIn() {
        return app().locator("input[name='password']");
    }

    /// Returns a button of the app by its text.
    Locator button(String text) {
        return app().getByRole(AriaRole.BUTTON, new FrameLocator.GetByRoleOptions().setName(text));
    }

    /// Links an account: signs in by hand and allows what the device asks.
    void link(DemoAccount account) {
        signInByHand(account.loginName(), account.password());
        allow();
        awaitTold("Linked.");
    }

    /// Says yes to the consent dialog.
    void allow() {
        choose(awaitDialog("consent").locator(".allow"));
    }

    /// Waits until a dialog is shown and takes input: it takes none for its first half second.
    Locator awaitDialog(String kind) {
        dialog().locator("html[data-input='taken']").waitFor();
        return dialog().locator(".panel." + kind);
    }

    /// Waits until the app says this.
    void awaitTold(String text) {
        app().locator("#told", new FrameLocator.LocatorOptions().setHasText(text))
                .waitFor();
    }

    /// Waits until the app greets the one who was signed in by a link.
    void awaitWelcomed(String loginName) {
        awaitTold("Welcome back, \u2068" + loginName + "\u2069.");
    }
}
