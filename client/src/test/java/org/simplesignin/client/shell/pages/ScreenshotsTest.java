package org.simplesignin.client.shell.pages;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Takes a picture of every state at four sizes into `target/screenshots`, for people to look at: with
/// `-Dscreenshots=yes`,
/// because it judges nothing.
@EnabledIfSystemProperty(named = "screenshots", matches = ".+")
@ExtendWith(Chromium.class)
class ScreenshotsTest {
    private final Browser browser;

    ScreenshotsTest(Browser browser) {
        this.browser = browser;
    }

    @ParameterizedTest
    @CsvSource({"tv,1920,1080,DARK", "tv,1280,720,DARK", "tablet,1280,800,DARK", "tablet,800,1280,LIGHT"})
    void everyStateIsDrawn(String form, int width, int height, ColorScheme scheme) throws Exception {
        try (Device device = Device.sized(browser, form, width, height, scheme)) {
            device.client.links(List.of(
                    States.link("link-1", "SSISampleApplication", 1_777_800_000_000L, 1_779_900_000_000L),
                    States.link("link-2", "Northern News", 1_775_000_000_000L, null)));
            device.start();
            shoot(device, "home");
            shell(device);
            people(device);
            device.launchApp();
            shoot(device, "app");
            dialogs(device);
        }
    }

    private static void shell(Device device) {
        device.page.locator("[data-key=who]").click();
        device.page.locator(".who").waitFor();
        shoot(device, "who");
        device.press("Escape");
        device.page.locator("[data-key=settings]").click();
        device.page.locator("[data-key=switch-account]").waitFor();
        shoot(device, "settings");
        device.press("Enter");
        device.page.locator(".confirm").waitFor();
        shoot(device, "confirm");
        device.press("Escape");
        device.page.locator("[data-key=links]").click();
        device.page.locator(".link").first().waitFor();
        shoot(device, "links");
        device.press("Escape", "Escape");
        device.page.locator(".home").waitFor();
        device.client.state("serverReachable", false);
        device.client.state("inFront", "console");
        device.page.locator(".running").waitFor();
        device.page.locator(".notice").waitFor();
        shoot(device, "home-away-running");
        device.client.state("serverReachable", true);
        device.client.state("inFront", null);
        device.page
                .locator(".notice")
                .waitFor(new com.microsoft.playwright.Locator.WaitForOptions()
                        .setState(com.microsoft.playwright.options.WaitForSelectorState.DETACHED));
    }

    private static void people(Device device) {
        device.page.locator("[data-key=who]").click();
        device.page.locator("[data-key=people]").click();
        device.page.locator("[data-key=remove-c-1]").waitFor();
        shoot(device, "people");
        device.press("Escape");
        device.page.locator("[data-key=add]").click();
        device.page.locator(".code").waitFor();
        shoot(device, "registration-add");
        for (String ended : List.of("refused", "expired", "server_away", "starting")) {
            device.client.registration(FakeRegistration.ended(ended));
            device.page.locator(".screen-registration-" + ended).waitFor();
            shoot(device, "registration-" + ended);
        }
        device.client.registration(FakeRegistration.registered("c-1"));
        device.page.locator("[data-key=done]").waitFor();
        shoot(device, "registration-registered");
        device.press("Enter");
        device.page.locator("[data-key=settings]").click();
        device.page.locator("[data-key=reset]").click();
        device.page.locator(".reset-digits span").first().waitFor();
        device.page.locator("[data-key=digit-4]").click();
        device.page.locator("[data-key=digit-5]").click();
        shoot(device, "reset-wrong");
        device.press("Escape", "Escape");
        device.client.state("signedOut", List.of("Bob"));
        device.page.locator("[data-key=ok]").waitFor();
        shoot(device, "signed-out");
        device.client.state("signedOut", List.of());
        device.press("Escape");
        Object customers = device.client.state("customers");
        device.client.state("customers", List.of());
        device.page.locator(".code").waitFor();
        shoot(device, "registration");
        device.press("Escape");
        device.page.locator("[data-key=register]").waitFor();
        shoot(device, "home-nobody");
        device.client.state("customers", customers);
        device.page.locator("[data-key=who]").waitFor();
    }

    private static void dialogs(Device device) {
        one(device, "consent", States.consent(device.form, "alice@example.com"));
        Map<String, Object> masked = States.consent(device.form, "alice@example.com");
        masked.put("hideAccountNames", true);
        one(device, "consent-masked", masked);
        Map<String, Object> worst = States.consent(device.form, "W".repeat(64));
        worst.put(
                "app",
                Map.of(
                        "name",
                        "The Extraordinarily Long Name of a Streaming Service for Everybody",
                        "publisher",
                        "An Extraordinarily Long Publisher Name, Incorporated in a Far Place"));
        worst.put("customer", Map.of("displayName", "Maximiliane-Josephine Wolfeschlegelsteinhausen"));
        one(device, "consent-worst", worst);
        for (int count : new int[] {1, 2, 5, 10}) {
            one(device, "selection-" + count, States.selection(device.form, States.loginNames(count)));
        }
        Map<String, Object> hidden = States.selection(device.form, States.loginNames(5));
        hidden.put("hideAccountNames", true);
        one(device, "selection-masked", hidden);
    }

    private static void one(Device device, String name, Map<String, Object> dialog) {
        device.open(dialog);
        shoot(device, name);
        device.client.closeDialog();
        device.awaitClosed();
    }

    private static void shoot(Device device, String name) {
        var size = device.page.viewportSize();
        device.page.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of("target", "screenshots", "%s-%dx%d.png".formatted(name, size.width, size.height))));
    }
}
