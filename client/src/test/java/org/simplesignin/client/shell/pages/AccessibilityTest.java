package org.simplesignin.client.shell.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every state through axe, and what a screen reader is told.
@Tag("browser")
@ExtendWith(Chromium.class)
class AccessibilityTest {
    private final Browser browser;

    AccessibilityTest(Browser browser) {
        this.browser = browser;
    }

    @ParameterizedTest
    @CsvSource({"tv,1280,720,DARK", "tablet,800,1280,LIGHT", "tablet,1280,800,DARK"})
    void noStateHasAViolation(String form, int width, int height, ColorScheme scheme) throws Exception {
        try (Device device = Device.sized(browser, form, width, height, scheme)) {
            device.client.links(List.of(States.link("link-1", "SSISampleApplication", 1_777_800_000_000L, null)));
            device.start();
            check(device, "home");
            device.page.locator("[data-key=who]").click();
            device.page.locator(".who").waitFor();
            check(device, "who");
            device.press("Escape");
            device.page.locator("[data-key=settings]").click();
            device.page.locator("[data-key=switch-account]").click();
            check(device, "confirm");
            device.press("Escape");
            check(device, "settings");
            device.page.locator("[data-key=links]").click();
            device.page.locator(".link").waitFor();
            check(device, "links");
            device.press("Escape", "Escape");
            people(device);
            device.client.state("serverReachable", false);
            device.client.state("inFront", "console");
            device.page.locator(".running").waitFor();
            check(device, "home away");
            device.launchApp();
            check(device, "app");
            dialogs(device);
        }
    }

    private static void people(Device device) {
        device.page.locator("[data-key=settings]").click();
        device.page.locator("[data-key=reset]").click();
        device.page.locator(".reset-digits span").first().waitFor();
        check(device, "reset");
        device.press("Escape", "Escape");
        device.page.locator("[data-key=who]").click();
        device.page.locator("[data-key=people]").click();
        device.page.locator("[data-key=remove-c-1]").waitFor();
        check(device, "people");
        device.press("Escape");
        device.page.locator("[data-key=add]").click();
        device.page.locator(".code").waitFor();
        check(device, "registration");
        for (String ended : List.of("refused", "server_away", "registered")) {
            device.client.registration(
                    ended.equals("registered") ? FakeRegistration.registered("c-1") : FakeRegistration.ended(ended));
            device.page.locator(".screen-registration-" + ended).waitFor();
            check(device, "registration " + ended);
        }
        device.press("Enter");
        device.page.locator(".home").waitFor();
        device.client.state("signedOut", List.of("Bob"));
        device.page.locator("[data-key=ok]").waitFor();
        check(device, "signed out");
        device.client.state("signedOut", List.of());
        device.press("Escape");
    }

    private static void dialogs(Device device) {
        device.open(States.consent(device.form, "alice@example.com"));
        check(device, "consent");
        device.client.refuseOutcomes(1);
        device.press("Enter");
        device.dialog().locator(".status:not(:empty)").waitFor();
        check(device, "consent not taken");
        device.client.closeDialog();
        device.awaitClosed();
        for (int count : new int[] {1, 10}) {
            Map<String, Object> selection = States.selection(device.form, States.loginNames(count));
            selection.put("hideAccountNames", count == 1);
            device.open(selection);
            check(device, "selection " + count);
            device.client.closeDialog();
            device.awaitClosed();
        }
    }

    @Test
    void pageThatSaysWhoOpensTheShellHasNoViolation() throws Exception {
        try (Device device = Device.tablet(browser)) {
            device.page.navigate(device.client.origin() + "/");
            device.page.locator("h1").waitFor();
            check(device, "opened elsewhere");
        }
    }

    @Test
    void theCheckLooksIntoTheDialogsFrame() throws Exception {
        try (Device device = Device.tv(browser).start()) {
            device.open(States.consent("tv", "alice@example.com"));
            device.frame("/dialog").evaluate("() => { document.querySelector('.allow').textContent = ''; }");
            assertEquals(
                    List.of("button-name"),
                    judge(device.page).getViolations().stream()
                            .map(rule -> rule.getId())
                            .toList());
        }
    }

    private static AxeResults judge(Page page) {
        // The app's page is not ours to judge. Where no dialog is open there is one document, which takes half the
        // time.
        boolean oneDocument = page.locator(".dialog-frame").count() == 0;
        return new AxeBuilder(page)
                .setLegacyMode(oneDocument)
                .exclude(List.of(".app-frame"))
                .analyze();
    }

    private static void check(Device device, String state) {
        assertEquals(
                List.of(),
                judge(device.page).getViolations().stream()
                        .map(rule -> rule.getId() + " "
                                + rule.getNodes().stream()
                                        .map(node -> node.getTarget() + " " + node.getFailureSummary())
                                        .toList())
                        .toList(),
                state);
    }

    @Test
    void consentIsReadWholeBeforeAnyButton() throws Exception {
        try (Device device = Device.tv(browser).start()) {
            FrameLocator dialog = device.open(States.consent("tv", "alice@example.com"));
            Locator panel = dialog.getByRole(
                    AriaRole.DIALOG,
                    new FrameLocator.GetByRoleOptions().setName("Sign in to SSISampleApplication with one press?"));
            assertThat(panel).hasAttribute("aria-modal", "true");
            assertThat(panel)
                    .hasAccessibleDescription("SSISampleApplication Sample Video Ltd. Account, as SSISampleApplication"
                            + " names it alice@example.com SSISampleApplication asks to link"
                            + " this account with Alice. Next time, one press signs you in on"
                            + " any of Alice’s devices. No password is kept. Undo it any time in"
                            + " Settings, Simple Sign-In.");
        }
    }

    @Test
    void positionsInTheListAreSpoken() throws Exception {
        try (Device device = Device.tv(browser).start()) {
            FrameLocator dialog = device.open(States.selection("tv", States.loginNames(5)));
            assertThat(dialog.locator(".choice").nth(0)).hasAccessibleName("alice@example.com 1 of 5");
            assertThat(dialog.locator(".choice").nth(1))
                    .hasAccessibleName("alice.liddell@wonderland.example Used last 2 of 5");
            assertThat(dialog.getByRole(AriaRole.LISTITEM)).hasCount(5);
        }
    }

    @Test
    void switchesAreSwitches() throws Exception {
        try (Device device = Device.tv(browser).start()) {
            device.page.locator("[data-key=settings]").click();
            Locator row = device.page.locator("[data-key=switch-device]");
            assertThat(row).hasRole(AriaRole.SWITCH);
            assertThat(row).hasAccessibleName("This device");
            assertThat(row).hasAccessibleDescription("Turning it off only hides it here. Nothing is removed.");
        }
    }

    @Test
    void outcomeIsToldInALiveRegion() throws Exception {
        try (Device device = Device.tv(browser).start().launchApp()) {
            device.open(States.consent("tv", "alice@example.com"));
            device.press("ArrowLeft", "Enter");
            assertThat(device.page.locator("#result")).hasText("Allowed.");
            assertThat(device.page.locator("#result")).hasRole(AriaRole.STATUS);
        }
    }
}
