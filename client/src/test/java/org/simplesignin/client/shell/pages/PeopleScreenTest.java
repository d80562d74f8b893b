package org.simplesignin.client.shell.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// People who leave the device by their own will or by the server's, and the factory reset.
@Tag("browser")
@ExtendWith(Chromium.class)
class PeopleScreenTest {
    private final Browser browser;
    private Device device;

    PeopleScreenTest(Browser browser) {
        this.browser = browser;
    }

    @AfterEach
    void closeIt() {
        device.close();
    }

    private void startPeople() throws Exception {
        device = Device.tv(browser).start();
        control("who").click();
        control("people").click();
        control("remove-c-1").waitFor();
    }

    private void startReset() throws Exception {
        device = Device.tv(browser).start();
        control("settings").click();
        control("reset").click();
        device.page.locator(".reset-digits span").first().waitFor();
    }

    private Locator control(String key) {
        return device.page.locator("[data-key=" + key + "]");
    }

    @Test
    void personIsRemovedAfterTheQuestion() throws Exception {
        startPeople();
        assertThat(control("remove-c-1")).isFocused();
        device.press("ArrowDown", "Enter");
        assertThat(device.page.locator(".confirm h1")).hasText("Remove Bob from this device?");
        assertThat(control("cancel")).isFocused();
        device.press("ArrowLeft", "Enter");
        device.client.awaitCall("DELETE", "/shell/customers/c-2");
        assertThat(device.page.locator("#toast")).hasText("Removed.");
        assertThat(device.page.locator(".link")).hasCount(1);
        assertThat(device.page.locator("*:focus")).hasCount(1);
    }

    @Test
    void nobodyIsRemovedByBackOrCancel() throws Exception {
        startPeople();
        device.press("Enter", "Enter", "Enter", "Escape");
        assertThat(device.page.locator(".confirm")).hasCount(0);
        assertEquals(List.of(), device.client.calls("DELETE", "/shell/customers/c-1"));
        device.press("Escape");
        assertThat(control("people")).isFocused();
    }

    @Test
    void whoeverTheServerHasSignedOutIsNamedOnce() throws Exception {
        device = Device.tv(browser).start();
        device.client.state("customers", List.of(States.customer("c-2", "Bob", false)));
        device.client.state("signedOut", List.of("Alice"));
        assertThat(device.page.locator(".confirm h1"))
                .hasText(java.util.regex.Pattern.compile(".?Alice.?: signed out here"));
        assertThat(control("ok")).isFocused();
        // What was meant for the screen beneath comes too early to press it away.
        device.press("Enter");
        assertEquals(List.of(), device.client.calls("DELETE", "/shell/signed-out"));
        device.page.waitForCondition(() -> {
            device.press("Enter");
            return device.page.locator(".confirm").count() == 0;
        });
        device.client.awaitCall("DELETE", "/shell/signed-out");
        assertThat(device.page.locator("h1")).hasText("Hello");
        assertThat(device.page.locator(".welcome .soft")).hasText("Nobody is chosen. Say who is here.");
        control("who").click();
        control("customer-c-2").click();
        assertThat(device.page.locator("h1")).hasText("Hello, Bob");
    }

    @Test
    void lastOneToGoLeavesTheDeviceToBeRegistered() throws Exception {
        device = Device.tv(browser).start();
        device.client.state("signedOut", List.of("Alice", "Bob"));
        device.client.state("customers", List.of());
        assertThat(device.page.locator(".confirm h1")).containsText("Bob");
        assertThat(device.page.locator(".code")).isVisible();
    }

    @Test
    void inAnAppItIsSaidWithoutTakingTheFocus() throws Exception {
        device = Device.tv(browser).start().launchApp();
        device.client.state("customers", List.of(States.customer("c-2", "Bob", false)));
        device.client.state("signedOut", List.of("Alice"));
        assertThat(device.page.locator("#toast")).containsText("signed out here");
        assertThat(device.page.locator(".confirm")).hasCount(0);
        device.page.locator(".strip-button").click();
        assertThat(device.page.locator(".confirm h1")).containsText("Alice");
    }

    @Test
    void questionToOnePersonIsNotAnsweredByTheNext() throws Exception {
        device = Device.tv(browser).start();
        control("settings").click();
        control("switch-account").click();
        assertThat(device.page.locator(".confirm h1")).containsText("Alice");
        device.client.state(
                "customers", List.of(States.customer("c-1", "Alice", false), States.customer("c-2", "Bob", true)));
        assertThat(device.page.locator(".confirm")).hasCount(0);
        assertEquals(List.of(), device.client.calls("PUT", "/shell/switches"));
    }

    @Test
    void hostileNamesStayText() throws Exception {
        device = Device.tv(browser).start();
        device.client.state("customers", List.of(States.customer("c-1", "<b>x</b>\u202E" + "W".repeat(5000), true)));
        device.client.state("signedOut", List.of("<i>y</i>\u202E" + "W".repeat(5000)));
        device.page.locator(".confirm h1").waitFor();
        assertEquals(0, device.page.locator("#screen b, #overlay i").count());
        assertEquals(true, device.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"));
    }

    @Test
    void deviceIsErasedByTheRightDigitsInTheirOrder() throws Exception {
        startReset();
        assertThat(control("cancel")).isFocused();
        control("digit-4").click();
        control("digit-7").click();
        assertEquals(List.of(), device.client.calls("POST", "/shell/factory-reset/finish"));
        control("digit-2").click();
        device.page.waitForURL("**/shell/again/token-2");
        assertEquals(
                "{\"code\":\"472\"}",
                device.client
                        .calls("POST", "/shell/factory-reset/finish")
                        .getFirst()
                        .body());
        assertThat(device.page.locator(".code")).isVisible();
        assertThat(device.page.locator("body")).not().containsText("Alice");
    }

    @Test
    void deviceBeginsAnewAlsoWhereTheSessionIsOverBeforeTheLastDigitIsAnswered() throws Exception {
        startReset();
        device.page.evaluate("""
                () => {
                  const fetched = window.fetch;
                  const held = new Promise((release) => { window.release = release; });
                  window.fetch = async (path, options) => {
                    const answer = await fetched(path, options);
                    if (path.endsWith("/finish")) await held;
                    return answer;
                  };
                }""");
        for (String digit : List.of("4", "7", "2")) {
            control("digit-" + digit).click();
        }
        assertThat(device.page.locator("body")).containsText("has been replaced");
        device.page.evaluate("() => window.release()");
        device.page.waitForURL("**/shell/again/token-2");
    }

    private List<Route> leaveTheFirstUnanswered(String url) {
        List<Route> unanswered = new ArrayList<>();
        device.page.route(url, route -> {
            if (unanswered.isEmpty()) {
                unanswered.add(route);
            } else {
                route.resume();
            }
        });
        return unanswered;
    }

    @Test
    void stateThatIsNotAnsweredIsAskedForAgain() throws Exception {
        device = Device.tv(browser);
        device.page.clock().install();
        device.start();
        List<Route> unanswered = leaveTheFirstUnanswered("**/shell/state");
        device.client.state("deviceName", "Kitchen");
        device.page.waitForCondition(() -> unanswered.size() == 1);
        device.page.clock().fastForward(5_000);
        assertThat(device.page).not().hasTitle("Kitchen");
        device.page.clock().fastForward(6_000);
        device.page.clock().resume();
        assertThat(device.page).hasTitle("Kitchen");
    }

    @Test
    void clientThatStoppedWithoutAnAnswerIsAskedAgain() throws Exception {
        device = Device.tv(browser);
        device.page.clock().install();
        List<Route> unanswered = leaveTheFirstUnanswered("**/shell/events?*");
        device.start();
        device.page.waitForCondition(() -> unanswered.size() == 1);
        device.client.state("deviceName", "Kitchen");
        device.page.clock().fastForward(10_000);
        assertThat(device.page).not().hasTitle("Kitchen");
        device.page.clock().fastForward(31_000);
        device.page.clock().resume();
        assertThat(device.page).hasTitle("Kitchen");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4742", "4444", "0123456789", "274", "447722"})
    void otherDigitsEraseNothing(String digits) throws Exception {
        startReset();
        digits.chars().forEach(digit -> control("digit-" + (char) digit).click());
        assertEquals(List.of(), device.client.calls("POST", "/shell/factory-reset/finish"));
        assertThat(device.page.locator(".confirm")).isVisible();
    }

    @Test
    void wrongDigitIsSaidAndBeginsAnew() throws Exception {
        startReset();
        control("digit-4").click();
        control("digit-5").click();
        assertThat(device.page.locator(".reset .status")).hasText("That was another number. Begin again.");
        assertThat(device.page.locator(".reset-digits .is-pressed")).hasCount(0);
    }

    @Test
    void keysThatArePressedAtRandomEraseNothing() throws Exception {
        startReset();
        for (int i = 0; i < 12; i++) {
            device.press("ArrowUp", "Enter", "ArrowRight", "Enter", "Enter");
        }
        device.press("Escape");
        assertThat(device.page.locator(".confirm")).hasCount(0);
        assertThat(control("reset")).isFocused();
        assertEquals(List.of(), device.client.calls("POST", "/shell/factory-reset/finish"));
    }
}
