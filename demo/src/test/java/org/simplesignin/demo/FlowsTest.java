package org.simplesignin.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.sample.backend.DemoAccounts;
import org.simplesignin.sample.backend.DemoAccounts.DemoAccount;

/// The three flows of the specification (§3), from end to end: real processes, a real browser, keys and touch.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FlowsTest {
    private static final DemoAccount MAYA = DemoAccounts.ALL.get(0);
    private static final DemoAccount SAM = DemoAccounts.ALL.get(1);

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
    void accountLinkedOnOneDeviceSignsInWithOnePressOnTheOthers() throws Exception {
        try (Home home = Home.open(demo)) {
            DeviceScreen tv1 = home.device("tv-1");
            tv1.chooseCustomer("Alice");
            tv1.openApp();
            tv1.signInByHand(MAYA.loginName(), MAYA.password());
            assertThat(tv1.awaitDialog("consent")).containsText(MAYA.loginName());
            home.photograph("tv-1", "1-consent");
            assertThat(tv1.dialog().locator(".not-now")).isFocused();
            tv1.dialog().locator(".allow").focus();
            tv1.press("Enter");
            tv1.awaitTold("Linked.");
            assertThat(tv1.app().locator(".card").first()).isFocused();
            home.photograph("tv-1", "2-linked");

            DeviceScreen tv2 = home.device("tv-2");
            tv2.openApp();
            assertThat(tv2.awaitDialog("selection")).containsText(MAYA.loginName());
            home.photograph("tv-2", "3-selection");
            tv2.press("Enter");
            tv2.awaitWelcomed(MAYA.loginName());
            home.photograph("tv-2", "4-signed-in");

            DeviceScreen tablet = home.device("tablet");
            tablet.shell().locator("[data-key='app-sample-tv']").tap();
            tablet.awaitDialog("selection").locator(".choice").first().tap();
            tablet.awaitWelcomed(MAYA.loginName());
            home.photograph("tablet", "5-tablet");
        }
    }

    @Test
    void firstLaunchAfterTheUpgradeAsksWithoutAPassword() throws Exception {
        try (Home home = Home.open(demo)) {
            DeviceScreen tv = home.device("tv-1");
            tv.chooseCustomer("Bob");
            tv.openApp();
            tv.app().getByRole(AriaRole.SWITCH).click();
            tv.awaitTold("as it was");
            assertThat(tv.app().locator(".who")).containsText(SAM.loginName());
            tv.goHome();

            tv.openApp();
            assertThat(tv.awaitDialog("consent")).containsText(SAM.loginName());
            home.photograph("tv-1", "6-upgrade");
            tv.dialog().locator(".allow").click();
            tv.awaitTold("Linked.");
        }
    }
}
