package org.simplesignin.server.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.protocol.LinkAccountSuccessCode;
import org.simplesignin.protocol.RequestStatus;
import org.simplesignin.protocol.Token;
import org.simplesignin.protocol.device.Consent;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.FinishLinkRequest;
import org.simplesignin.protocol.device.StartLinkRequest;
import org.simplesignin.protocol.device.SwitchChange;
import org.simplesignin.protocol.device.SwitchScope;
import org.simplesignin.server.testing.Partner;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.server.testing.TestServer;

/// What a request for a link is refused for, at its start and again at its end, and in which order.
final class LinkingRefusalsTest {
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
    void keyThatIsEncryptedForAnotherAppIsRefusedBeforeAnybodyIsAsked() {
        TestDevice device = server.newDevice();
        StartLinkRequest own = video.linkRequest(device, "bob");
        StartLinkRequest others = music.linkRequest(device, "bob");

        assertInvalidEncryption(device, withKey(own, others.linkSigningKey()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"not base64!", "AAAA", "====", "AAAA AAAA"})
    void keyThatDoesNotDecryptIsRefused(String key) {
        TestDevice device = server.newDevice();

        assertInvalidEncryption(device, withKey(video.linkRequest(device, "bob"), key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "P-384", "garbage"})
    void keyThatIsNoP256KeyIsRefused(String kind) {
        TestDevice device = server.newDevice();
        StartLinkRequest request =
                withKey(video.linkRequest(device, "bob"), WrongKeys.encryptedFor(server, "sample-tv", kind));

        assertEquals(
                RequestStatus.INVALID_LINK_SIGNING_KEY,
                LinkingTest.done(LinkingTest.start(device, request)).requestStatus());
        assertEquals(
                RequestStatus.INVALID_LINK_SIGNING_KEY,
                TestServer.finish(device, ID, Consent.ALLOWED, request).requestStatus());
        assertEquals(0, links(device));
    }

    @Test
    void existingLinkIsToldOnlyAfterTheKeyWasChecked() {
        TestDevice device = server.newDevice();
        StartLinkRequest request = video.linkRequest(device, "bob");
        TestServer.link(device, request);

        assertInvalidEncryption(device, withKey(request, "AAAA"));
    }

    @Test
    void turnedOffIsToldBeforeTheKeyIsLookedAt() {
        TestDevice device = server.newDevice();
        StartLinkRequest request = withKey(video.linkRequest(device, "bob"), "AAAA");
        device.put(DeviceApi.SWITCHES, new SwitchChange(SwitchScope.DEVICE, null, false));

        assertEquals(
                RequestStatus.FEATURE_TURNED_OFF,
                LinkingTest.done(LinkingTest.start(device, request)).requestStatus());
    }

    @Test
    void turnedOffWhileTheDialogIsOpenMakesNoLink() {
        TestDevice device = server.newDevice();
        StartLinkRequest request = video.linkRequest(device, "bob");
        String id = String.valueOf(LinkingTest.start(device, request).linkId());
        device.put(DeviceApi.SWITCHES, new SwitchChange(SwitchScope.ACCOUNT, null, false));

        assertEquals(
                RequestStatus.FEATURE_TURNED_OFF,
                TestServer.finish(device, id, Consent.ALLOWED, request).requestStatus());
        device.put(DeviceApi.SWITCHES, new SwitchChange(SwitchScope.ACCOUNT, null, true));
        assertEquals(0, links(device));
    }

    @Test
    void blockedAppIsNotAvailable() {
        TestDevice device = server.newDevice();
        StartLinkRequest own = video.linkRequest(device, "bob");
        StartLinkRequest blocked =
                new StartLinkRequest("blocked-app", "sample-video", "bob", own.linkToken(), own.linkSigningKey());

        assertEquals(
                RequestStatus.NOT_AVAILABLE,
                LinkingTest.done(LinkingTest.start(device, blocked)).requestStatus());
        assertEquals(
                RequestStatus.NOT_AVAILABLE,
                TestServer.finish(device, ID, Consent.ALLOWED, blocked).requestStatus());
    }

    @Test
    void unknownAppAndWrongProviderAreProblems() {
        TestDevice device = server.newDevice();
        StartLinkRequest own = video.linkRequest(device, "bob");

        assertProblem(device, request("nobody", "sample-video", "bob", own), 404, "unknown_app");
        assertProblem(device, request("sample-tv", "other-music", "bob", own), 403, "wrong_provider");
        assertProblem(device, request("sample-tv", "nobody", "bob", own), 403, "wrong_provider");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "Sample-Video", "-sample", "sample video", "sample/video"})
    void providerNameThatCannotBeIsMalformed(String name) {
        TestDevice device = server.newDevice();

        assertMalformed(device, request("sample-tv", name, "bob", video.linkRequest(device, "bob")));
    }

    @Test
    void blankAndOverlongFieldsAreMalformed() {
        TestDevice device = server.newDevice();
        StartLinkRequest own = video.linkRequest(device, "bob");

        assertMalformed(device, request("sample-tv", "a".repeat(65), "bob", own));
        assertMalformed(device, request("sample-tv", "sample-video", " ", own));
        assertMalformed(device, request("sample-tv", "sample-video", "", own));
        assertMalformed(device, request("sample-tv", "sample-video", "b".repeat(257), own));
        assertMalformed(device, request("sample-tv", "sample-video", "bob\nadmin", own));
        assertMalformed(device, withKey(own, " "));
        assertMalformed(device, withKey(own, "A".repeat(1025)));
        assertMalformed(device, withToken(own, new Token("A".repeat(8193), Token.LINK_TOKEN)));
        assertMalformed(device, withToken(own, new Token(" ", Token.LINK_TOKEN)));
        assertMalformed(device, withToken(own, new Token("a b", Token.LINK_TOKEN)));
        assertMalformed(device, withToken(own, new Token("token", "LINK-TOKEN-2.0")));
        assertEquals(0, links(device));
    }

    @Test
    void fieldsAtTheirLimitsServe() {
        TestDevice device = server.newDevice();
        StartLinkRequest own = video.linkRequest(device, "b".repeat(256));
        StartLinkRequest widest = withToken(own, new Token("A".repeat(8192), Token.LINK_TOKEN));

        assertEquals(
                LinkAccountSuccessCode.LINK_ESTABLISHED,
                TestServer.link(device, widest).successCode());
        assertEquals(1, links(device));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "-123456789abcdef0123456789abcdef", "../../../../../../../../etc"})
    void linkIdThatWasNotHandedOutIsMalformed(String id) {
        TestDevice device = server.newDevice();

        Received received = device.post(
                DeviceApi.FINISH_LINK, new FinishLinkRequest(id, Consent.ALLOWED, video.linkRequest(device, "bob")));

        assertEquals(400, received.status());
        assertEquals("malformed_request", received.code());
    }

    private static int links(TestDevice device) {
        return video.links(device).size();
    }

    private static void assertInvalidEncryption(TestDevice device, StartLinkRequest request) {
        assertEquals(
                RequestStatus.INVALID_LINK_SIGNING_KEY_ENCRYPTION,
                LinkingTest.done(LinkingTest.start(device, request)).requestStatus());
        assertEquals(
                RequestStatus.INVALID_LINK_SIGNING_KEY_ENCRYPTION,
                TestServer.finish(device, ID, Consent.ALLOWED, request).requestStatus());
    }

    private static void assertMalformed(TestDevice device, StartLinkRequest request) {
        assertProblem(device, request, 400, "malformed_request");
    }

    private static void assertProblem(TestDevice device, StartLinkRequest request, int status, String code) {
        Received start = device.post(DeviceApi.START_LINK, request);
        Received finish = device.post(DeviceApi.FINISH_LINK, new FinishLinkRequest(ID, Consent.ALLOWED, request));
        for (Received received : List.of(start, finish)) {
            assertEquals(status, received.status(), received.text());
            assertEquals(code, received.code());
            assertEquals(
                    "application/problem+json", received.header("Content-Type").orElse(""));
        }
    }

    private static StartLinkRequest request(String app, String provider, String user, StartLinkRequest from) {
        return new StartLinkRequest(app, provider, user, from.linkToken(), from.linkSigningKey());
    }

    private static StartLinkRequest withKey(StartLinkRequest from, String key) {
        return new StartLinkRequest(
                from.app(), from.identityProviderName(), from.partnerUserId(), from.linkToken(), key);
    }

    private static StartLinkRequest withToken(StartLinkRequest from, Token token) {
        return new StartLinkRequest(
                from.app(), from.identityProviderName(), from.partnerUserId(), token, from.linkSigningKey());
    }
}
