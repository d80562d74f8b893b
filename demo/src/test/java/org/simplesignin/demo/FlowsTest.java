package org.simplesignin.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.simplesignin.sample.backend.DemoAccounts;
import org.simplesignin.sample.backend.DemoAccounts.DemoAccount;

/// The three flows of the specification (§3), from end to end: real processes, a real browser, keys and touch. And the
/// page on which they are played.
@Tag("browser")
@Tag("process")
final class FlowsTest extends WithDemo {
    private static final DemoAccount MAYA = DemoAccounts.ALL.get(0);
    private static final DemoAccount SAM = DemoAccounts.ALL.get(1);

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
            tv1.allow();
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
            tablet.openApp();
            tablet.choose(tablet.awaitDialog("selection").locator(".choice").first());
            tablet.awaitWelcomed(MAYA.loginName());
            home.photograph("tablet", "5-tablet");
            assertEquals(List.of("LOGIN_SUCCESS", "LOGIN_SUCCESS"), demo.books().reported(2));
        }
    }

    @Test
    void firstLaunchAfterTheUpgradeAsksWithoutAPassword() throws Exception {
        try (Home home = Home.open(demo)) {
            DeviceScreen tv = home.device("tv-1");
            tv.chooseCustomer("Bob");
            tv.openApp();
            tv.choose(tv.app().getByRole(AriaRole.SWITCH));
            tv.awaitTold("as it was");
            assertThat(tv.app().locator(".who")).containsText(SAM.loginName());
            tv.goHome();

            tv.openApp();
            assertThat(tv.awaitDialog("consent")).containsText(SAM.loginName());
            home.photograph("tv-1", "6-upgrade");
            tv.allow();
            tv.awaitTold("Linked.");
        }
    }

    @Test
    void pageShowsFourScreensInARowAndWhatToTryAndASmallScreenTakesClickAndKeys() {
        try (Home home = Home.openAsPrinted(demo)) {
            Page page = home.page();
            List<String> ids = List.of("tv-1", "tv-2", "tablet", "phone");
            assertThat(home.device("tv-1").shell().locator("[data-key='who']")).isVisible();
            List<BoundingBox> boxes = ids.stream()
                    .map(id -> page.locator("iframe[name='" + id + "']").boundingBox())
                    .toList();
            for (int i = 1; i < boxes.size(); i++) {
                BoundingBox left = boxes.get(i - 1);
                BoundingBox right = boxes.get(i);
                assertTrue(left.x + left.width < right.x, ids.get(i) + " is not beside " + ids.get(i - 1));
                assertTrue(right.y < left.y + left.height && left.y < right.y + right.height, ids.get(i) + " is lower");
                assertTrue(right.x + right.width <= page.viewportSize().width, ids.get(i) + " is cut off");
            }
            assertThat(page.locator("li")).hasCount(3);
            for (DemoAccount account : DemoAccounts.ALL) {
                assertThat(page.locator("#accounts")).containsText(account.loginName() + account.password());
            }
            for (Customer customer : Customer.ALL) {
                assertThat(page.locator("#customers")).containsText(customer.email() + customer.password());
            }
            AxeResults judged = new AxeBuilder(page)
                    .setLegacyMode(true) // of this page alone: what is in the frames is judged elsewhere
                    .exclude(List.of("iframe"))
                    .analyze();
            assertEquals(
                    List.of(), judged.getViolations().stream().map(Rule::getId).toList());

            DeviceScreen tv2 = home.device("tv-2");
            tv2.clickWhereItIsDrawn(tv2.shell().locator("[data-key='settings']"));
            assertThat(tv2.shell().locator("[data-key='switch-account']")).isFocused();
            tv2.press("Escape");
            assertThat(tv2.shell().locator("[data-key='settings']")).isFocused();
        }
    }
}
