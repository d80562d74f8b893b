package org.simplesignin.server.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.jwk.RSAKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.TestServer;

/// What a provider may say or fail to say, when it is asked for its metadata, its keys and a token: through the whole
/// server.
final class ProviderAnswersTest {
    @TempDir
    private Path directory;

    private FakeProvider provider;
    private TestServer server;
    private Traveller traveller;

    @BeforeEach
    void start() {
        provider = new FakeProvider(() -> server.clock().instant());
        server = TestServer.startWith(directory, usual -> usual.with(change -> change.oidc(provider.settings())));
        traveller = newTraveller();
    }

    @AfterEach
    void stop() {
        server.close();
        provider.close();
    }

    private Traveller newTraveller() {
        return new Traveller(server, provider);
    }

    @Test
    void rotatedKeyIsFetchedOnceAndAnUnknownOneNoMoreThanOnceAMinute() {
        traveller.signIn();
        assertEquals(1, provider.keyRequests());
        RSAKey next = FakeProvider.newKey("second");
        provider.published = List.of(next);
        provider.signing = next;

        assertEquals(303, traveller.signIn().status());
        assertEquals(2, provider.keyRequests());

        provider.signing = FakeProvider.newKey("never published");
        for (int i = 0; i < 5; i++) {
            assertTrue(traveller.signIn().text().contains(Traveller.UNTRUSTED));
        }
        assertEquals(2, provider.keyRequests(), "nobody makes us ask again and again");

        server.clock().forward(Provider.BETWEEN_REFETCHES);
        traveller.signIn();
        assertEquals(3, provider.keyRequests());
    }

    @Test
    void metadataIsFetchedOnceAnHour() {
        traveller.signIn();
        traveller.signIn();
        assertEquals(1, provider.metadataRequests());
        server.clock().forward(Provider.KEPT);
        traveller.signIn();

        assertEquals(2, provider.metadataRequests());
    }

    @Test
    void providerWhoseMetadataAreNotItsOwnOrNotSafeIsNotUsed() {
        Map<String, Object> wrong = new LinkedHashMap<>();
        wrong.put("issuer", "https://evil.example");
        wrong.put("token_endpoint", "http://evil.example/token");
        wrong.put("authorization_endpoint", "http://evil.example/authorize");
        wrong.put("jwks_uri", "http://evil.example/jwks");
        wrong.put("code_challenge_methods_supported", List.of("plain"));
        wrong.forEach((member, value) -> {
            Object right = provider.tell(member, value);
            Received received = traveller.browser().get(Traveller.START);
            assertEquals(502, received.status(), member);
            assertTrue(received.text().contains(Traveller.UNTRUSTED), member);
            provider.tell(member, right);
            server.clock().forward(Provider.AFTER_FAILURE);
        });
        assertEquals(303, traveller.signIn().status());
    }

    @Test
    void providerThatFailedIsLeftAloneForAWhile() {
        provider.metadataStatus = 500;
        for (int i = 0; i < 5; i++) {
            Received away = traveller.browser().get(Traveller.START);
            assertEquals(503, away.status());
            assertEquals("10", away.header("Retry-After").orElse(""));
        }
        assertEquals(1, provider.metadataRequests());

        provider.metadataStatus = 200;
        server.clock().forward(Provider.AFTER_FAILURE);

        assertEquals(303, traveller.signIn().status());
    }

    @Test
    void clockSetBackKeepsNobodyFromTheProvider() {
        provider.metadataStatus = 500;
        assertEquals(503, traveller.browser().get(Traveller.START).status());
        provider.metadataStatus = 200;
        server.clock().set(Duration.ofHours(-2));
        server.clock().forward(Provider.AFTER_FAILURE);
        assertEquals(303, traveller.signIn().status());
        RSAKey next = FakeProvider.newKey("second");
        provider.published = List.of(next);
        provider.signing = next;
        assertEquals(303, traveller.signIn().status());

        server.clock().set(Duration.ofHours(-2));
        server.clock().forward(Provider.BETWEEN_REFETCHES);
        RSAKey third = FakeProvider.newKey("third");
        provider.published = List.of(third);
        provider.signing = third;

        assertEquals(303, traveller.signIn().status(), "the keys are fetched again a minute later");
    }

    @Test
    void clockSetBackDoesNotMakeMetadataAndWithdrawnKeysLastLonger() {
        traveller.signIn();
        server.clock().set(Duration.ofHours(-2));
        server.clock().forward(Provider.KEPT);
        traveller.signIn();

        assertEquals(2, provider.metadataRequests());
        assertEquals(2, provider.keyRequests());
    }

    @Test
    void clockSetForwardAndBackHasNothingFetchedMoreOften() {
        traveller.signIn();
        server.clock().set(Duration.ofHours(2));
        traveller.signIn();
        server.clock().set(Duration.ofHours(-2));
        traveller.signIn();

        assertEquals(1, provider.metadataRequests());
        assertEquals(1, provider.keyRequests());
    }

    /// Who hangs on the provider must not hang the devices.
    @Test
    void providerThatHangsTakesNoMoreThanItsRoom() throws Exception {
        startBehindAProxy();
        provider.gate = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ExecutorCompletionService<Integer> answers = new ExecutorCompletionService<>(threads);
            for (int i = 0; i < OidcSignIn.MOST_AT_ONCE + 4; i++) {
                String address = "10.%d.0.1".formatted(i);
                answers.submit(() -> statusFrom(address));
            }
            for (int i = 0; i < 4; i++) {
                assertEquals(503, answers.take().get());
            }
            assertEquals(
                    200,
                    newTraveller().browser().from("10.99.0.1").get("/sign-in").status(),
                    "all else goes on");
            provider.gate.countDown();
            for (int i = 0; i < OidcSignIn.MOST_AT_ONCE; i++) {
                assertEquals(303, answers.take().get());
            }
        }
    }

    @Test
    void siteWithManyNetworksLeavesRoomToOthersWhileTheProviderHangs() throws Exception {
        startBehindAProxy();
        provider.gate = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ExecutorCompletionService<Integer> site = new ExecutorCompletionService<>(threads);
            for (int i = 0; i < OidcSignIn.MOST_AT_ONCE; i++) {
                String address = "2001:db8:7:%x::1".formatted(i);
                site.submit(() -> statusFrom(address));
            }
            for (int i = 0; i < OidcSignIn.MOST_AT_ONCE / 2; i++) {
                assertEquals(503, site.take().get());
            }
            Future<Integer> other = threads.submit(() -> statusFrom("203.0.113.7"));
            provider.gate.countDown();
            assertEquals(303, other.get());
            for (int i = 0; i < OidcSignIn.MOST_AT_ONCE / 2; i++) {
                assertEquals(303, site.take().get());
            }
        }
    }

    private void startBehindAProxy() {
        server.close();
        server = TestServer.startWith(
                directory,
                usual -> usual.with(change -> change.behindProxy(true).oidc(provider.settings())));
    }

    private int statusFrom(String address) {
        return newTraveller().browser().from(address).get(Traveller.START).status();
    }

    @Test
    void providerThatIsAwayOrRedirectsOrNeverEndsIsToldApartFromALiar() {
        provider.metadataStatus = 302;
        assertEquals(503, traveller.browser().get(Traveller.START).status());
        provider.metadataStatus = 200;
        server.clock().forward(Provider.AFTER_FAILURE);
        Map<String, String> sent = traveller.depart(Traveller.START);
        provider.tokenStatus = 500;
        traveller.assertNobody(traveller.comeBack(sent), "does not answer");
        provider.tokenStatus = 200;
        provider.tokenAnswer = right -> right + " ".repeat(ProviderHttp.MOST_BYTES);
        traveller.assertNobody(traveller.signIn(), "does not answer");
        provider.tokenAnswer = UnaryOperator.identity();
        provider.close();
        traveller.assertNobody(traveller.signIn(), "does not answer");
    }

    @Test
    void codeThatIsNotExchangedSignsNobodyIn() {
        provider.tokenStatus = 400;
        provider.tokenAnswer = right -> "{\"error\": \"invalid_grant\"}";
        traveller.assertNobody(traveller.signIn(), Traveller.UNTRUSTED);
        provider.tokenStatus = 200;
        provider.tokenAnswer = right -> "{\"access_token\": \"x\", \"token_type\": \"Bearer\"}";
        traveller.assertNobody(traveller.signIn(), Traveller.UNTRUSTED);
        provider.tokenAnswer = right -> "not JSON";
        traveller.assertNobody(traveller.signIn(), Traveller.UNTRUSTED);
    }
}
