package org.simplesignin.server.account;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.server.testing.Chromium;
import org.simplesignin.server.testing.MailBox;
import org.simplesignin.server.testing.TestServer;

/// The pages of the account in a real browser, with an authenticator that Chromium plays. Every page on the way is
/// looked at by axe, those with all kinds of things on them in the dark too, and must not scroll sideways at 320
/// pixels.
@Tag("browser")
@ExtendWith(Chromium.class)
final class AccountInBrowserTest {
    private static final String PASSWORD = "violet umbrella 12";
    private static final Map<String, int[]> SIZES =
            Map.of("phone", new int[] {390, 844}, "tablet", new int[] {820, 1180}, "desktop", new int[] {1280, 800});

    private static final Set<String> IN_THE_DARK =
            Set.of("sign-in-wrong", "sign-up-no-mail", "account-done", "passkey-known", "passkey-remove");

    @TempDir
    static Path directory;

    private static TestServer server;
    private static MailBox mail;

    private final Browser browser;

    AccountInBrowserTest(Browser browser) {
        this.browser = browser;
    }

    @BeforeAll
    static void start() {
        server = TestServer.startInTheOpen(directory);
        mail = new MailBox(directory.resolve("mail"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void withAPasswordFromSigningUpToAnotherOne() {
        try (BrowserContext window = window()) {
            Page page = window.newPage();
            page.navigate("/sign-in");
            look(page, "sign-in");
            page.getByText("Make an account").click();
            look(page, "sign-up");
            field(page, "E-mail address").fill("anna@example.com");
            press(page, "Send me a code");
            look(page, "sign-up-code");
            field(page, "Code").fill("BBBB-BBBB");
            press(page, "Continue");
            assertThat(page.getByText("That is not the code")).isVisible();
            assertThat(field(page, "Code")).isFocused();
            look(page, "sign-up-wrong-code");
            page.getByText("No mail has come").click();
            look(page, "sign-up-no-mail");
            field(page, "Code").fill(MailBox.code(mail.next("anna@example.com")));
            press(page, "Continue");
            look(page, "sign-up-account");
            field(page, "Your name").fill("Anna");
            field(page, "New password").fill("Password2024!");
            press(page, "Make the account");
            assertThat(page.getByText("tried first")).isVisible();
            assertThat(field(page, "Your name")).hasValue("Anna");
            look(page, "sign-up-weak-password");
            field(page, "New password").fill(PASSWORD);
            page.getByText("Show the password").click();
            assertThat(field(page, "New password")).hasAttribute("type", "text");
            press(page, "Make the account");
            assertThat(page).hasURL(server.pagesUrl() + "/");

            page.navigate("/account");
            look(page, "account");
            page.getByText("anna@example.com").click();
            look(page, "email");
            page.navigate("/account/password");
            look(page, "password");
            field(page, "New password").fill("orange lantern 77");
            press(page, "Set the password");
            assertThat(page.getByText("Your new password is set")).isVisible();
            look(page, "account-done");
            page.navigate("/sign-out");
            look(page, "sign-out");
            page.locator("main").getByRole(AriaRole.BUTTON, button("Sign out")).click();
            assertThat(page.getByText("You are signed out.")).isVisible();
            field(page, "E-mail address").fill("anna@example.com");
            field(page, "Password").fill("wrong lantern 77");
            press(page, "Sign in");
            assertThat(page.getByText("The address or the password is not right."))
                    .isVisible();
            look(page, "sign-in-wrong");
            page.getByText("Forgot the password?").click();
            look(page, "password-reset");
            mail.next("anna@example.com");
            field(page, "E-mail address").fill("anna@example.com");
            press(page, "Send me a code");
            look(page, "password-reset-code");
            field(page, "Code").fill(MailBox.code(mail.next("anna@example.com")));
            field(page, "New password").fill(PASSWORD);
            press(page, "Set the password");
            assertThat(page.getByText("Your new password is set")).isVisible();
        }
    }

    @Test
    void withAPasskeyFromSigningUpToRemovingIt() {
        try (BrowserContext window = window()) {
            Page page = window.newPage();
            authenticator(window, page);
            signUpToTheAccount(page, "bert@example.com");
            field(page, "Your name").fill("Bert");
            press(page, "Make it with a passkey");
            assertThat(page).hasURL(server.pagesUrl() + "/");

            page.navigate("/account/passkeys");
            look(page, "passkey");
            press(page, "Add a passkey");
            assertThat(page.getByText("has a passkey of your account already")).isVisible();
            look(page, "passkey-known");
            signOut(page);
            press(page, "Sign in with a passkey");
            assertThat(page).hasURL(server.pagesUrl() + "/");

            server.clock().forward(Duration.ofMinutes(5));
            page.navigate("/account/password");
            assertThat(page).hasURL(server.pagesUrl() + "/sign-in/again?next=%2Faccount%2Fpassword");
            look(page, "again-passkey");
            press(page, "Use a passkey");
            assertThat(page).hasURL(server.pagesUrl() + "/account/password");
            field(page, "New password").fill(PASSWORD);
            press(page, "Set the password");

            page.getByText("Passkey:").click();
            look(page, "passkey-remove");
            press(page, "Remove it");
            assertThat(page.getByText("The passkey was removed.")).isVisible();
            server.clock().forward(Duration.ofMinutes(5));
            page.navigate("/account/passkeys");
            look(page, "again-password");
            signOut(page);
            press(page, "Sign in with a passkey");
            assertThat(page.getByText("That did not work.")).isVisible();
            look(page, "passkey-refused");
        }
    }

    @Test
    void pageOfAnotherOriginCannotUsePasskeysOrForms() {
        try (BrowserContext window = browser.newContext()) {
            Page page = window.newPage();
            authenticator(window, page);
            page.navigate(server.pagesUrl().replace("localhost", "127.0.0.1") + "/sign-in");
            press(page, "Sign in with a passkey");
            assertThat(page.getByText("That did not work.")).isVisible();
            field(page, "E-mail address").fill("anna@example.com");
            field(page, "Password").fill(PASSWORD);
            press(page, "Sign in");
            assertThat(page.getByText("Not from this page")).isVisible();
        }
    }

    private static void signUpToTheAccount(Page page, String email) {
        page.navigate("/sign-up");
        field(page, "E-mail address").fill(email);
        press(page, "Send me a code");
        field(page, "Code").fill(MailBox.code(mail.next(email)));
        press(page, "Continue");
    }

    private static void signOut(Page page) {
        page.navigate("/sign-out");
        page.locator("main").getByRole(AriaRole.BUTTON, button("Sign out")).click();
    }

    private BrowserContext window() {
        return browser.newContext(new Browser.NewContextOptions()
                .setBaseURL(server.pagesUrl())
                .setViewportSize(390, 844)
                .setColorScheme(ColorScheme.LIGHT));
    }

    /// An authenticator as it is built into phones: it keeps passkeys and has unlocked itself for its owner.
    private static void authenticator(BrowserContext window, Page page) {
        JsonObject options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        JsonObject parameters = new JsonObject();
        parameters.add("options", options);
        CDPSession protocol = window.newCDPSession(page);
        protocol.send("WebAuthn.enable");
        protocol.send("WebAuthn.addVirtualAuthenticator", parameters);
    }

    private static Locator field(Page page, String label) {
        return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
    }

    private static void press(Page page, String name) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    private static Locator.GetByRoleOptions button(String name) {
        return new Locator.GetByRoleOptions().setName(name).setExact(true);
    }

    private static void look(Page page, String name) {
        page.setViewportSize(320, 640);
        assertEquals(
                true,
                page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"),
                name);
        page.setViewportSize(390, 844);
        assertEquals(List.of(), Chromium.axe(page), name);
        if (IN_THE_DARK.contains(name)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
            assertEquals(List.of(), Chromium.axe(page), name + " in the dark");
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        }
        if (System.getProperty("screenshots") != null) {
            pictures(page, name);
        }
    }

    private static void pictures(Page page, String name) {
        for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            SIZES.forEach((form, size) -> {
                page.setViewportSize(size[0], size[1]);
                Chromium.picture(page, name + "-" + form + "-" + scheme);
            });
        }
        page.setViewportSize(390, 844);
    }
}
