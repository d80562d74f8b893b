package org.simplesignin.client.shell.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Registering by remote and by finger: the code, and what becomes of it.
@Tag("browser")
@ExtendWith(Chromium.class)
class RegistrationScreenTest {
    private final Browser browser;
    private Device device;

    RegistrationScreenTest(Browser browser) {
        this.browser = browser;
    }

    @AfterEach
    void closeIt() {
        device.close();
    }

    private void startWithNobody() throws Exception {
        device = Device.tv(browser).startWithNobody();
        device.page.locator(".code").waitFor();
    }

    private void startAndAddSomebody() throws Exception {
        device = Device.tv(browser).start();
        control("who").click();
        control("add").click();
        device.page.locator(".code").waitFor();
    }

    private Locator control(String key) {
        return device.page.locator("[data-key=" + key + "]");
    }

    private Locator title() {
        return device.page.locator("#screen h1");
    }

    @Test
    void deviceWithNobodyShowsACodeByItself() throws Exception {
        startWithNobody();
        assertThat(title()).hasText("Register this device");
        assertThat(device.page.locator(".step")).hasCount(3);
        assertThat(device.page.locator(".address")).hasText("signin.example.com/device");
        assertEquals(List.of("BCDF", "GHJK"), device.page.locator(".code-group").allTextContents());
        assertThat(device.page.locator(".code .unseen")).hasText("B C D F, G H J K");
        assertThat(device.page.locator(".countdown"))
                .hasText(Pattern.compile("This code is good for .?(10:00|9:5[0-9]).?\\."));
        assertThat(control("leave")).isFocused();
        assertThat(device.page.locator("*:focus")).hasCount(1);
        assertEquals(1, device.client.calls("POST", "/shell/registration").size());
    }

    @Test
    void approvalIsShownWithTheNameAndLeadsHome() throws Exception {
        startWithNobody();
        device.client.state("customers", List.of(States.customer("c-7", "Carol", true)));
        device.client.registration(FakeRegistration.registered("c-7"));
        assertThat(title()).hasText("Hello, Carol");
        assertThat(device.page.locator(".outcome-words")).containsText("It worked: you are signed in");
        assertThat(control("done")).isFocused();
        device.press("Enter");
        assertThat(title()).hasText("Hello, Carol");
        assertThat(device.page.locator(".home")).isVisible();
        device.client.awaitCall("DELETE", "/shell/registration");
    }

    @Test
    void refusalIsSaidAndCanBeTriedAgain() throws Exception {
        startWithNobody();
        device.client.registration(FakeRegistration.ended("refused"));
        assertThat(title()).hasText("Nobody was signed in");
        assertThat(control("again")).isFocused();
        device.press("Enter");
        assertThat(device.page.locator(".code")).isVisible();
        assertEquals(2, device.client.calls("POST", "/shell/registration").size());
    }

    @Test
    void codeThatHasRunOutCanBeReplaced() throws Exception {
        startWithNobody();
        device.client.registration(FakeRegistration.ended("expired"));
        assertThat(title()).hasText("The code has run out");
        device.press("Enter");
        assertThat(device.page.locator(".code")).isVisible();
    }

    @Test
    void serverAwayIsSaidAndTheCodeComesByItself() throws Exception {
        device = Device.tv(browser);
        device.client.registration(FakeRegistration.ended("server_away"));
        device.startWithNobody();
        assertThat(title()).hasText("The sign-in server cannot be reached");
        assertThat(control("again")).hasText("Try again");
        device.client.registration(FakeRegistration.waiting("KLMN-PQRS", 600));
        assertThat(device.page.locator(".code-group").first()).hasText("KLMN");
    }

    @Test
    void freshCodeTakesThePlaceOfTheOldOne() throws Exception {
        startWithNobody();
        device.client.registration(FakeRegistration.waiting("BCDF-GHJK", 61));
        assertThat(device.page.locator(".countdown")).containsText("1:0");
        device.client.registration(FakeRegistration.waiting("KLMN-PQRS", 600));
        assertThat(device.page.locator(".code-group").first()).hasText("KLMN");
        assertThat(device.page.locator(".countdown")).containsText(Pattern.compile("10:00|9:5"));
        assertThat(control("leave")).isFocused();
    }

    @Test
    void countdownIsSpokenByTheMinuteAndNotByTheSecond() throws Exception {
        startWithNobody();
        device.client.registration(FakeRegistration.waiting("BCDF-GHJK", 65));
        assertThat(device.page.locator(".countdown")).containsText("1:0");
        Locator heard = device.page.locator(".countdown-row [role=status]");
        String first = heard.textContent();
        assertThat(device.page.locator(".countdown")).containsText("1:03");
        assertEquals(first, heard.textContent());
        assertThat(heard).containsText("1:00");
        assertThat(device.page.locator(".countdown")).hasAttribute("aria-live", "off");
    }

    @Test
    void countdownDoesNotFollowTheClock() throws Exception {
        startWithNobody();
        device.page.evaluate("() => { Date.now = () => 0; window.Date = class { static now() { return 4e12; } }; }");
        device.client.registration(FakeRegistration.waiting("BCDF-GHJK", 300));
        assertThat(device.page.locator(".countdown")).containsText(Pattern.compile("5:00|4:5"));
    }

    @Test
    void codeThatEndsBeforeTheNextOneSaysSo() throws Exception {
        startWithNobody();
        device.client.registration(FakeRegistration.waiting("BCDF-GHJK", 1));
        assertThat(device.page.locator(".countdown")).hasText("A fresh code is on its way…");
    }

    @Test
    void notNowLeadsHomeAndTheWayBackIsThere() throws Exception {
        startWithNobody();
        device.press("Enter");
        assertThat(device.page.locator(".welcome .soft")).hasText("This device is not registered yet.");
        device.client.awaitCall("DELETE", "/shell/registration");
        device.client.state("serverReachable", false);
        assertThat(device.page.locator(".notice")).isVisible();
        assertThat(control("register")).isFocused();
        device.press("Enter");
        assertThat(device.page.locator(".code")).isVisible();
        device.press("Escape");
        assertThat(device.page.locator(".home")).isVisible();
    }

    @Test
    void personIsAddedFromWhoIsHere() throws Exception {
        startAndAddSomebody();
        assertThat(title()).hasText("Add a person");
        assertThat(control("leave")).hasText("Back");
        device.press("Escape");
        assertThat(control("add")).isFocused();
        device.client.awaitCall("DELETE", "/shell/registration");
    }

    @Test
    void homeKeyEndsTheRegistration() throws Exception {
        startAndAddSomebody();
        device.press("Home");
        assertThat(device.page.locator(".home")).isVisible();
        device.client.awaitCall("DELETE", "/shell/registration");
    }

    @Test
    void tooManyPeopleAreRefusedInWords() throws Exception {
        device = Device.tv(browser).start();
        device.client.refuseRegistrations(409, "too_many_customers");
        control("who").click();
        control("add").click();
        assertThat(device.page.locator("#toast")).containsText("There are as many people here as can be.");
    }

    @Test
    void pageIsLoadedAnewOnceNewAppsAreThere() throws Exception {
        startWithNobody();
        device.client.state("customers", List.of(States.customer("c-7", "Carol", true)));
        device.client.state("apps", States.home("tv").get("apps"));
        device.client.registration(FakeRegistration.registered("c-7"));
        assertThat(control("done")).isFocused();
        device.client.state("outdated", true);
        assertThat(control("done")).isFocused();
        device.press("Enter");
        device.page.waitForURL("**/shell/again/token-1");
        assertThat(control("app-sample-tv")).isFocused();
        assertThat(title()).hasText("Hello, Carol");
        device.launchApp();
    }

    @Test
    void dialogOverTheScreenGivesTheFocusBack() throws Exception {
        startAndAddSomebody();
        device.open(States.consent("tv", "alice@example.com"));
        device.press("Enter");
        device.awaitClosed();
        assertThat(control("leave")).isFocused();
    }

    @ParameterizedTest
    @CsvSource({"1920,1080", "1280,720"})
    void codeAndQrCodeAreLargeEnoughForTheSofa(int width, int height) throws Exception {
        device = Device.sized(browser, "tv", width, height, ColorScheme.DARK).startWithNobody();
        device.page.locator(".code").waitFor();
        device.page.waitForFunction(
                "(size) => parseFloat(getComputedStyle(document.querySelector('.code')).fontSize) === size",
                height / 15);
        device.page.waitForFunction("() => { const box = document.querySelector('.qr svg').getBoundingClientRect();"
                + " return box.width >= 300 && box.height >= 300; }");
        assertEquals(
                true,
                device.page.evaluate("() => { const s = document.getElementById('screen');"
                        + " return s.scrollHeight <= s.clientHeight && s.scrollWidth <= s.clientWidth; }"));
        assertEquals(FakeRegistration.ADDRESS, scanned(device.page.screenshot()));
    }

    /// Reads the QR code from the picture of the whole screen, as the camera of a phone would.
    private static String scanned(byte[] picture) throws Exception {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture));
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        RGBLuminanceSource source = new RGBLuminanceSource(image.getWidth(), image.getHeight(), pixels);
        return new QRCodeReader()
                .decode(new BinaryBitmap(new HybridBinarizer(source)))
                .getText();
    }

    @ParameterizedTest
    @CsvSource({"1280,800", "800,1280", "600,1024", "390,844"})
    void tabletIsUsedWithFingers(int width, int height) throws Exception {
        device = Device.sized(browser, "tablet", width, height, ColorScheme.LIGHT)
                .startWithNobody();
        device.page.locator(".code").waitFor();
        assertEquals(true, device.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"));
        device.page.waitForFunction("() => { const box = document.querySelector('[data-key=leave]')"
                + ".getBoundingClientRect(); return box.width >= 48 && box.height >= 48; }");
        control("leave").tap();
        assertThat(device.page.locator(".home")).isVisible();
        control("register").tap();
        assertThat(device.page.locator(".code")).isVisible();
    }
}
