package org.simplesignin.server.registration;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.DeviceAuthorizationAnswer;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.testing.Chromium;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.server.testing.TestServer;

/// The customer's pages on a phone.
@Tag("browser")
@ExtendWith(Chromium.class)
final class DevicePagesInBrowserTest {
    private static final int WIDTH = 390;
    private static final int HEIGHT = 844;

    @TempDir
    private static Path directory;

    private static TestServer server;

    private final Browser browser;
    private BrowserContext context;
    private Page page;
    private Customer customer;
    private TestDevice device;
    private DeviceAuthorizationAnswer codes;

    DevicePagesInBrowserTest(Browser browser) {
        this.browser = browser;
    }

    @BeforeAll
    static void start() {
        server = TestServer.startInTheOpen(directory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() {
        customer = server.newCustomer();
        context = browser.newContext(
                new Browser.NewContextOptions().setViewportSize(WIDTH, HEIGHT).setHasTouch(true));
        context.addCookies(List.of(server.cookie(customer)));
        page = context.newPage();
        device = server.stranger();
        codes = device.authorize(
                        Map.of(
                                "client_id",
                                DeviceApi.CLIENT_ID,
                                "device_name",
                                "Living room",
                                "device_model",
                                "Demo TV 55"),
                        true)
                .as(DeviceAuthorizationAnswer.class);
    }

    @AfterEach
    void close() {
        context.close();
    }

    private Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    private void assertNothingWrong(String name) {
        assertEquals(List.of(), Chromium.axe(page), name);
        assertEquals(WIDTH, page.evaluate("document.documentElement.scrollWidth"), name);
        Chromium.picture(page, name + "-light");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        assertEquals(List.of(), Chromium.axe(page), name + " in the dark");
        Chromium.picture(page, name + "-dark");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        page.setViewportSize(320, HEIGHT);
        assertEquals(320, page.evaluate("document.documentElement.scrollWidth"), name + " reflowed");
        page.setViewportSize(WIDTH, HEIGHT);
    }

    @Test
    void typedCodeIsApprovedInThreePresses() {
        page.navigate(server.publicUrl() + "/device");
        assertNothingWrong("device-code");
        page.getByLabel("The code on its screen").fill(codes.user_code().toLowerCase(java.util.Locale.ROOT));
        button("Continue").click();

        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .hasText("Is this your device?");
        assertThat(page.getByText("Living room")).isVisible();
        assertThat(page.getByText("Demo TV 55")).isVisible();
        assertThat(page.getByText("The network you are on")).isVisible();
        assertNothingWrong("device-confirm");
        button(codes.user_code()).click();

        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .hasText("Approved");
        assertNothingWrong("device-approved");
        assertEquals(200, device.poll(codes.device_code()).status());
    }

    @Test
    void codeFromTheQrCodeIsFilledInAndStillWantsAPress() {
        page.navigate(codes.verification_uri_complete());

        assertThat(page.getByLabel("The code on its screen")).hasValue(codes.user_code());
        assertEquals(
                "authorization_pending",
                device.poll(codes.device_code()).members().get("error"));
        button("Continue").click();
        assertThat(button(codes.user_code())).isVisible();
    }

    @Test
    void choicesAreThreeCodesOfOneSizeThatStayOverReloads() {
        page.navigate(codes.verification_uri_complete());
        button("Continue").click();
        Locator choices = page.locator(".codes .button");
        assertThat(choices).hasCount(4);
        List<String> texts = choices.allTextContents();

        page.reload();

        assertEquals(texts, page.locator(".codes .button").allTextContents());
        List<BoundingBox> boxes = page.locator(".codes .button").all().stream()
                .map(Locator::boundingBox)
                .toList();
        for (BoundingBox box : boxes) {
            assertEquals(boxes.getFirst().width, box.width, 0.5);
            assertEquals(boxes.getFirst().height, box.height, 0.5);
            assertTrue(box.height >= 48);
        }
    }

    @Test
    void noEndsTheRegistration() {
        page.navigate(codes.verification_uri_complete());
        button("Continue").click();
        button("No, this isn’t me").click();

        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .hasText("Nothing was registered");
        assertNothingWrong("device-refused");
        assertEquals("access_denied", device.poll(codes.device_code()).members().get("error"));
    }

    @Test
    void wrongChoiceEndsTheRegistration() {
        page.navigate(codes.verification_uri_complete());
        button("Continue").click();
        page.locator(".codes .button")
                .filter(new Locator.FilterOptions().setHasNotText(codes.user_code()))
                .first()
                .click();

        assertThat(page.getByText("That was not the code on its screen")).isVisible();
        assertNothingWrong("device-wrong");
        assertEquals("access_denied", device.poll(codes.device_code()).members().get("error"));
    }

    @Test
    void wrongCodeKeepsWhatWasTypedAndSaysWhatToDo() {
        page.navigate(server.publicUrl() + "/device");
        page.getByLabel("The code on its screen").fill("BCDF-GHJK");
        button("Continue").click();

        assertThat(page.getByRole(AriaRole.ALERT)).containsText("This code is not good");
        assertThat(page.getByLabel("The code on its screen")).hasValue("BCDF-GHJK");
        assertNothingWrong("device-mistake");
    }

    @Test
    void allOfItWorksByKeyboardAlone() {
        page.navigate(codes.verification_uri_complete());
        page.getByLabel("The code on its screen").focus();
        page.keyboard().press("Enter");
        assertThat(button(codes.user_code())).isVisible();
        page.getByText("Skip to the content").focus();
        page.keyboard().press("Enter");
        for (int presses = 0;
                presses < 20 && !codes.user_code().equals(page.evaluate("document.activeElement.textContent.trim()"));
                presses++) {
            page.keyboard().press("Tab");
        }
        page.keyboard().press("Enter");

        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .hasText("Approved");
    }
}
