package org.simplesignin.client.shell.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every screen of the shell, and a dialog over a real app, beside its approved picture.
@Tag("browser")
@ExtendWith(Chromium.class)
class ShellPicturesTest {
    private final Browser browser;

    ShellPicturesTest(Browser browser) {
        this.browser = browser;
    }

    /// One walk through all the screens of a device.
    private record Walk(Device device, ApprovedPictures pictures) {
        void shoot(String state) throws Exception {
            device.page.waitForFunction(
                    "() => [...document.images].every((each) => each.complete && each.naturalWidth > 0)");
            pictures.compare(state, device.page.screenshot());
        }

        void go(String key, String then) {
            device.page.locator("[data-key=" + key + "]").click();
            there(then);
        }

        void there(String selector) {
            device.page.locator(selector).first().waitFor();
        }

        void gone(String selector) {
            device.page.locator(selector).waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
        }
    }

    @ParameterizedTest
    @CsvSource({"tv,1280,720,DARK", "tablet,800,1280,LIGHT"})
    void everyScreenIsAsApproved(String form, int width, int height, ColorScheme scheme) throws Exception {
        var pictures = new ApprovedPictures(
                form + "-" + width + "x" + height + "-" + scheme.name().toLowerCase(java.util.Locale.ROOT));
        try (Device device = Device.sized(browser, form, width, height, scheme)) {
            device.page.emulateMedia(
                    new Page.EmulateMediaOptions().setColorScheme(scheme).setReducedMotion(ReducedMotion.REDUCE));
            device.client.links(List.of(
                    States.link("link-1", "SSISampleApplication", 1_777_800_000_000L, 1_779_900_000_000L),
                    States.link("link-2", "Northern News", 1_775_000_000_000L, null)));
            device.start();
            var walk = new Walk(device, pictures);
            home(walk);
            settings(walk);
            people(walk);
            registration(walk);
            app(walk);
        }
        assertEquals(List.of(), pictures.problems());
    }

    private static void home(Walk walk) throws Exception {
        walk.shoot("home");
        walk.device.client.state("serverReachable", false);
        walk.device.client.state("inFront", "console");
        walk.there(".running");
        walk.there(".notice");
        walk.shoot("home-away-running");
        walk.device.client.state("serverReachable", true);
        walk.device.client.state("inFront", null);
        walk.gone(".notice");
        walk.gone(".running");
        walk.device.client.state("signedOut", List.of("Bob"));
        walk.there("[data-key=ok]");
        walk.shoot("signed-out");
        walk.device.client.state("signedOut", List.of());
        walk.device.press("Escape");
    }

    private static void settings(Walk walk) throws Exception {
        walk.go("settings", "[data-key=switch-account]");
        walk.shoot("settings");
        walk.device.press("Enter");
        walk.there(".confirm");
        walk.shoot("question");
        walk.device.press("Escape");
        walk.go("language", "[data-key=language-ko]");
        walk.shoot("language");
        walk.device.press("Escape");
        walk.go("links", ".link");
        walk.shoot("links");
        walk.device.press("Escape");
        walk.go("reset", ".reset-digits span");
        walk.go("digit-4", ".is-pressed");
        walk.device.page.locator("[data-key=digit-5]").click();
        walk.gone(".is-pressed");
        walk.shoot("reset-wrong");
        walk.device.press("Escape", "Escape");
        walk.there(".screen-home");
    }

    private static void people(Walk walk) throws Exception {
        walk.go("who", ".who");
        walk.shoot("who");
        walk.go("people", "[data-key=remove-c-1]");
        walk.shoot("people");
        walk.device.press("Escape");
        walk.there(".screen-who");
    }

    private static void registration(Walk walk) throws Exception {
        walk.go("add", ".code");
        walk.shoot("registration-add");
        for (String ended : List.of("refused", "expired", "server_away", "starting")) {
            walk.device.client.registration(FakeRegistration.ended(ended));
            walk.there(".screen-registration-" + ended);
            walk.shoot("registration-" + ended);
        }
        walk.device.client.registration(FakeRegistration.registered("c-1"));
        walk.there("[data-key=done]");
        walk.shoot("registration-registered");
        walk.device.press("Enter");
        walk.there(".screen-home");
        Object customers = walk.device.client.state("customers");
        walk.device.client.state("customers", List.of());
        walk.there(".code");
        walk.shoot("registration");
        walk.device.press("Escape");
        walk.there("[data-key=register]");
        walk.shoot("home-nobody");
        walk.device.client.state("customers", customers);
        walk.there("[data-key=who]");
    }

    private static void app(Walk walk) throws Exception {
        walk.device.launchApp();
        walk.there(".app-frame.loaded");
        walk.shoot("app");
        walk.device.open(States.consent(walk.device.form, "alice@example.com"));
        walk.shoot("app-consent");
        walk.device.client.closeDialog();
        walk.device.awaitClosed();
        walk.device.client.endSession();
        walk.device.client.state("profile", "guest");
        walk.there(".message");
        walk.shoot("session-over");
    }
}
