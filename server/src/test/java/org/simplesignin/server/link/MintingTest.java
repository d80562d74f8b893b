package org.simplesignin.server.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.protocol.GetUserAndLinksResponse;
import org.simplesignin.protocol.RequestStatus;
import org.simplesignin.protocol.Token;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.LinkedAccounts;
import org.simplesignin.protocol.device.SwitchChange;
import org.simplesignin.protocol.device.SwitchScope;
import org.simplesignin.protocol.device.UserAndLinksRequest;
import org.simplesignin.server.audit.AuditChain;
import org.simplesignin.server.audit.AuditLine;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.id.DeviceId;
import org.simplesignin.server.keys.Wrapped;
import org.simplesignin.server.testing.Partner;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.RecordedLog;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.server.testing.TestServer;
import org.simplesignin.tokens.AppId;
import org.simplesignin.tokens.IdentityProviderName;
import org.simplesignin.tokens.InvalidTokenException;
import org.simplesignin.tokens.LinkId;
import org.simplesignin.tokens.LinkSigningKey;
import org.simplesignin.tokens.LinkToken;
import org.simplesignin.tokens.PartnerUserId;
import org.simplesignin.tokens.VerifiedSsiToken;

@Isolated("What other tests log is not what this one asks about.")
final class MintingTest {
    private static final IdentityProviderName VIDEO = IdentityProviderName.of("sample-video");

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
    void withoutLinksThereIsAnEmptyListAndNoAuditLine() {
        Customer customer = server.newCustomer();
        GetUserAndLinksResponse response = video.userAndLinks(server.newDevice(customer));

        assertEquals(RequestStatus.SUCCESSFUL, response.requestStatus());
        assertEquals(List.of(), response.links());
        assertEquals(0, minted(customer));
    }

    @Test
    void partnerBackendVerifiesTheToken() throws Exception {
        TestDevice device = server.newDevice();
        TestServer.link(device, video.linkRequest(device, "bob"));

        GetUserAndLinksResponse response = video.userAndLinks(device);

        var link = only(response);
        VerifiedSsiToken verified = video.verify(link.ssiToken());
        assertEquals("bob", verified.partnerUserId().value());
        assertEquals(response.amazonUserId(), verified.amazonUserId().value());
        assertEquals(link.linkId(), verified.linkId().value());
        assertEquals("sample-tv", verified.app().value());
        assertEquals(Token.SSI_TOKEN, link.ssiToken().schema());
        assertEquals("bob", link.partnerUserId());
        assertEquals("sample-video", link.identityProviderName());
        assertEquals(Long.toString(server.clock().millis()), link.linkedTimestamp());
        assertEquals(Duration.ofMinutes(20), Duration.between(verified.issuedAt(), verified.expiresAt()));
        assertFalse(verified.userPresent());
    }

    @Test
    void everyCallMintsANewToken() {
        TestDevice device = server.newDevice();
        TestServer.link(device, video.linkRequest(device, "bob"));

        assertNotEquals(
                only(video.userAndLinks(device)).ssiToken().token(),
                only(video.userAndLinks(device)).ssiToken().token());
    }

    @Test
    void nonceStandsInTheToken() throws Exception {
        TestDevice device = server.newDevice();
        TestServer.link(device, video.linkRequest(device, "bob"));

        GetUserAndLinksResponse response = device.post(
                        DeviceApi.USER_AND_LINKS, new UserAndLinksRequest("sample-tv", "sample-video", "n-1"))
                .as(GetUserAndLinksResponse.class);

        video.verify(only(response).ssiToken(), "n-1");
        assertThrows(
                InvalidTokenException.class, () -> video.verify(only(response).ssiToken(), "n-2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "ä"})
    void nonceThatCannotBeIsMalformed(String nonce) {
        assertMalformed(new UserAndLinksRequest("sample-tv", "sample-video", nonce));
    }

    @Test
    void overlongFieldsAreMalformed() {
        assertMalformed(new UserAndLinksRequest("sample-tv", "sample-video", "n".repeat(129)));
        assertMalformed(new UserAndLinksRequest("sample-tv", "a".repeat(65), null));
        assertMalformed(new UserAndLinksRequest("sample-tv", " ", null));
    }

    private static void assertMalformed(UserAndLinksRequest request) {
        Received received = server.newDevice().post(DeviceApi.USER_AND_LINKS, request);
        assertEquals(400, received.status());
        assertEquals("malformed_request", received.code());
    }

    @Test
    void appMayAskForItsOwnProviderOnly() {
        TestDevice device = server.newDevice();
        TestServer.link(device, music.linkRequest(device, "bob"));

        assertEquals("wrong_provider", ask(device, "sample-tv", "other-music").code());
        assertEquals("wrong_provider", ask(device, "sample-tv", "nobody").code());
        assertEquals("unknown_app", ask(device, "nobody", "other-music").code());
    }

    @Test
    void blockedAppIsNotAvailable() {
        TestDevice device = server.newDevice();
        TestServer.link(device, video.linkRequest(device, "bob"));

        GetUserAndLinksResponse response =
                ask(device, "blocked-app", "sample-video").as(GetUserAndLinksResponse.class);

        assertEquals(new GetUserAndLinksResponse(RequestStatus.NOT_AVAILABLE, null, null), response);
    }

    @Test
    void allAppsAndDevicesOfTheCustomerShareTheLinksOfAProvider() throws Exception {
        Customer customer = server.newCustomer();
        TestDevice first = server.newDevice(customer);
        TestDevice second = server.newDevice(customer);
        TestServer.link(first, video.linkRequest(first, "bob"));

        var onSecond = only(video.userAndLinks(second));
        var inKids = only(ask(second, "sample-kids", "sample-video").as(GetUserAndLinksResponse.class));

        assertEquals("bob", video.verify(onSecond.ssiToken()).partnerUserId().value());
        assertEquals(onSecond.linkId(), inKids.linkId());
        assertEquals("sample-kids", video.verify(inKids.ssiToken()).app().value());
    }

    @Test
    void customersSeeOnlyTheirOwnLinks() {
        TestDevice alice = server.newDevice();
        TestDevice bob = server.newDevice();
        TestServer.link(alice, video.linkRequest(alice, "shared-account"));

        assertEquals(List.of(), video.links(bob));
    }

    @Test
    void directedIdsDifferByProviderAndStayTheSameByCustomer() throws Exception {
        Customer customer = server.newCustomer();
        TestDevice first = server.newDevice(customer);
        TestDevice second = server.newDevice(customer);

        assertEquals(
                video.userAndLinks(first).amazonUserId(),
                video.userAndLinks(second).amazonUserId());
        assertNotEquals(
                video.userAndLinks(first).amazonUserId(),
                music.userAndLinks(first).amazonUserId());
        assertNotEquals(
                video.userAndLinks(first).amazonUserId(),
                video.userAndLinks(server.newDevice()).amazonUserId());

        TestServer.link(first, video.linkRequest(first, "bob"));
        TestServer.link(first, music.linkRequest(first, "bob"));
        var onFirst = video.verify(only(video.userAndLinks(first)).ssiToken()).device();
        assertEquals(
                onFirst,
                video.verify(only(video.userAndLinks(first)).ssiToken()).device());
        assertNotEquals(
                onFirst,
                video.verify(only(video.userAndLinks(second)).ssiToken()).device());
        assertNotEquals(
                onFirst,
                music.verify(only(music.userAndLinks(first)).ssiToken()).device());
    }

    @Test
    void noInternalIdLeavesTheServer() {
        Customer customer = server.newCustomer();
        TestDevice device = server.newDevice(customer);
        TestServer.link(device, video.linkRequest(device, "bob"));

        String token = only(video.userAndLinks(device)).ssiToken().token();
        String payload = new String(
                Base64.getUrlDecoder().decode(token.substring(token.indexOf('.') + 1, token.lastIndexOf('.'))),
                StandardCharsets.UTF_8);

        assertFalse(payload.contains(customer.id().value()));
        assertTrue(payload.contains("\"iss\":\"" + TestServer.ISSUER + "\""));
    }

    @Test
    void eachMintHasItsLineAndTheChainIsWhole() {
        Customer customer = server.newCustomer();
        TestDevice device = server.newDevice(customer);
        TestServer.link(device, video.linkRequest(device, "bob"));
        TestServer.link(device, video.linkRequest(device, "carol"));

        video.userAndLinks(device);
        video.userAndLinks(device);

        List<AuditLine> lines = server.storage().auditLog().lines(customer.id(), 1, 100);
        // One token while "carol" was being linked, for the link to "bob", then twice two.
        assertEquals(5, minted(customer));
        assertTrue(AuditChain.firstBroken(lines).isEmpty());
    }

    @Test
    void mintingTellsWhenTheLinkWasLastUsed() {
        TestDevice device = server.newDevice();
        TestServer.link(device, video.linkRequest(device, "bob"));
        assertEquals(
                Optional.empty(),
                Optional.ofNullable(linkedAccounts(device).links().getFirst().lastUsedAtMillis()));
        server.clock().forward(Duration.ofSeconds(5));

        video.userAndLinks(device);

        assertEquals(
                server.clock().millis(),
                linkedAccounts(device).links().getFirst().lastUsedAtMillis());
    }

    @Test
    void afterUnlinkingNothingIsMinted() {
        Customer customer = server.newCustomer();
        TestDevice device = server.newDevice(customer);
        String id = String.valueOf(
                TestServer.link(device, video.linkRequest(device, "bob")).linkId());
        video.userAndLinks(device);
        long before = minted(customer);

        assertEquals(204, device.delete(DeviceApi.LINKS + "/" + id).status());

        assertEquals(List.of(), video.links(device));
        assertEquals(before, minted(customer));
    }

    @Test
    void cipherTextOfAnotherLinkDoesNotOpen() {
        Customer victim = server.newCustomer();
        TestDevice device = server.newDevice(victim);
        TestServer.link(device, video.linkRequest(device, "bob"));
        StoredLink stolen = server.storage()
                .links()
                .storedOfProvider(victim.id(), VIDEO)
                .links()
                .getFirst();
        Customer thief = server.newCustomer();
        TestDevice thiefDevice = server.newDevice(thief);
        insert(thief, stolen.link().id(), stolen.secrets());

        try (RecordedLog log = new RecordedLog()) {
            assertEquals(List.of(), video.links(thiefDevice));
            assertTrue(log.text().contains("does not open"));
        }
        assertEquals(0, minted(thief));
    }

    /// The same customer and link id, so that the provider alone decides.
    @ParameterizedTest
    @CsvSource({"sample-video, 1", "other-music, 0"})
    void signingKeyOpensAtTheProviderOfItsLinkAlone(String provider, int minted) {
        Customer customer = server.newCustomer();
        LinkId id = LinkId.of("e".repeat(32));
        Wrapped signingKey = new SigningKeyVault(server.storage().customerKeys())
                .seal(LinkSigningKey.generate(), id, customer.id(), IdentityProviderName.of(provider));
        insert(customer, id, new LinkSecrets(LinkToken.of("token"), signingKey));

        assertEquals(minted, video.links(server.newDevice(customer)).size());
        assertEquals(minted, minted(customer));
    }

    @Test
    void damagedLinkDoesNotTakeTheOthersAlong() {
        Customer customer = server.newCustomer();
        TestDevice device = server.newDevice(customer);
        TestServer.link(device, video.linkRequest(device, "bob"));
        StoredLink good = server.storage()
                .links()
                .storedOfProvider(customer.id(), VIDEO)
                .links()
                .getFirst();
        insert(customer, LinkId.of("f".repeat(32)), good.secrets());

        assertEquals("bob", only(video.userAndLinks(device)).partnerUserId());
    }

    private static void insert(Customer customer, LinkId id, LinkSecrets secrets) {
        Instant now = server.clock().instant();
        Link link = new Link(
                id,
                customer.id(),
                VIDEO,
                PartnerUserId.of("mallory"),
                AppId.of("sample-tv"),
                new DeviceId("0".repeat(32)),
                now,
                null);
        server.storage()
                .transactions()
                .inCustomerTransaction(
                        customer.id(), tx -> server.storage().links().insertOrExisting(tx, link, secrets));
    }

    @Test
    void turnedOffByAnotherDeviceIsToldAtTheNextCall() {
        Customer customer = server.newCustomer();
        TestDevice device = server.newDevice(customer);
        TestDevice phone = server.newDevice(customer);
        TestServer.link(device, video.linkRequest(device, "bob"));
        phone.put(DeviceApi.SWITCHES, new SwitchChange(SwitchScope.APP, "sample-tv", false));

        assertEquals(
                RequestStatus.FEATURE_TURNED_OFF, video.userAndLinks(device).requestStatus());
        phone.put(DeviceApi.SWITCHES, new SwitchChange(SwitchScope.APP, "sample-tv", true));
        assertEquals(List.of(), video.links(device));
    }

    private static LinkedAccounts linkedAccounts(TestDevice device) {
        return device.get(DeviceApi.LINKS).as(LinkedAccounts.class);
    }

    private static Received ask(TestDevice device, String app, String provider) {
        return device.post(DeviceApi.USER_AND_LINKS, new UserAndLinksRequest(app, provider, null));
    }

    private static org.simplesignin.protocol.Link only(GetUserAndLinksResponse response) {
        List<org.simplesignin.protocol.Link> links = Objects.requireNonNull(response.links());
        assertEquals(1, links.size());
        return links.getFirst();
    }

    private static long minted(Customer customer) {
        return server.storage().auditLog().lines(customer.id(), 1, 100).stream()
                .filter(line -> line.kind().equals("token-minted"))
                .count();
    }
}
