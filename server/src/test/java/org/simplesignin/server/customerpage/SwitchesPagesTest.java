package org.simplesignin.server.customerpage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.protocol.RequestStatus;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.SwitchChange;
import org.simplesignin.protocol.device.SwitchScope;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.testing.Partner;
import org.simplesignin.server.testing.TestBrowser;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.server.testing.TestServer;

final class SwitchesPagesTest {
    @TempDir
    static Path directory;

    private static TestServer server;
    private static Partner video;
    private static Partner music;

    @BeforeAll
    static void start() {
        server = TestServer.start(directory);
        video = new Partner(server, "sample-tv", "sample-video");
        music = new Partner(server, "other-app", "other-music");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static TestDevice linkedDevice(Customer customer) {
        TestDevice device = server.newDevice(customer, "Bedroom", "Test TV");
        TestServer.link(device, video.linkRequest(device, "bob"));
        TestServer.link(device, music.linkRequest(device, "bob"));
        return device;
    }

    private static List<String> webLines(Customer customer) {
        return server.storage().auditLog().lines(customer.id(), 1, 100).stream()
                .filter(line -> "web".equals(line.members().get("by")))
                .map(line -> line.kind())
                .toList();
    }

    @Test
    void accountOffSaysWhatItDestroysDestroysItAndOnBringsNothingBack() {
        Customer customer = server.newCustomer();
        TestDevice device = linkedDevice(customer);
        TestDevice neighbour = linkedDevice(server.newCustomer());
        TestBrowser browser = server.browser(customer);

        String question = browser.get("/switches/account").text();
        assertTrue(question.contains("<bdi>SSISampleApplication</bdi>, linked"), question);
        assertTrue(question.contains("<bdi>Other App</bdi>, linked"), question);
        browser.post("/switches/account", "turn", "off");

        assertEquals(
                RequestStatus.FEATURE_TURNED_OFF, video.userAndLinks(device).requestStatus());
        assertEquals(List.of("account-off", "link-ended", "link-ended"), webLines(customer));
        assertTrue(browser.get("/").text().contains("off for your account"));
        browser.get("/switches");
        browser.post("/switches/account", "turn", "on");
        assertEquals(List.of(), video.links(device));
        assertEquals(List.of(), music.links(device));
        assertEquals(1, video.links(neighbour).size());
    }

    @Test
    void appOffEndsTheLinksOfItsProviderAndNamesWhoSharesThem() {
        Customer customer = server.newCustomer();
        TestDevice device = linkedDevice(customer);
        TestBrowser browser = server.browser(customer);

        String question = browser.get("/switches/apps/sample-kids").text();
        assertTrue(question.contains("SSISampleApplication, Sample Kids"), question);
        assertTrue(question.contains("<bdi>SSISampleApplication</bdi>, linked"), question);
        assertFalse(question.contains("Other App"), question);
        browser.post("/switches/apps/sample-kids", "turn", "off");

        assertEquals(List.of(), video.links(device));
        assertEquals(1, music.links(device).size());
        assertEquals(List.of("app-off", "link-ended"), webLines(customer));
        assertTrue(browser.get("/switches/apps/sample-kids").text().contains("is off"));
        browser.post("/switches/apps/sample-kids", "turn", "on");
        assertEquals("app-on", webLines(customer).getLast());
        assertEquals(List.of(), video.links(device));
    }

    @Test
    void listTellsLinkedAndTurnedOffAppsFirstAndBlockedOnesOnlyWhereTheyMatter() {
        Customer customer = server.newCustomer();
        TestDevice device = server.newDevice(customer, "Bedroom", "Test TV");
        TestServer.link(device, music.linkRequest(device, "bob"));
        device.put(DeviceApi.SWITCHES, new SwitchChange(SwitchScope.APP, "sample-kids", false));
        String text = server.browser(customer).get("/switches").text();
        String mine = text.substring(0, text.indexOf("<details"));
        String others = text.substring(text.indexOf("<details"), text.indexOf("</details>"));

        assertTrue(mine.contains("Other App") && mine.contains("Sample Kids"), mine);
        assertTrue(others.contains("SSISampleApplication"), others);
        assertFalse(text.contains("Blocked"), text);
        assertTrue(text.contains("<bdi>Bedroom</bdi>"), text);
    }

    @Test
    void whatIsSoAlreadyStaysSoWithoutALine() {
        Customer customer = server.newCustomer();
        TestBrowser browser = server.browser(customer);
        browser.get("/switches/account");

        assertEquals(303, browser.post("/switches/account", "turn", "on").status());
        assertEquals(303, browser.post("/switches/apps/sample-tv", "turn", "on").status());

        assertEquals(List.of(), webLines(customer));
    }

    @Test
    void unknownAppAndNoDirectionAreRefused() {
        Customer customer = server.newCustomer();
        TestBrowser browser = server.browser(customer);
        browser.get("/switches/account");

        assertEquals(404, browser.get("/switches/apps/none").status());
        assertEquals(404, browser.post("/switches/apps/none", "turn", "off").status());
        assertEquals(400, browser.post("/switches/apps/sample-tv").status());
        assertEquals(400, browser.post("/switches/account", "turn", "").status());
        assertEquals(List.of(), webLines(customer));
    }
}
