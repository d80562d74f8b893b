package org.simplesignin.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.sample.backend.DemoAccounts;
import org.simplesignin.sample.backend.DemoAccounts.DemoAccount;

/// A demo that was stopped and is started again in the same directory, on other ports, and once more with `--fresh`.
@Tag("browser")
@Tag("process")
final class SecondStartTest {
    @Test
    void secondStartFindsTheLinksAgainAndAFreshOneForgetsThem(@TempDir Path directory) throws Exception {
        DemoAccount account = DemoAccounts.ALL.getFirst();
        try (RunningDemo demo = RunningDemo.start(directory);
                Home home = Home.open(demo)) {
            DeviceScreen tv = home.device("tv-1");
            tv.openApp();
            tv.link(account);
        }

        try (RunningDemo demo = RunningDemo.start(directory);
                Home home = Home.open(demo)) {
            DeviceScreen tv = home.device("tv-2");
            tv.openApp();
            assertThat(tv.awaitDialog("selection")).containsText(account.loginName());
            tv.press("Enter");
            tv.awaitWelcomed(account.loginName());
        }

        try (RunningDemo demo = RunningDemo.startFresh(directory);
                Home home = Home.open(demo)) {
            DeviceScreen tv = home.device("tv-2");
            tv.openApp();
            assertThat(tv.ownSignIn()).isVisible();
            assertEquals(0, demo.books().links());
        }
    }
}
