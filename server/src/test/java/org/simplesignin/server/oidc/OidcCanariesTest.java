package org.simplesignin.server.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.simplesignin.server.testing.Canaries;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.RecordedLog;
import org.simplesignin.server.testing.TestServer;

/// What a provider tells of a person, and what this server tells the provider, is in no log; and in no file once the
/// account is deleted.
@Isolated("What other tests log is not what this one asks about.")
final class OidcCanariesTest {
    @TempDir
    private Path directory;

    private final Canaries canaries = new Canaries();

    @Test
    void nothingOfASignInIsLoggedAndNothingOfADeletedPersonIsFound(@TempDir Path backups) throws Exception {
        TestServer[] running = new TestServer[1];
        try (RecordedLog log = new RecordedLog();
                FakeProvider provider =
                        new FakeProvider(() -> running[0].clock().instant());
                TestServer server = TestServer.startWith(
                        directory, usual -> usual.with(change -> change.oidc(provider.settings())))) {
            running[0] = server;
            Traveller traveller = new Traveller(server, provider);
            provider.claims = claims -> claims.subject(canaries.plant("canary-subject-4711"))
                    .claim("name", canaries.plant("Canary Ägnes of the provider"))
                    .claim("email", canaries.plant("canary@provider.example"));
            provider.idToken = canaries::plant;
            canaries.plant(provider.settings().clientSecret());
            assertEquals(303, traveller.signIn().status());
            canaries.plant(traveller.browser().cookie("session").orElseThrow());
            provider.claims = claims -> claims.claim("nonce", canaries.plant("canary-nonce-0815"));
            assertEquals(502, traveller.signInAgain().status());
            Received refused = traveller
                    .browser()
                    .get(Traveller.CALLBACK + "?state=" + canaries.plant("canary-state-of-another") + "&code="
                            + canaries.plant("canary-code-of-another"));
            assertEquals(400, refused.status());
            assertEquals(List.of(), canaries.in(refused.text()));
            traveller.browser().get("/export");
            assertTrue(traveller.browser().post("/export").text().contains("canary-subject-4711"));
            Canaries.backUp(directory, backups);

            traveller.browser().get("/account/delete");
            assertEquals(303, traveller.browser().post("/account/delete").status());

            assertEquals(List.of(), canaries.inFilesOf(directory));
            assertEquals(List.of(), canaries.inFilesOf(backups));
            assertEquals(List.of(), canaries.in(log.text()));
            assertTrue(log.text().contains("BAD_CLAIMS"), "the log is being recorded");
        }
    }
}
