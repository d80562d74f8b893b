package org.simplesignin.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.sample.backend.DemoAccounts;
import org.simplesignin.sample.backend.DemoAccounts.DemoAccount;

/// A demo that was stopped and is started again in the same directory, on other ports.
final class SecondStartTest {
    @Test
    void secondStartFindsTheLinksAgain(@TempDir Path directory) throws Exception {
        DemoAccount account = DemoAccounts.ALL.getFirst();
        try (RunningDemo demo = RunningDemo.start(directory);
                Home home = Home.open(demo)) {
            DeviceScreen tv = home.device("tv-1");
            tv.openApp();
            tv.signInByHand(account.loginName(), account.password());
            tv.awaitDialog("consent");
            tv.dialog().locator(".allow").click();
            tv.awaitTold("Linked.");
        }

        try (RunningDemo demo = RunningDemo.start(directory);
                Home home = Home.open(demo)) {
            DeviceScreen tv = home.device("tv-2");
            tv.openApp();
            assertThat(tv.awaitDialog("selection")).containsText(account.loginName());
            tv.press("Enter");
            tv.awaitWelcomed(account.loginName());
        }
    }
}
