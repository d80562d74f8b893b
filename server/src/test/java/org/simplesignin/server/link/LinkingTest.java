package org.simplesignin.server.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.protocol.LinkAccountSuccessCode;
import org.simplesignin.protocol.LinkUserAccountResponse;
import org.simplesignin.protocol.RequestStatus;
import org.simplesignin.protocol.device.Consent;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.FinishLinkRequest;
import org.simplesignin.protocol.device.StartLinkAnswer;
import org.simplesignin.protocol.device.StartLinkRequest;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.testing.Partner;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.server.testing.TestServer;
import org.simplesignin.tokens.IdentityProviderName;

final class LinkingTest {
    private static final String ID = "0123456789abcdef0123456789abcdef";

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

    @Test
    void allowedConsentMakesALink() {
        TestDevice device = server.newDevice();

        LinkUserAccountResponse response = TestServer.link(device, video.linkRequest(device, "bob"));

        assertEquals(RequestStatus.SUCCESSFUL, response.requestStatus());
        assertEquals(LinkAccountSuccessCode.LINK_ESTABLISHED, response.successCode());
        assertNotNull(response.linkId());
        assertEquals(1, links(device));
    }

    @Test
    void startStoresNothing() {
        TestDevice device = server.newDevice();

        assertNotNull(start(device, video.linkRequest(device, "bob")).linkId());

        assertEquals(0, links(device));
    }

    @Test
    void linkThatIsThereIsToldWithoutAsking() {
        TestDevice device = server.newDevice();
        String linkId =
                TestServer.link(device, video.linkRequest(device, "bob")).linkId();

        LinkUserAccountResponse response = done(start(device, video.linkRequest(device, "bob")));

        assertEquals(LinkAccountSuccessCode.LINK_ALREADY_EXISTS, response.successCode());
        assertEquals(linkId, response.linkId());
    }

    @Test
    void storedLinkTokenStaysWhereTheLinkIsThere() throws Exception {
        TestDevice device = server.newDevice();
        StartLinkRequest first = video.linkRequest(device, "bob");
        StartLinkRequest second = video.linkRequest(device, "bob");
        String firstId = start(device, first).linkId();
        String secondId = start(device, second).linkId();
        TestServer.finish(device, String.valueOf(firstId), Consent.ALLOWED, first);

        LinkUserAccountResponse response = TestServer.finish(device, String.valueOf(secondId), Consent.ALLOWED, second);

        assertEquals(LinkAccountSuccessCode.LINK_ALREADY_EXISTS, response.successCode());
        assertEquals(firstId, response.linkId());
        video.verify(video.links(device).getFirst().ssiToken());
    }

    @Test
    void sixteenParallelRequestsForOneAccountMakeOneLink() throws Exception {
        TestDevice device = server.newDevice();
        StartLinkRequest request = video.linkRequest(device, "bob");
        Set<String> ids = new HashSet<>();
        int established = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<LinkUserAccountResponse>> responses = IntStream.range(0, 16)
                    .mapToObj(i -> threads.submit(() -> TestServer.link(device, request)))
                    .toList();
            for (Future<LinkUserAccountResponse> response : responses) {
                assertEquals(RequestStatus.SUCCESSFUL, response.get().requestStatus());
                ids.add(String.valueOf(response.get().linkId()));
                established += response.get().successCode() == LinkAccountSuccessCode.LINK_ESTABLISHED ? 1 : 0;
            }
        }
        assertEquals(1, ids.size());
        assertEquals(1, established);
        assertEquals(1, links(device));
    }

    @Test
    void repeatedFinishEndsWithTheSameLinkAndOneAuditLine() {
        Customer customer = server.newCustomer();
        TestDevice device = server.newDevice(customer);
        StartLinkRequest request = video.linkRequest(device, "bob");
        String id = String.valueOf(start(device, request).linkId());

        LinkUserAccountResponse first = TestServer.finish(device, id, Consent.ALLOWED, request);
        LinkUserAccountResponse second = TestServer.finish(device, id, Consent.ALLOWED, request);

        assertEquals(first, second);
        assertEquals(LinkAccountSuccessCode.LINK_ESTABLISHED, second.successCode());
        assertEquals(1, auditLines(customer, "link-made"));
    }

    @Test
    void finishThatComesAfterTheUnlinkRevivesNothing() {
        TestDevice device = server.newDevice();
        StartLinkRequest request = video.linkRequest(device, "bob");
        String id = String.valueOf(start(device, request).linkId());
        TestServer.finish(device, id, Consent.ALLOWED, request);
        device.delete(DeviceApi.LINKS + "/" + id);

        assertEquals(
                RequestStatus.FAILURE,
                TestServer.finish(device, id, Consent.ALLOWED, request).requestStatus());
        assertEquals(0, links(device));
    }

    @Test
    void unlinkedAccountCanBeLinkedAnew() {
        TestDevice device = server.newDevice();
        StartLinkRequest request = video.linkRequest(device, "bob");
        String first = String.valueOf(TestServer.link(device, request).linkId());
        device.delete(DeviceApi.LINKS + "/" + first);

        LinkUserAccountResponse second = TestServer.link(device, request);

        assertEquals(LinkAccountSuccessCode.LINK_ESTABLISHED, second.successCode());
        assertTrue(!first.equals(second.linkId()));
    }

    @Test
    void linkIdOfAnotherAccountIsRefusedInFinish() {
        TestDevice device = server.newDevice();
        String id = String.valueOf(
                TestServer.link(device, video.linkRequest(device, "bob")).linkId());

        Received received = device.post(
                DeviceApi.FINISH_LINK, new FinishLinkRequest(id, Consent.ALLOWED, video.linkRequest(device, "carol")));

        assertEquals(400, received.status());
        assertEquals(1, links(device));
    }

    @Test
    void declinedConsentKeepsNothing() {
        TestDevice device = server.newDevice();
        StartLinkRequest request = video.linkRequest(device, "bob");
        String id = String.valueOf(start(device, request).linkId());

        LinkUserAccountResponse response = TestServer.finish(device, id, Consent.DECLINED, request);

        assertEquals(RequestStatus.SUCCESSFUL, response.requestStatus());
        assertEquals(LinkAccountSuccessCode.CONSENT_DENIED, response.successCode());
        assertNull(response.linkId());
        assertEquals(0, links(device));
    }

    @Test
    void allowAfterDeclineOfTheSameAttemptIsDenied() {
        TestDevice device = server.newDevice();
        StartLinkRequest request = video.linkRequest(device, "bob");
        String id = String.valueOf(start(device, request).linkId());
        TestServer.finish(device, id, Consent.DECLINED, request);

        assertEquals(
                LinkAccountSuccessCode.CONSENT_DENIED,
                TestServer.finish(device, id, Consent.ALLOWED, request).successCode());
        assertEquals(0, links(device));
    }

    @Test
    void timedOutConsentIsAFailureAndCountsAsNoDecline() {
        TestDevice device = server.newDevice();
        StartLinkRequest request = video.linkRequest(device, "bob");
        for (int i = 0; i < 4; i++) {
            String id = String.valueOf(start(device, request).linkId());
            LinkUserAccountResponse response = TestServer.finish(device, id, Consent.TIMED_OUT, request);
            assertEquals(RequestStatus.FAILURE, response.requestStatus());
            assertEquals(LinkAccountSuccessCode.NOT_APPLICABLE, response.successCode());
        }
        assertNotNull(start(device, request).linkId());
    }

    @Test
    void afterThreeDeclinesTheAppMayNotAskForSevenDays() {
        TestDevice device = server.newDevice();
        StartLinkRequest request = video.linkRequest(device, "bob");
        decline(device, request, 3);

        LinkUserAccountResponse refused = done(start(device, request));
        assertEquals(RequestStatus.NOT_AVAILABLE, refused.requestStatus());
        assertEquals(LinkAccountSuccessCode.NOT_APPLICABLE, refused.successCode());
        server.clock().forward(Duration.ofDays(7).minusMillis(1));
        device.refresh();
        assertEquals(RequestStatus.NOT_AVAILABLE, done(start(device, request)).requestStatus());
        server.clock().forward(Duration.ofMillis(1));
        decline(device, request, 1);
        assertNotNull(start(device, request).linkId(), "the count began anew");
    }

    @Test
    void clockSetBackNeitherEndsThePauseNorMakesItLastForEver() {
        TestDevice device = server.newDevice();
        StartLinkRequest request = video.linkRequest(device, "bob");
        decline(device, request, 3);
        server.clock().set(Duration.ofHours(-2));
        try {
            device.refresh();
            assertEquals(
                    RequestStatus.NOT_AVAILABLE, done(start(device, request)).requestStatus());
        } finally {
            server.clock().set(Duration.ofHours(2));
        }
        server.clock().set(Duration.ofDays(-2));
        try {
            device.refresh();
            assertNotNull(start(device, request).linkId(), "those declines are of the day after tomorrow");
        } finally {
            server.clock().set(Duration.ofDays(2));
        }
    }

    @Test
    void repeatedDeclineIsCountedOnce() {
        TestDevice device = server.newDevice();
        StartLinkRequest request = video.linkRequest(device, "bob");
        String id = String.valueOf(start(device, request).linkId());
        for (int i = 0; i < 5; i++) {
            TestServer.finish(device, id, Consent.DECLINED, request);
        }
        assertNotNull(start(device, request).linkId());
    }

    @Test
    void declinesOfOneAppDoNotSuppressAnother() {
        TestDevice device = server.newDevice();
        decline(device, video.linkRequest(device, "bob"), 3);

        assertNotNull(start(device, music.linkRequest(device, "bob")).linkId());
        assertNotNull(
                start(server.newDevice(), video.linkRequest(device, "bob")).linkId());
    }

    @Test
    void allowingBeginsTheCountAnew() {
        TestDevice device = server.newDevice();
        decline(device, video.linkRequest(device, "bob"), 2);
        TestServer.link(device, video.linkRequest(device, "bob"));
        decline(device, video.linkRequest(device, "carol"), 2);

        assertNotNull(start(device, video.linkRequest(device, "carol")).linkId());
    }

    @Test
    void eleventhLinkIsAFailure() {
        TestDevice device = server.newDevice();
        for (int i = 0; i < 10; i++) {
            assertEquals(
                    RequestStatus.SUCCESSFUL,
                    TestServer.link(device, video.linkRequest(device, "bob" + i))
                            .requestStatus());
        }
        StartLinkRequest eleventh = video.linkRequest(device, "bob10");

        assertEquals(RequestStatus.FAILURE, done(start(device, eleventh)).requestStatus());
        assertEquals(
                RequestStatus.FAILURE,
                TestServer.finish(device, ID, Consent.ALLOWED, eleventh).requestStatus());
        assertEquals(10, links(device));
        assertEquals(
                LinkAccountSuccessCode.LINK_ALREADY_EXISTS,
                done(start(device, video.linkRequest(device, "bob3"))).successCode());
    }

    @Test
    void linksOfOneProviderDoNotCountForAnother() {
        TestDevice device = server.newDevice();
        TestServer.link(device, video.linkRequest(device, "bob"));
        TestServer.link(device, music.linkRequest(device, "bob"));

        assertEquals(1, links(device));
        assertEquals(1, music.links(device).size());
    }

    @Test
    void nothingOfAnEndedLinkIsLeft() {
        Customer customer = server.newCustomer();
        TestDevice device = server.newDevice(customer);
        String id = String.valueOf(
                TestServer.link(device, video.linkRequest(device, "bob")).linkId());
        device.delete(DeviceApi.LINKS + "/" + id);

        assertEquals(
                List.of(),
                server.storage()
                        .links()
                        .storedOfProvider(customer.id(), IdentityProviderName.of("sample-video"))
                        .links());
        assertEquals(1, auditLines(customer, "link-ended"));
    }

    private static void decline(TestDevice device, StartLinkRequest request, int times) {
        for (int i = 0; i < times; i++) {
            String id = String.valueOf(start(device, request).linkId());
            TestServer.finish(device, id, Consent.DECLINED, request);
        }
    }

    static StartLinkAnswer start(TestDevice device, StartLinkRequest request) {
        return device.post(DeviceApi.START_LINK, request).as(StartLinkAnswer.class);
    }

    static LinkUserAccountResponse done(StartLinkAnswer answer) {
        LinkUserAccountResponse response = answer.response();
        assertNotNull(response, "the customer would be asked");
        return response;
    }

    private static long auditLines(Customer customer, String kind) {
        return server.storage().auditLog().lines(customer.id(), 1, 100).stream()
                .filter(line -> line.kind().equals(kind))
                .count();
    }

    private static int links(TestDevice device) {
        return video.links(device).size();
    }
}
