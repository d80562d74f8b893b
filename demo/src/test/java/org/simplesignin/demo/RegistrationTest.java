package org.simplesignin.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.simplesignin.sample.backend.DemoAccounts;
import org.simplesignin.sample.backend.DemoAccounts.DemoAccount;

/// A device is reset and registered by hand: the code on its screen, the customer's pages on the phone beside it, real
/// processes and a real browser. And what the phone ends, ends on the device.
@Tag("browser")
@Tag("process")
final class RegistrationTest extends WithDemo {
    private static final DemoAccount MAYA = DemoAccounts.ALL.getFirst();
    private static final Customer ALICE = Customer.ALL.getLast();

    @Test
    void resetDeviceIsRegisteredByItsCodeAndFindsTheLinkAndLosesItWithItsRemoval() throws Exception {
        try (Home home = Home.open(demo)) {
            DeviceScreen first = home.device("tv-1");
            first.chooseCustomer(ALICE.displayName());
            first.openApp();
            first.link(MAYA);

            DeviceScreen tv = home.device("tv-2");
            reset(tv);
            Locator code = tv.shell().locator(".registration .code .code-group");
            code.first().waitFor();
            home.photograph("tv-2", "7-code");
            String userCode = String.join("", code.allTextContents());
            DeviceScreen phone = home.device("phone");
            signIn(phone);
            phone.type(phone.shell().locator("input[name='user_code']"), userCode);
            phone.choose(phone.shell().locator("button.primary"));
            assertThat(phone.shell().locator("dl.facts")).containsText("Demo TV");
            assertThat(phone.shell().locator(".codes .code")).hasCount(3);
            home.photograph("phone", "8-confirm");
            phone.choose(phone.shell().locator("button.code[value='" + userCode + "']"));
            assertThat(phone.shell().locator("h1")).hasText("Approved");
            tv.choose(tv.shell().locator("[data-key='done']"));
            assertThat(tv.shell().locator(".home h1")).containsText(ALICE.displayName());

            tv.openApp();
            assertThat(tv.awaitDialog("selection")).containsText(MAYA.loginName());
            tv.press("Enter");
            tv.awaitWelcomed(MAYA.loginName());

            phone.choose(phone.shell().locator("a[href='/devices']:visible").first());
            home.photograph("phone", "9-devices");
            Locator row = phone.shell().locator("a.row").filter(new Locator.FilterOptions().setHasText("TV 2"));
            phone.choose(row);
            phone.choose(phone.shell().locator("a[href$='/remove']"));
            phone.choose(phone.shell().locator("main form button").first());
            assertThat(row).hasCount(0);
            tv.goHome();
            // The device asks for the links, the server refuses, and the device forgets whose it was.
            tv.choose(tv.shell().locator("[data-key='settings']"));
            tv.choose(tv.shell().locator("[data-key='links']"));
            assertThat(tv.shell().locator("#signed-out-title")).containsText(ALICE.displayName());
            assertThat(tv.shell().locator("[data-key='who']")).hasCount(0);
        }
    }

    private static void reset(DeviceScreen device) {
        device.choose(device.shell().locator("[data-key='settings']"));
        device.choose(device.shell().locator("[data-key='reset']"));
        Locator digits = device.shell().locator(".reset-digits");
        assertThat(digits).hasText(Pattern.compile("[0-9 ]{3,}"));
        for (char digit : digits.textContent().replaceAll("[^0-9]", "").toCharArray()) {
            device.choose(device.shell().locator("[data-key='digit-" + digit + "']"));
        }
        assertThat(digits).hasCount(0);
    }

    private static void signIn(DeviceScreen phone) {
        phone.type(phone.shell().locator("input[name='email']"), ALICE.email());
        phone.type(phone.shell().locator("input[name='password']"), ALICE.password());
        phone.choose(phone.shell().locator("button.primary"));
        phone.shell().locator("input[name='user_code']").waitFor();
    }
}
