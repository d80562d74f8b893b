package org.simplesignin.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.simplesignin.sample.backend.DemoAccounts;
import org.simplesignin.sample.backend.DemoAccounts.DemoAccount;
import tools.jackson.databind.json.JsonMapper;

/// The faults of [FaultsTest] as somebody with a remote control meets them in the app. One home, in this order; every
/// test opens a browser that remembers nothing.
@Tag("browser")
@Tag("process")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class FaultsInBrowserTest extends WithDemo {
    private static final JsonMapper JSON = new JsonMapper();
    private static final DemoAccount MAYA = DemoAccounts.ALL.get(0);
    private static final DemoAccount SAM = DemoAccounts.ALL.get(1);

    @Test
    @Order(1)
    void serverKilledAtAllowLeavesTheViewerSignedInAndTheNextLaunchEndsWithOneLink() throws Exception {
        try (Home home = Home.open(demo)) {
            home.page().route("**/shell/dialog/*/outcome", route -> {
                killServer();
                route.resume();
            });
            DeviceScreen tv = home.device("tv-1");
            tv.openApp();
            // The test hears what the app is told: somebody in front of the screen sees nothing of it.
            tv.app().locator("#screen").evaluate("""
                    () => {
                      const { fetch } = window;
                      window.told = new Promise((resolve) => {
                        window.fetch = async (url, ...rest) => {
                          const answer = await fetch(url, ...rest);
                          if (url.endsWith("/v1/linkUserAccount")) resolve(answer.clone().json());
                          return answer;
                        };
                      });
                    }""");
            tv.signInByHand(MAYA.loginName(), MAYA.password());

            tv.allow();

            assertEquals("RETRYABLE_FAILURE", inApp(tv, "return (await window.told).requestStatus;"));
            assertThat(tv.app().locator(".who")).containsText(MAYA.loginName());
            assertThat(tv.app().locator("#told")).isEmpty();
            assertEquals(0, demo.books().links());
            home.page().unrouteAll();
            demo.restart("server");
            tv.goHome();
            tv.openApp();
            tv.allow();
            tv.awaitTold("Linked.");
            assertEquals(1, demo.books().links());
        }
    }

    private void killServer() {
        try {
            demo.kill("server");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @Order(2)
    void unlinkedWhileAnAppHoldsAnAnswerItsNextCallSaysSoAndNothingIsMintedAfter() throws Exception {
        assertNextCallSays("FAILURE", "settings", "links", "unlink-");
    }

    @Test
    @Order(3)
    void sameRequestTwiceAtOnceShowsOneDialogAndMakesOneLink() throws Exception {
        try (Home home = Home.open(demo)) {
            DeviceScreen tv = home.device("tv-1");
            tv.openApp();
            tv.signInByHand(SAM.loginName(), SAM.password());
            tv.choose(tv.awaitDialog("consent").locator(".not-now"));
            tv.awaitTold("Not linked");
            inApp(tv, """
                    const { amazonUserId } = await SimpleSignInService.getUserAndLinks("sample-video");
                    const request = await backend.linkToken(localStorage.getItem("session"), amazonUserId);
                    window.both = Promise.all([1, 2].map(() => SimpleSignInService.linkUserAccount(request)));""");

            tv.allow();

            assertEquals(
                    List.of("DUPLICATE_REQUEST", "SUCCESSFUL"),
                    inApp(tv, "return (await window.both).map(({ requestStatus }) => requestStatus).sort();"));
            assertThat(tv.shell().locator("iframe.dialog-frame")).hasCount(0);
            assertEquals(1, demo.books().links());
        }
    }

    @Test
    @Order(4)
    void turnedOffWhileAnAppHoldsAnAnswerItsNextCallSaysSoAndNothingIsMintedAfter() throws Exception {
        assertNextCallSays("FEATURE_TURNED_OFF", "settings", "switch-account");
    }

    /// On one TV somebody answers the question that these controls lead to, while the app on the other one has the
    /// links and has not offered them yet.
    private void assertNextCallSays(String status, String... controls) throws Exception {
        try (Home home = Home.open(demo)) {
            DeviceScreen here = home.device("tv-1");
            for (String control : controls) {
                here.choose(here.shell().locator("[data-key^='" + control + "']"));
            }
            List<Route> held = new ArrayList<>();
            home.page().route("**/api/login-names", held::add);
            DeviceScreen there = home.device("tv-2");
            there.openApp();
            home.page().waitForCondition(() -> !held.isEmpty());
            double minted = demo.books().minted();

            here.choose(here.shell().locator("[data-key='yes']"));
            assertThat(here.shell().locator("#toast")).hasText(Pattern.compile("Saved|Unlinked"));
            held.getFirst().resume();

            assertThat(there.ownSignIn()).isVisible();
            String linkId = JSON.readTree(held.getFirst().request().postDataBuffer())
                    .findValue("linkId")
                    .asString();
            assertEquals(status, inApp(there, """
                    const account = { loginName: "viewer@example.com", linkId: "%s" };
                    return (await SimpleSignInService.showLoginSelection([account])).requestStatus;""".formatted(linkId)));
            there.choose(there.button("Use a linked account"));
            there.awaitTold("Nobody was signed in that way");
            assertEquals(minted, demo.books().minted());
            assertEquals(0, demo.books().links());
        }
    }

    @Test
    @Order(5)
    void killedClientLeavesTheAppItsOwnSignIn() throws Exception {
        try (Home home = Home.open(demo)) {
            DeviceScreen tv = home.device("tv-2");
            tv.openApp();
            assertThat(tv.ownSignIn()).isVisible();

            demo.kill("tv-2");

            tv.choose(tv.button("Use a linked account"));
            tv.awaitTold("Nobody was signed in that way");
            tv.app().locator("#screen").evaluate("() => location.reload()");
            assertThat(tv.app().locator("#told")).isEmpty();
            assertThat(tv.ownSignIn()).isVisible();
            assertEquals(
                    "NOT_SUPPORTED",
                    inApp(tv, "return (await SimpleSignInService.getUserAndLinks('sample-video')).requestStatus;"));
            tv.signInByHand(MAYA.loginName(), MAYA.password());
            assertThat(tv.app().locator(".who")).containsText(MAYA.loginName());
        }
    }

    /// Calls the SDK in the app's page, beside the app.
    private static Object inApp(DeviceScreen device, String script) {
        return device.app().locator("#screen").evaluate("""
                async () => {
                  const { SimpleSignInService } = await import(new URL("simple-sign-in.js", location));
                  const backend = await import(new URL("backend.js", location));
                  %s
                }""".formatted(script));
    }
}
