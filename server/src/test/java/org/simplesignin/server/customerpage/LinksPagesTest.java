package org.simplesignin.server.customerpage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.protocol.LinkUserAccountResponse;
import org.simplesignin.protocol.RequestStatus;
import org.simplesignin.protocol.device.Consent;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.StartLinkAnswer;
import org.simplesignin.protocol.device.StartLinkRequest;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.testing.Partner;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.TestBrowser;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.server.testing.TestServer;

final class LinksPagesTest {
    private static final String UNKNOWN = "0".repeat(32);

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

    private static String link(TestDevice device, Partner partner, String account) {
        return Objects.requireNonNull(
                TestServer.link(device, partner.linkRequest(device, account)).linkId());
    }

    private static List<String> kinds(Customer customer) {
        return server.storage().auditLog().lines(customer.id(), 1, 100).stream()
                .map(line -> line.kind())
                .toList();
    }

    @Test
    void listTellsAppDeviceAndTimes() {
        Customer customer = server.newCustomer();
        TestDevice device = server.newDevice(customer, "Bedroom", "Test TV");
        link(device, video, "bob");
        String text = server.browser(customer).get("/links").text();

        assertTrue(text.contains("<bdi>SSISampleApplication</bdi>"), text);
        assertTrue(text.contains("on <bdi>Bedroom</bdi>"), text);
        assertTrue(text.contains("Not used yet"), text);
        video.links(device);
        TestDevice other = server.newDevice(customer, "Kitchen", "Test TV");
        video.links(other);
        String used = server.browser(customer).get("/links").text();
        assertTrue(used.contains("Last used <time"), used);
        assertTrue(used.contains("</time> on <bdi>Kitchen</bdi>"), used);
        assertFalse(text.contains("bob"), "the partner's account is not shown");
    }

    @Test
    void listIsEmptyAtFirst() {
        Received received = server.browser(server.newCustomer()).get("/links");

        assertTrue(received.text().contains("Nothing is linked yet."));
        assertFalse(received.text().contains("unlink-all"));
    }

    @Test
    void oneLinkTellsItsProviderAndWhoSharesIt() {
        Customer customer = server.newCustomer();
        String id = link(server.newDevice(customer), video, "bob");

        String text = server.browser(customer).get("/links/" + id).text();

        assertTrue(text.contains("<bdi>sample-video</bdi>"), text);
        assertTrue(text.contains("Sample Kids"), text);
        assertTrue(text.contains("action=\"/links/" + id + "/unlink\""), text);
    }

    @Test
    void unlinkedIsGoneAtOnceAndTheOtherStays() {
        Customer customer = server.newCustomer();
        TestDevice device = server.newDevice(customer);
        String bob = link(device, video, "bob");
        link(device, video, "carol");
        TestBrowser browser = server.browser(customer);
        browser.get("/links/" + bob);

        Received received = browser.post("/links/" + bob + "/unlink");

        assertEquals(303, received.status());
        assertEquals("/links", received.header("Location").orElse(""));
        assertEquals(1, video.links(device).size());
        assertTrue(server.storage().auditLog().lines(customer.id(), 1, 100).stream()
                .anyMatch(line -> line.kind().equals("link-ended")
                        && "web".equals(line.members().get("by"))
                        && "UNLINKED".equals(line.members().get("cause"))));
    }

    @Test
    void foreignUnknownAndEndedLinksHaveTheSameAnswers() {
        Customer customer = server.newCustomer();
        TestDevice device = server.newDevice(customer);
        TestDevice neighbour = server.newDevice();
        String foreign = link(neighbour, video, "bob");
        String ended = link(device, video, "bob");
        device.delete(DeviceApi.LINKS + "/" + ended);
        TestBrowser browser = server.browser(customer);
        browser.get("/links/unlink-all");
        List<String> before = kinds(customer);

        for (String id : List.of(foreign, UNKNOWN, ended)) {
            Received page = browser.get("/links/" + id);
            assertEquals(404, page.status());
            assertEquals(browser.get("/links/" + UNKNOWN).text(), page.text());
            Received unlinked = browser.post("/links/" + id + "/unlink");
            assertEquals(303, unlinked.status());
            assertEquals("/links", unlinked.header("Location").orElse(""));
            assertTrue(browser.get("/links").text().contains("Unlinked."));
        }

        assertEquals(1, video.links(neighbour).size());
        assertEquals(before, kinds(customer));
    }

    @Test
    void unlinkAllNamesThemFirstAndThenEndsThemAll() {
        Customer customer = server.newCustomer();
        TestDevice device = server.newDevice(customer);
        TestDevice neighbour = server.newDevice();
        link(device, video, "bob");
        link(device, music, "bob");
        link(neighbour, video, "bob");
        TestBrowser browser = server.browser(customer);

        String question = browser.get("/links/unlink-all").text();
        assertTrue(question.contains("<bdi>Other App</bdi>, linked"), question);
        assertEquals(1, video.links(device).size());
        browser.post("/links/unlink-all");

        assertEquals(List.of(), video.links(device));
        assertEquals(List.of(), music.links(device));
        assertEquals(1, video.links(neighbour).size());
        assertEquals(2, kinds(customer).stream().filter("link-ended"::equals).count());
    }

    @Test
    void threeDeclinesPauseTheAppAndThePageLiftsIt() {
        Customer customer = server.newCustomer();
        TestDevice device = server.newDevice(customer);
        StartLinkRequest request = music.linkRequest(device, "bob");
        TestBrowser browser = server.browser(customer);
        for (int i = 0; i < 3; i++) {
            assertFalse(browser.get("/links").text().contains("Ask me again"));
            decline(device, request);
        }
        assertEquals(RequestStatus.NOT_AVAILABLE, start(device, request).requestStatus());

        String page = browser.get("/links").text();
        assertTrue(page.contains("Asks again after <time datetime=\"2026-03-08T12:00:00Z\""), page);
        Received lifted = browser.post("/links/ask-again", "app", "other-app");

        assertEquals(303, lifted.status());
        assertFalse(browser.get("/links").text().contains("Ask me again"));
        assertEquals("consent-pause-lifted", kinds(customer).getLast());
        decline(device, request);
        decline(device, request);
        assertEquals(RequestStatus.SUCCESSFUL, TestServer.link(device, request).requestStatus());
        assertEquals(1, music.links(device).size());
    }

    @Test
    void liftOfWhatIsNotPausedOrNotThereChangesNothing() {
        Customer customer = server.newCustomer();
        TestDevice device = server.newDevice(customer);
        StartLinkRequest request = music.linkRequest(device, "bob");
        decline(device, request);
        decline(device, request);
        TestBrowser browser = server.browser(customer);
        browser.get("/links/unlink-all");
        List<String> before = kinds(customer);

        assertEquals(303, browser.post("/links/ask-again", "app", "other-app").status());
        assertEquals(404, browser.post("/links/ask-again", "app", "none").status());
        assertEquals(404, browser.post("/links/ask-again").status());

        assertEquals(before, kinds(customer));
        decline(device, request);
        assertEquals(
                RequestStatus.NOT_AVAILABLE,
                start(device, request).requestStatus(),
                "declines before the lift of nothing still count");
    }

    @Test
    void pauseOfAnotherCustomerStays() {
        Customer customer = server.newCustomer();
        TestDevice device = server.newDevice(customer);
        StartLinkRequest request = music.linkRequest(device, "bob");
        for (int i = 0; i < 3; i++) {
            decline(device, request);
        }
        TestBrowser neighbour = server.browser(server.newCustomer());
        neighbour.get("/links/unlink-all");

        assertEquals(303, neighbour.post("/links/ask-again", "app", "other-app").status());

        assertEquals(RequestStatus.NOT_AVAILABLE, start(device, request).requestStatus());
    }

    @Test
    void pauseIsOverAfterSevenDaysAndNoLongerShown(@TempDir Path other) {
        try (TestServer own = TestServer.start(other)) {
            Customer customer = own.newCustomer();
            TestDevice device = own.newDevice(customer);
            StartLinkRequest request = new Partner(own, "other-app", "other-music").linkRequest(device, "bob");
            for (int i = 0; i < 3; i++) {
                decline(device, request);
            }
            own.clock().forward(Duration.ofDays(7).minusMillis(1));
            assertTrue(own.browser(customer).get("/links").text().contains("Ask me again"));
            own.clock().forward(Duration.ofMillis(1));
            assertFalse(own.browser(customer).get("/links").text().contains("Ask me again"));
        }
    }

    private static LinkUserAccountResponse start(TestDevice device, StartLinkRequest request) {
        return Objects.requireNonNull(device.post(DeviceApi.START_LINK, request)
                .as(StartLinkAnswer.class)
                .response());
    }

    private static void decline(TestDevice device, StartLinkRequest request) {
        StartLinkAnswer answer = device.post(DeviceApi.START_LINK, request).as(StartLinkAnswer.class);
        TestServer.finish(device, Objects.requireNonNull(answer.linkId()), Consent.DECLINED, request);
    }
}
