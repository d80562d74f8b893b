package org.simplesignin.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Request;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.simplesignin.sample.backend.DemoAccounts;
import org.simplesignin.sample.backend.DemoAccounts.DemoAccount;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What else a person can choose: not now, another account, a new one, another customer, signing out; a server that is
/// away, a token that is refused; and what the app reports of it all.
/// One home, in this order; every test opens a browser that remembers nothing, so the app is newly installed on each
/// device.
@Tag("browser")
@Tag("process")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ChoicesTest extends WithDemo {
    private static final JsonMapper JSON = new JsonMapper();
    private static final DemoAccount MAYA = DemoAccounts.ALL.get(0);
    private static final DemoAccount SAM = DemoAccounts.ALL.get(1);
    private static final DemoAccount LEO = DemoAccounts.ALL.get(2);

    @Test
    @Order(1)
    void notNowByTouchLinksNothing() throws Exception {
        try (Home home = Home.open(demo)) {
            DeviceScreen tablet = home.device("tablet");
            tablet.openApp();
            tablet.signInByHand(LEO.loginName(), LEO.password());
            assertThat(tablet.awaitDialog("consent")).containsText(LEO.loginName());
            home.photograph("tablet", "7-consent-tablet");
            tablet.choose(tablet.dialog().locator(".not-now"));
            tablet.awaitTold("Not linked");

            DeviceScreen tv = home.device("tv-2");
            tv.openApp();
            assertThat(tv.ownSignIn()).isVisible();
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
        try (Home home = Home.open(demo)) {
            DeviceScreen tv = home.device("tv-1");
            tv.openApp();
            tv.link(MAYA);
        }
        try (Home home = Home.open(demo)) {
            DeviceScreen tv = home.device("tv-2");
            tv.openApp();
            tv.awaitDialog("selection");
            tv.choose(tv.dialog().locator(".manual"));
            tv.link(SAM);

            DeviceScreen tablet = home.device("tablet");
            tablet.openApp();
            Locator both = tablet.awaitDialog("selection");
            assertThat(both).containsText(MAYA.loginName());
            assertThat(both).containsText(SAM.loginName());
            home.photograph("tablet", "8-selection-tablet");
            tablet.choose(
                    tablet.dialog().locator(".choice").filter(new Locator.FilterOptions().setHasText(SAM.loginName())));
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
            tv.choose(tv.app().locator(".who"));
            tv.choose(tv.button("Sign out"));
            tv.goHome();

            tv.openApp();
            assertThat(tv.ownSignIn()).isVisible();
            assertThat(tv.shell().locator("iframe.dialog-frame")).hasCount(0);

            tv.choose(tv.button("Use a linked account"));
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
            assertThat(tv.ownSignIn()).isVisible();
            tv.signInByHand(LEO.loginName(), LEO.password());
            assertThat(tv.awaitDialog("consent")).containsText("Bob");
            tv.allow();
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
            assertThat(tv.ownSignIn()).isVisible();
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

    @Test
    @Order(7)
    void accountThatIsSignedUpInTheAppIsLinkedWithOneMorePress() {
        try (Home home = Home.open(demo)) {
            DeviceScreen tv = home.device("tv-1");
            tv.openApp();
            tv.choose(tv.awaitDialog("selection").locator(".manual"));
            tv.choose(tv.button("Create an account"));
            tv.signInByHand("zoe@example.com", "popcorn-zoe");
            assertThat(tv.awaitDialog("consent")).containsText("zoe@example.com");
            tv.allow();
            tv.awaitTold("Linked.");
        }
    }

    @Test
    @Order(8)
    void refusedTokenLeadsToTheAppsOwnSignIn() throws Exception {
        try (Home home = Home.open(demo)) {
            DeviceScreen tv = home.device("tv-1");
            Request asked = home.page().waitForRequest("**/api/login-names", tv::openApp);
            tv.awaitDialog("selection");
            spend(JSON.readTree(asked.postDataBuffer()).findValues("ssiToken"));

            tv.press("Enter");

            assertThat(tv.ownSignIn()).isVisible();
        }
    }

    /// Somebody is quicker with each of these tokens: the backend takes them once.
    private void spend(List<JsonNode> tokens) throws DemoException {
        PartHttp backend = new PartHttp(demo.backendUrl());
        for (JsonNode token : tokens) {
            var reply =
                    backend.send("POST", "/api/sign-in-with-ssi-token", Map.of(), "application/json", token.toString());
            assertEquals(200, reply.status(), reply.body());
        }
    }

    @Test
    @Order(9)
    void appReportedEverySignInByLinkOnceAndHowItEnded() throws Exception {
        List<String> all = List.of(
                "LOGIN_FAILURE UNAUTHORIZED",
                "LOGIN_SUCCESS",
                "LOGIN_SUCCESS",
                "LOGIN_SUCCESS",
                "MANUAL_SIGNIN_SELECTED",
                "MANUAL_SIGNIN_SELECTED");
        assertEquals(all, demo.books().reported(all.size()));
    }
}
