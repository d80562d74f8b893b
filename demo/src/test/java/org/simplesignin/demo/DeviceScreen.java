package org.simplesignin.demo;

import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

/// One device on the demo's page, used as a person uses it: keys go to the device that has the keyboard.
///
/// @param id `tv-1`, `tv-2` or `tablet`
record DeviceScreen(Page page, String id) {
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

    /// Gives this device the keyboard.
    void takeKeyboard() {
        page.locator("iframe[name='" + id + "']").focus();
    }

    /// Makes a customer of this device the active one: `Alice` or `Bob`.
    void chooseCustomer(String displayName) {
        choose(shell().locator("[data-key='who']"));
        choose(shell().locator(".person", new FrameLocator.LocatorOptions().setHasText(displayName)));
        shell().locator(".home h1", new FrameLocator.LocatorOptions().setHasText(displayName))
                .waitFor();
    }

    /// Opens the sample app from the device's home screen, with OK.
    void openApp() {
        choose(shell().locator("[data-key='app-sample-tv']"));
    }

    /// Leaves the app with the Home button.
    void goHome() {
        shell().locator("[data-key='home']").click();
        shell().locator("[data-key='app-sample-tv']").waitFor();
    }

    /// Moves the focus to a control and presses OK.
    void choose(Locator control) {
        takeKeyboard();
        control.focus();
        press("Enter");
    }

    /// Presses keys of the remote control.
    void press(String... keys) {
        for (String key : keys) {
            page.keyboard().press(key);
        }
    }

    /// Signs in to the app by hand, by keyboard.
    void signInByHand(String loginName, String password) {
        Locator field = app().locator("input[name='loginName']");
        field.waitFor();
        field.fill(loginName);
        app().locator("input[name='password']").fill(password);
        app().locator("input[name='password']").press("Enter");
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
