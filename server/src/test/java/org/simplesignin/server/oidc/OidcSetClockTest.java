package org.simplesignin.server.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jwt.JWTClaimsSet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.server.page.PageGuard;
import org.simplesignin.server.testing.TestServer;

/// Signing in at the provider while somebody sets the server's clock, and where the provider's words are of the future.
final class OidcSetClockTest {
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
    void attemptOfTheFutureIsNoneAndAnotherCanBeStarted() {
        Map<String, String> sent = traveller.depart(Traveller.START);
        server.clock().set(Duration.ofHours(-2));
        traveller.assertNobody(traveller.comeBack(sent), "not started in this browser");

        assertEquals(303, traveller.signIn().status());
    }

    @Test
    void attemptOfAServerThatIsAMinuteAheadGoesOn() {
        Map<String, String> sent = traveller.depart(Traveller.START);
        server.clock().set(Duration.ofMinutes(-1));
        assertEquals(303, traveller.comeBack(sent).status());

        Map<String, String> ahead = traveller.depart(Traveller.START);
        server.clock().set(Duration.ofMillis(-60_001));
        assertEquals(400, traveller.comeBack(ahead).status());
    }

    private static UnaryOperator<JWTClaimsSet.Builder> askedAt(long millis) {
        return claims -> claims.claim(
                "auth_time",
                claims.build().getIssueTime().toInstant().plusMillis(millis).getEpochSecond());
    }

    @Test
    void credentialsGivenInTheFutureAreRefusedAndNeverFresh() {
        traveller.signIn();
        server.clock().forward(PageGuard.FRESH);
        List<UnaryOperator<JWTClaimsSet.Builder>> wrong = List.of(
                askedAt(61_000),
                askedAt(Duration.ofDays(1).toMillis()),
                claims -> claims.claim(
                        "auth_time", claims.build().getIssueTime().toInstant().toEpochMilli()),
                claims -> claims.claim("auth_time", Long.MAX_VALUE),
                claims -> claims.claim("auth_time", 1e300),
                claims -> claims.claim("auth_time", "1772366400"),
                claims -> claims.claim("auth_time", true));
        for (UnaryOperator<JWTClaimsSet.Builder> claims : wrong) {
            provider.claims = claims;
            assertTrue(traveller.signInAgain().text().contains(Traveller.UNTRUSTED));
            assertEquals(303, traveller.browser().get("/account/delete").status());
            Traveller stranger = newTraveller();
            stranger.assertNobody(stranger.signIn(), Traveller.UNTRUSTED);
        }
    }
}
