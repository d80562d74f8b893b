package org.simplesignin.server.customerpage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.server.audit.Actor;
import org.simplesignin.server.audit.Audit;
import org.simplesignin.server.audit.AuditEvent;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.id.DeviceId;
import org.simplesignin.server.testing.Partner;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.TestBrowser;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.server.testing.TestServer;
import org.simplesignin.tokens.AppId;
import org.simplesignin.tokens.IdentityProviderName;
import org.simplesignin.tokens.LinkId;

final class HistoryAndExportTest {
    private static final DeviceId DEVICE = new DeviceId("d".repeat(32));
    private static final LinkId LINK = LinkId.of("1".repeat(32));
    private static final AppId APP = AppId.of("sample-tv");
    private static final IdentityProviderName PROVIDER = IdentityProviderName.of("sample-video");

    @TempDir
    static Path directory;

    private static TestServer server;
    private static Partner video;

    @BeforeAll
    static void start() {
        server = TestServer.start(directory);
        video = new Partner(server, "sample-tv", "sample-video");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void record(Customer customer, List<AuditEvent> events) {
        Audit audit = new Audit(server.storage().auditLog(), server.clock());
        server.storage().transactions().inCustomerTransaction(customer.id(), tx -> {
            audit.record(tx, events);
            return true;
        });
    }

    private static List<AuditEvent> oneOfEach() {
        Stream<AuditEvent> ended = Stream.of(AuditEvent.Cause.values())
                .map(cause -> new AuditEvent.LinkEnded(LINK, PROVIDER, cause, Actor.onWeb()));
        Stream<AuditEvent> others = Stream.of(
                new AuditEvent.DeviceRegistered(DEVICE),
                new AuditEvent.DeviceRemoved(DEVICE, Actor.onWeb()),
                new AuditEvent.SessionEnded(DEVICE),
                new AuditEvent.LinkMade(LINK, PROVIDER, APP, DEVICE),
                new AuditEvent.TokenMinted(LINK, PROVIDER, APP, DEVICE, "f".repeat(43)),
                new AuditEvent.AccountSwitched(true, Actor.onWeb()),
                new AuditEvent.AccountSwitched(false, Actor.on(DEVICE)),
                new AuditEvent.DeviceSwitched(true, DEVICE, Actor.onWeb()),
                new AuditEvent.DeviceSwitched(false, DEVICE, Actor.on(DEVICE)),
                new AuditEvent.AppSwitched(true, APP, Actor.onWeb()),
                new AuditEvent.AppSwitched(false, APP, Actor.on(DEVICE)),
                new AuditEvent.ConsentPauseLifted(APP, Actor.onWeb()),
                new AuditEvent.DataExported(Actor.onWeb()),
                new AuditEvent.SignedIn("a".repeat(32), AuditEvent.Way.PASSWORD),
                new AuditEvent.SignedOut("a".repeat(32)),
                new AuditEvent.OthersSignedOut(2),
                new AuditEvent.PasswordChanged(),
                new AuditEvent.PasswordReset(),
                new AuditEvent.EmailChanged(),
                new AuditEvent.EmailRestored(),
                new AuditEvent.PasskeyAdded("b".repeat(32)),
                new AuditEvent.PasskeyRemoved("b".repeat(32)));
        return Stream.concat(ended, others).toList();
    }

    @Test
    void everyEventHasASentence() {
        List<AuditEvent> events = oneOfEach();
        assertEquals(
                Set.of(AuditEvent.class.getPermittedSubclasses()),
                events.stream().map(AuditEvent::getClass).collect(Collectors.toSet()),
                "an event was added: give it a sentence history.… and one of its kind here");
        Customer customer = server.newCustomer();
        record(customer, events);

        Received received = server.browser(customer).get("/history");

        assertEquals(200, received.status(), received::text);
        assertFalse(received.text().contains("Something changed"), received::text);
        assertEquals(events.size(), received.text().split("<li class=\"row\">", -1).length - 1, received::text);
    }

    @Test
    void mintsAndChangesAreToldNewestFirstWithTheirDevice() {
        Customer customer = server.newCustomer();
        TestDevice device = server.newDevice(customer, "Bedroom", "Test TV");
        TestServer.link(device, video.linkRequest(device, "bob"));
        TestServer.link(device, video.linkRequest(device, "carol"));
        video.links(device);

        String text = server.browser(customer).get("/history").text();

        int minted = text.indexOf("<bdi>SSISampleApplication</bdi> was given a sign-in token.");
        int linked = text.indexOf("You linked an account of <bdi>SSISampleApplication</bdi>.");
        int registered = text.indexOf("<bdi>Bedroom</bdi> was registered");
        assertTrue(minted > 0 && minted < linked && linked < registered, text);
        assertTrue(text.contains("× 2"), "two tokens at once are one entry: " + text);
        assertFalse(text.contains("bob"), text);
    }

    @Test
    void removedDeviceHasNoNameAnyMore() {
        Customer customer = server.newCustomer();
        server.newDevice(customer, "Bedroom", "Test TV");
        TestBrowser browser = server.browser(customer);
        browser.get("/devices/remove-all");
        browser.post("/devices/remove-all");

        String text = browser.get("/history").text();

        assertTrue(text.contains("You removed a device that was removed."), text);
        assertFalse(text.contains("Bedroom"), text);
    }

    @Test
    void nobodySeesTheHistoryOfAnother() {
        Customer customer = server.newCustomer();
        server.newDevice(customer, "Bedroom", "Test TV");

        String text = server.browser(server.newCustomer()).get("/history").text();

        assertTrue(text.contains("Nothing has happened yet."), text);
        assertFalse(text.contains("Bedroom"), text);
    }

    @Test
    void longHistoryIsPagedWithoutLosingALine() {
        Customer customer = server.newCustomer();
        record(
                customer,
                IntStream.range(0, 2 * HistoryPage.LINES + 1)
                        .mapToObj(i -> (AuditEvent) new AuditEvent.AppSwitched(i % 2 == 0, APP, Actor.onWeb()))
                        .toList());
        TestBrowser browser = server.browser(customer);

        String first = browser.get("/history").text();
        String second = browser.get("/history?before=102").text();
        String last = browser.get("/history?before=2").text();

        assertTrue(first.contains("href=\"/history?before=102\""), first);
        assertFalse(first.contains("Newest</a>"), first);
        assertTrue(second.contains("href=\"/history?before=2\""), second);
        assertEquals(HistoryPage.LINES, second.split("<li class=\"row\">", -1).length - 1);
        assertEquals(1, last.split("<li class=\"row\">", -1).length - 1);
        assertFalse(last.contains("Older</a>"), last);
        assertTrue(last.contains("Newest</a>"), last);
        assertEquals(200, browser.get("/history?before=0").status());
    }

    @Test
    void exportHoldsEverythingButSecretsAndIsItselfInTheHistory() {
        Customer customer = server.newCustomer();
        TestDevice device = server.newDevice(customer, "Bedroom", "Test TV");
        TestDevice neighbour = server.newDevice(server.newCustomer(), "Neighbour's", "Test TV");
        var request = video.linkRequest(device, "canary-account");
        TestServer.link(device, request);
        TestServer.link(neighbour, video.linkRequest(neighbour, "foreign-account"));
        String token = video.links(device).getFirst().ssiToken().token();
        TestBrowser browser = server.browser(customer);
        browser.get("/export");

        Received received = browser.post("/export");

        assertEquals(200, received.status());
        assertEquals("application/json", received.header("Content-Type").orElse(""));
        assertEquals(
                "attachment; filename=\"simple-sign-in.json\"",
                received.header("Content-Disposition").orElse(""));
        Map<?, ?> copy = received.members();
        assertEquals("simple-sign-in-export-1", copy.get("format"));
        assertEquals("Alice", members(copy, "customer").get("displayName"));
        Map<?, ?> link = (Map<?, ?>) list(copy, "links").getFirst();
        assertEquals("canary-account", link.get("partnerUserId"));
        assertEquals("2026-03-01T12:00:00Z", link.get("lastUsedAt"));
        assertEquals("Bedroom", ((Map<?, ?>) list(copy, "devices").getFirst()).get("name"));
        assertEquals(false, members(copy, "turnedOff").get("account"));
        List<?> history = list(copy, "history");
        assertEquals("data-exported", ((Map<?, ?>) history.getLast()).get("kind"));
        assertEquals(4, history.size());
        for (String secret : List.of(
                request.linkToken().token(),
                request.linkSigningKey(),
                token,
                device.tokens().access_token(),
                device.tokens().refresh_token(),
                "foreign-account",
                "Neighbour")) {
            assertFalse(received.text().contains(secret), "exported: " + secret);
        }
    }

    private static Map<?, ?> members(Map<?, ?> copy, String name) {
        return (Map<?, ?>) Objects.requireNonNull(copy.get(name), name);
    }

    private static List<?> list(Map<?, ?> copy, String name) {
        return (List<?>) Objects.requireNonNull(copy.get(name), name);
    }

    @Test
    void exportNeedsFreshCredentialsAndIsLimited(@TempDir Path other) {
        try (TestServer own =
                TestServer.startWith(other, settings -> settings.with(change -> change.limits(Map.of())))) {
            Customer customer = own.newCustomer();
            TestBrowser browser = own.browser(customer);
            browser.get("/export");
            for (int i = 0; i < 5; i++) {
                assertEquals(200, browser.post("/export").status());
            }
            Received sixth = browser.post("/export");
            assertEquals(429, sixth.status());
            assertTrue(sixth.text().contains("Too many tries"), sixth::text);
            assertTrue(sixth.header("Retry-After").isPresent());
            own.clock().forward(java.time.Duration.ofMinutes(5));
            assertEquals(
                    "/sign-in/again?next=%2Fexport",
                    browser.post("/export").header("Location").orElse(""));
        }
    }

    @Test
    void homeTellsHowItStandsAndWhatChangedLast() {
        Customer customer = server.newCustomer("Zoë");
        TestDevice device = server.newDevice(customer, "Bedroom", "Test TV");
        TestServer.link(device, video.linkRequest(device, "bob"));
        video.links(device);
        device.get(DeviceApi.CUSTOMER);

        String text = server.browser(customer).get("/").text();

        assertTrue(text.contains("Hello, <bdi>Zoë</bdi>"), text);
        assertTrue(text.contains("Linked accounts</span> <span class=\"badge\">1</span>"), text);
        assertTrue(text.contains("You linked an account of"), text);
        assertFalse(text.contains("was given a sign-in token"), "minting is no change");
        for (String path :
                List.of("/links", "/devices", "/switches", "/history", "/account", "/export", "/sign-out", "/device")) {
            assertTrue(text.contains("href=\"" + path + "\""), path);
        }
    }
}
