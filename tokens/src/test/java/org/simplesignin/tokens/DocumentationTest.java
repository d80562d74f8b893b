package org.simplesignin.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** docs/tokens.md says what the code says. */
final class DocumentationTest {
    private static final Path ROOT = Path.of(System.getProperty("root.dir", ".."));

    private static String page() throws IOException {
        return Files.readString(ROOT.resolve("docs/tokens.md"));
    }

    @Test
    void pageNamesEveryReasonInTheOrderOfTheChecks() throws IOException {
        List<String> rows = Pattern.compile("(?m)^\\| \\d+ \\|.*?\\| `([A-Z0-9_]+)` \\|")
                .matcher(page())
                .results()
                .map(row -> row.group(1))
                .toList();
        assertEquals(
                Arrays.stream(InvalidTokenException.Reason.values())
                        .map(Enum::name)
                        .toList(),
                rows);
    }

    @Test
    void vectorsThatThePageNamesAreThere() throws IOException {
        Set<String> files = Pattern.compile("vectors/([a-z-]+\\.(?:json|pem|md))")
                .matcher(page())
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toSet());
        assertEquals(false, files.isEmpty());
        for (String file : files) {
            assertTrue(Files.exists(ROOT.resolve("tokens/src/test/resources/vectors/" + file)), file);
        }
    }

    @Test
    void examplesWork(@TempDir Path directory) throws Exception {
        AppKeyPair app = AppKeyPair.generate();
        Path keys = Files.writeString(
                directory.resolve("keys.json"), Forge.keys().toInsecureJson(InsecureSecretAccess.GRANTED));
        Path appKey =
                Files.writeString(directory.resolve("app.pem"), app.publicKey().toPem());
        Snippets snippets = new Snippets(keys, appKey);
        JsonNode answer = Forge.JSON.valueToTree(snippets.linkToken("amzn1.account.A", new Snippets.Account("user-7")));
        LinkSigningKey key =
                app.decryptLinkSigningKey(answer.get("linkSigningKey").asString());
        String linkToken = answer.get("linkToken").get("token").asString();
        String token = SsiTokenIssuer.of(
                        Forge.ISSUER, SsiTokenIssuer.DEFAULT_LIFE, Clock.systemUTC(), new SecureRandom())
                .issue(
                        SsiTokenClaims.of(
                                IdentityProviderName.of(Forge.AUDIENCE),
                                AmazonUserId.of("amzn1.account.A"),
                                LinkToken.of(linkToken),
                                LinkId.of("link-1"),
                                AppId.of("app"),
                                DirectedDeviceId.of("device")),
                        key);
        assertEquals(
                "user-7", snippets.signIn(token, "SSI-TOKEN-1.0").orElseThrow().id());
        assertTrue(snippets.signIn(token, "SSI-TOKEN-1.0").isEmpty(), "the second time");
        assertEquals(
                PartnerUserId.of("user-7"),
                Snippets.readme(
                        Forge.keys(),
                        app.publicKey(),
                        IdentityProviderName.of(Forge.AUDIENCE),
                        ReplayCache.inMemory(1, Clock.systemUTC()),
                        AmazonUserId.of("amzn1.account.A"),
                        PartnerUserId.of("user-8"),
                        token,
                        "SSI-TOKEN-1.0"));
    }

    @Test
    void rotationExampleEndsWithTheNewKeyAndKeepsTheOld() {
        LinkTokenKeys old = Forge.keys();
        LinkTokenKeys rotated = Snippets.rotate(old);
        assertNotEquals(old.currentKid(), rotated.currentKid());
        assertTrue(rotated.kids().containsAll(old.kids()));
    }
}
