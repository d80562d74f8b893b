package org.simplesignin.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.simplesignin.tokens.InvalidTokenException.Reason;
import tools.jackson.databind.JsonNode;

/** The published vectors: the library answers as they say, and the generator makes them as they are. */
final class PublishedVectorsTest {
    private static final Path DIRECTORY =
            Path.of(System.getProperty("root.dir", ".."), "tokens/src/test/resources/vectors");

    private static JsonNode read(String name) {
        return Forge.JSON.readTree(DIRECTORY.resolve(name));
    }

    private static AppKeyPair appKey(String name) throws IOException {
        String pem = Files.readString(DIRECTORY.resolve(name));
        String base64 = pem.lines().filter(line -> !line.startsWith("-")).reduce("", String::concat);
        return AppKeyPair.parsePkcs8(Base64.getDecoder().decode(base64));
    }

    /** With {@code -Dvectors.write=true} the files are written before they are compared. */
    @Test
    void filesAreWhatTheGeneratorMakes() throws IOException {
        Map<String, String> files = PublishedVectors.files(appKey("app-key.pem"), appKey("other-app-key.pem"));
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = DIRECTORY.resolve(file.getKey());
            if (Boolean.getBoolean("vectors.write")) {
                Files.writeString(path, file.getValue());
            }
            assertEquals(file.getValue(), Files.readString(path), file.getKey());
        }
    }

    @Test
    void ssiTokensAreAnsweredAsTheVectorsSay() throws Exception {
        assertSsiTokens();
    }

    static void assertSsiTokens() throws Exception {
        JsonNode file = read("ssi-tokens.json");
        LinkTokenKeys keys = LinkTokenKeys.parse(file.get("linkTokenKeys").toString());
        Set<Reason> seen = EnumSet.noneOf(Reason.class);
        for (JsonNode c : file.get("cases")) {
            SsiTokenVerifier.Builder builder = SsiTokenVerifier.builder(
                            keys,
                            file.get("issuer").asString(),
                            IdentityProviderName.of(
                                    file.get("identityProviderName").asString()))
                    .clock(Clock.fixed(
                            Instant.ofEpochSecond(
                                    c.path("now").asLong(file.get("now").asLong())),
                            ZoneOffset.UTC));
            if (c.path("requireUserPresent").asBoolean(false)) {
                builder.requireUserPresent();
            }
            SsiTokenVerifier verifier = builder.build();
            if (c.get("result").asString().equals("valid")) {
                assertSays(c, verify(verifier, c));
            } else {
                InvalidTokenException refused =
                        assertThrows(InvalidTokenException.class, () -> verify(verifier, c), c.toString());
                assertEquals(c.get("reason").asString(), refused.reason().name(), c.toString());
                seen.add(refused.reason());
            }
        }
        Set<Reason> stateful = EnumSet.of(Reason.REPLAYED, Reason.REPLAY_CACHE_FULL);
        assertEquals(EnumSet.complementOf(EnumSet.copyOf(stateful)), seen, "every reason has a vector");
    }

    private static VerifiedSsiToken verify(SsiTokenVerifier verifier, JsonNode c) throws InvalidTokenException {
        String token = c.get("token").asString();
        String schema = c.get("schema").asString();
        return c.has("expectedNonce")
                ? verifier.verify(token, schema, Nonce.of(c.get("expectedNonce").asString()))
                : verifier.verify(token, schema);
    }

    private static void assertSays(JsonNode c, VerifiedSsiToken verified) {
        JsonNode claims = Forge.JSON.readTree(c.get("claims").asString());
        JsonNode content = Forge.JSON.readTree(c.get("linkTokenContent").asString());
        assertEquals(claims.get("sub").asString(), verified.amazonUserId().value());
        assertEquals(content.get("userId").asString(), verified.partnerUserId().value());
        assertEquals(claims.get("link_id").asString(), verified.linkId().value());
        assertEquals(claims.get("app").asString(), verified.app().value());
        assertEquals(claims.get("device").asString(), verified.device().value());
        assertEquals(claims.get("jti").asString(), verified.id().value());
        assertEquals(claims.get("iat").asLong(), verified.issuedAt().getEpochSecond());
        assertEquals(claims.get("exp").asLong(), verified.expiresAt().getEpochSecond());
        assertEquals(claims.path("user_present").asBoolean(false), verified.userPresent());
        assertEquals(
                claims.path("nonce").asString(""),
                verified.nonce().map(Nonce::value).orElse(""));
        Map<String, String> custom = new TreeMap<>();
        content.properties().stream()
                .filter(member -> member.getKey().startsWith("c."))
                .forEach(member -> custom.put(
                        member.getKey().substring(2), member.getValue().asString()));
        assertEquals(custom, verified.customMembers());
    }

    @Test
    void linkSigningKeysAreAnsweredAsTheVectorsSay() throws Exception {
        assertLinkSigningKeys();
    }

    static void assertLinkSigningKeys() throws Exception {
        JsonNode file = read("link-signing-keys.json");
        AppKeyPair app = appKey(file.get("appKeyPkcs8Pem").asString());
        assertEquals(AppKey.parsePem(file.get("appKeyPem").asString()), app.publicKey());
        assertEquals(AppKey.parseJwk(file.get("appKeyJwk").toString()), app.publicKey());
        int valid = 0;
        for (JsonNode c : file.get("cases")) {
            String encrypted = c.get("linkSigningKey").asString();
            if (c.get("result").asString().equals("valid")) {
                LinkSigningKey key = app.decryptLinkSigningKey(encrypted);
                assertEquals(
                        c.get("pkcs8Hex").asString(),
                        HexFormat.of().formatHex(key.toInsecurePkcs8(InsecureSecretAccess.GRANTED)));
                assertEquals(c.get("vKey").asString(), key.verificationKey().toBase64());
                valid++;
            } else {
                InvalidLinkSigningKeyException refused = assertThrows(
                        InvalidLinkSigningKeyException.class, () -> app.decryptLinkSigningKey(encrypted), c.toString());
                assertEquals(c.get("reason").asString(), refused.reason().name(), c.toString());
            }
        }
        assertTrue(valid == 4, "four forms of a valid key");
    }
}
