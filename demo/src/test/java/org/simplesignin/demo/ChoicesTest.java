package org.simplesignin.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.sample.backend.DemoAccounts;
import org.simplesignin.sample.backend.DemoAccounts.DemoAccount;

/// What else a person can choose: not now, another account, another customer, signing out; and a server that is away.
/// One home, in this order; every test opens a browser that remembers nothing, so the app is newly installed on each
/// device.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ChoicesTest {
    private static final DemoAccount MAYA = DemoAccounts.ALL.get(0);
    private static final DemoAccount SAM = DemoAccounts.ALL.get(1);
    private static final DemoAccount LEO = DemoAccounts.ALL.get(2);

    private RunningDemo demo;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        demo = RunningDemo.start(directory);
    }

    @AfterAll
    void stop() {
        demo.close();
    }

    @Test
    @Order(1)
    void notNowByTouchLinksNothing() throws Exception {
        try (Home home = Home.open(demo)) {
            DeviceScreen tablet = home.device("tablet");
            tapApp(tablet);
            tablet.signInByHand(LEO.loginName(), LEO.password());
            assertThat(tablet.awaitDialog("consent")).containsText(LEO.loginName());
            home.photograph("tablet", "7-consent-tablet");
            tablet.dialog().locator(".not-now").tap();
            tablet.awaitTold("Not linked");

            DeviceScreen tv = home.device("tv-2");
            tv.openApp();
            assertThat(ownSignIn(tv)).isVisible();
        }
    }

    @Test
    @Order(2)
    void backIsNotNow() throws Exception {
        try (Home home = Home.open(demo)) {
            DeviceScreen tv = home.device("tv-1");
            tv.openApp();
            tv.signInByHand(LEO.loginName(), LEO.password());
            tv.awaitDialog("consent");
            tv.press("Escape");
            tv.awaitTold("Not linked");
        }
    }

    @Test
    @Order(3)
    void differentAccountGoesToTheAppsOwnSignInAndCanBeLinkedToo() throws Exception {
        link("tv-1", MAYA);
        try (Home home = Home.open(demo)) {
            DeviceScreen tv = home.device("tv-2");
            tv.openApp();
            tv.awaitDialog("selection");
            tv.dialog().locator(".buttons button").click();
            tv.signInByHand(SAM.loginName(), SAM.password());
            tv.awaitDialog("consent");
            tv.dialog().locator(".allow").click();
            tv.awaitTold("Linked.");

            DeviceScreen tablet = home.device("tablet");
            tapApp(tablet);
            Locator both = tablet.awaitDialog("selection");
            assertThat(both).containsText(MAYA.loginName());
            assertThat(both).containsText(SAM.loginName());
            home.photograph("tablet", "8-selection-tablet");
            tablet.dialog()
                    .locator(".choice")
                    .filter(new Locator.FilterOptions().setHasText(SAM.loginName()))
                    .tap();
            tablet.awaitWelcomed(SAM.loginName());
        }
    }

    @Test
    @Order(4)
    void signingOutSticksUntilThePersonAsks() throws Exception {
        try (Home home = Home.open(demo)) {
            DeviceScreen tv = home.device("tv-1");
            tv.openApp();
            tv.awaitDialog("selection");
            tv.press("Enter");
            tv.awaitTold("Welcome back");
            tv.app().locator(".who").click();
            button(tv, "Sign out").click();
            tv.goHome();

            tv.openApp();
            assertThat(ownSignIn(tv)).isVisible();
            assertThat(tv.shell().locator("iframe.dialog-frame")).hasCount(0);

            button(tv, "Use a linked account").click();
            tv.awaitDialog("selection");
            tv.press("Enter");
            tv.awaitTold("Welcome back");
        }
    }

    @Test
    @Order(5)
    void anotherCustomerIsOfferedNothingOfTheFirst() throws Exception {
        try (Home home = Home.open(demo)) {
            DeviceScreen tv = home.device("tv-2");
            tv.chooseCustomer("Bob");
            tv.openApp();
            assertThat(ownSignIn(tv)).isVisible();
            tv.signInByHand(LEO.loginName(), LEO.password());
            assertThat(tv.awaitDialog("consent")).containsText("Bob");
            tv.dialog().locator(".allow").click();
            tv.awaitTold("Linked.");

            tv.goHome();
            tv.chooseCustomer("Alice");
        }
    }

    @Test
    @Order(6)
    void appFallsBackToItsOwnSignInWhileTheServerIsAway() throws Exception {
        demo.kill("server");
        try (Home home = Home.open(demo)) {
            DeviceScreen tv = home.device("tv-1");
            tv.openApp();
            assertThat(ownSignIn(tv)).isVisible();
            tv.signInByHand(MAYA.loginName(), MAYA.password());
            assertThat(tv.app().locator(".who")).containsText(MAYA.loginName());
        } finally {
            demo.restart("server");
        }
        try (Home home = Home.open(demo)) {
            DeviceScreen tv = home.device("tv-1");
            tv.openApp();
            assertThat(tv.awaitDialog("selection")).containsText(MAYA.loginName());
        }
    }

    private void link(String device, DemoAccount account) {
        try (Home home = Home.open(demo)) {
            DeviceScreen tv = home.device(device);
            tv.openApp();
            tv.signInByHand(account.loginName(), account.password());
            tv.awaitDialog("consent");
            tv.dialog().locator(".allow").click();
            tv.awaitTold("Linked.");
        }
    }

    private static void tapApp(DeviceScreen tablet) {
        tablet.shell().locator("[data-key='app-sample-tv']").tap();
    }

    private static Locator ownSignIn(DeviceScreen device) {
        return device.app().locator("input[name='password']");
    }

    private static Locator button(DeviceScreen device, String text) {
        return device.app().getByRole(AriaRole.BUTTON, new FrameLocator.GetByRoleOptions().setName(text));
    }
}
