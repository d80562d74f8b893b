package org.simplesignin.server.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.protocol.RequestStatus;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.LinkedAccounts;
import org.simplesignin.protocol.device.StartSelectionAnswer;
import org.simplesignin.protocol.device.StartSelectionRequest;
import org.simplesignin.protocol.device.SwitchChange;
import org.simplesignin.protocol.device.SwitchScope;
import org.simplesignin.server.testing.Partner;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.server.testing.TestServer;

final class SelectionAndUnlinkTest {
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

    @Test
    void ownActiveLinksMayBeOffered() {
        TestDevice device = server.newDevice();
        String bob = link(device, video, "bob");
        String carol = link(device, video, "carol");

        assertEquals(RequestStatus.SUCCESSFUL, select(device, "sample-tv", bob, carol));
        assertEquals(RequestStatus.SUCCESSFUL, select(device, "sample-kids", bob));
    }

    @Test
    void linkOfAnotherCustomerIsAFailure() {
        TestDevice device = server.newDevice();
        TestDevice other = server.newDevice();
        String own = link(device, video, "bob");
        String foreign = link(other, video, "bob");

        assertEquals(RequestStatus.FAILURE, select(device, "sample-tv", foreign));
        assertEquals(RequestStatus.FAILURE, select(device, "sample-tv", own, foreign));
    }

    @Test
    void linkOfAnotherProviderUnknownAndEndedLinksAreFailures() {
        TestDevice device = server.newDevice();
        String own = link(device, video, "bob");
        String ofMusic = link(device, music, "bob");
        device.delete(DeviceApi.LINKS + "/" + own);

        assertEquals(RequestStatus.FAILURE, select(device, "sample-tv", ofMusic));
        assertEquals(RequestStatus.FAILURE, select(device, "sample-tv", UNKNOWN));
        assertEquals(RequestStatus.FAILURE, select(device, "sample-tv", own));
    }

    @Test
    void blockedAppAndTurnedOffAreTold() {
        TestDevice device = server.newDevice();
        String own = link(device, video, "bob");
        assertEquals(RequestStatus.NOT_AVAILABLE, select(device, "blocked-app", own));

        device.put(DeviceApi.SWITCHES, new SwitchChange(SwitchScope.DEVICE, null, false));
        assertEquals(RequestStatus.FEATURE_TURNED_OFF, select(device, "sample-tv", own));
    }

    @Test
    void noTooManyDoubledAndImpossibleIdsAreMalformed() {
        TestDevice device = server.newDevice();

        assertMalformed(device, List.of());
        assertMalformed(
                device,
                IntStream.range(0, 11).mapToObj(i -> "%032d".formatted(i)).toList());
        assertMalformed(device, List.of(UNKNOWN, UNKNOWN));
        assertMalformed(device, List.of("short"));
        assertMalformed(device, List.of("a".repeat(65)));
    }

    private static void assertMalformed(TestDevice device, List<String> ids) {
        Received received = device.post(DeviceApi.START_SELECTION, new StartSelectionRequest("sample-tv", ids));
        assertEquals(400, received.status());
        assertEquals("malformed_request", received.code());
    }

    @Test
    void unknownAppIsAProblem() {
        Received received = server.newDevice()
                .post(DeviceApi.START_SELECTION, new StartSelectionRequest("nobody", List.of(UNKNOWN)));

        assertEquals(404, received.status());
        assertEquals("unknown_app", received.code());
    }

    @Test
    void linkedAccountsNameTheAppsOfTheProvider() {
        TestDevice device = server.newDevice();
        link(device, video, "bob");
        link(device, music, "bob");

        LinkedAccounts accounts = device.get(DeviceApi.LINKS).as(LinkedAccounts.class);

        assertEquals(2, accounts.links().size());
        assertEquals(
                List.of(List.of("SSISampleApplication", "Sample Kids", "Blocked"), List.of("Other App")),
                accounts.links().stream()
                        .sorted((a, b) -> b.identityProviderName().compareTo(a.identityProviderName()))
                        .map(account -> account.appNames())
                        .toList());
    }

    @Test
    void unlinkingTwiceIsAnsweredTheSame() {
        TestDevice device = server.newDevice();
        String own = link(device, video, "bob");

        assertEquals(204, device.delete(DeviceApi.LINKS + "/" + own).status());
        assertEquals(204, device.delete(DeviceApi.LINKS + "/" + own).status());
        assertEquals(
                List.of(), device.get(DeviceApi.LINKS).as(LinkedAccounts.class).links());
    }

    @Test
    void linkOfAnotherCustomerCannotBeEndedAndNobodyIsToldWhy() {
        TestDevice device = server.newDevice();
        TestDevice victim = server.newDevice();
        String foreign = link(victim, video, "bob");

        assertEquals(204, device.delete(DeviceApi.LINKS + "/" + foreign).status());
        assertEquals(204, device.delete(DeviceApi.LINKS + "/" + UNKNOWN).status());
        assertEquals(1, video.links(victim).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "-aaaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaaaaaaa%20"})
    void linkIdThatCannotBeIsMalformed(String id) {
        assertEquals(400, server.newDevice().delete(DeviceApi.LINKS + "/" + id).status());
    }

    private static String link(TestDevice device, Partner partner, String account) {
        return String.valueOf(
                TestServer.link(device, partner.linkRequest(device, account)).linkId());
    }

    private static RequestStatus select(TestDevice device, String app, String... ids) {
        return device.post(DeviceApi.START_SELECTION, new StartSelectionRequest(app, List.of(ids)))
                .as(StartSelectionAnswer.class)
                .requestStatus();
    }
}
