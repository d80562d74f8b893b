package org.simplesignin.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.simplesignin.tokens.InvalidLinkSigningKeyException.Reason;
import tools.jackson.databind.JsonNode;

/**
 * Project Wycheproof through our own reading code. Each test counts what it accepted, so that "everything is refused" does not
 * pass for "everything is right"; kinds of keys and algorithms that we do not support must be refused.
 */
final class WycheproofTest {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void ecdsaSignaturesInP1363Form() {
        assertEcdsa();
    }

    static void assertEcdsa() {
        int accepted = 0;
        for (Wycheproof.Case c : Wycheproof.cases("ecdsa_secp256r1_sha256_p1363_test.json")) {
            byte[] spki = HEX.parseHex(c.group().get("publicKeyDer").asString());
            LinkVerificationKey key =
                    LinkVerificationKey.parse(Base64.getEncoder().encodeToString(spki));
            boolean verified = key.verifies(HEX.parseHex(c.text("msg")), HEX.parseHex(c.text("sig")));
            assertEquals(c.isValid(), verified, c.toString());
            accepted += verified ? 1 : 0;
        }
        assertEquals(173, accepted);
    }

    @Test
    void jsonWebSignatures() {
        assertEquals(2, acceptedSignatures("json_web_signature_test.json"));
    }

    @Test
    void jsonWebCryptography() {
        assertEquals(1, acceptedSignatures("json_web_crypto_test.json"));
    }

    /** ES256 with a P-256 key for signatures is what we support; every other valid case must be refused. */
    private static int acceptedSignatures(String file) {
        int accepted = 0;
        for (Wycheproof.Case c : Wycheproof.cases(file)) {
            JsonNode jwk = c.group().has("public")
                    ? c.group().get("public")
                    : c.group().path("private");
            JsonNode token =
                    c.test().has("jws") ? c.test().get("jws") : c.test().path("jwe");
            String text = token.isString() ? token.asString() : token.toString();
            boolean supported = jwk.path("alg").asString("").equals("ES256")
                    && jwk.path("use").asString("").equals("sig");
            boolean verified = supported && isSigned(text, jwk);
            assertEquals(c.isValid() && supported, verified, c.toString());
            assertThrows(InvalidTokenException.class, () -> Forge.verify(text), c.toString());
            if (!supported) {
                assertThrows(InvalidTokenException.class, () -> withAnyKey(text, jwk), c.toString());
            }
            accepted += verified ? 1 : 0;
        }
        return accepted;
    }

    private static boolean isSigned(String token, JsonNode jwk) {
        try {
            return CompactJws.parse(token).isSignedBy(key(jwk));
        } catch (InvalidTokenException e) {
            return false;
        }
    }

    /** Keys that are not for ES256 signatures cannot be given to our code: what is left to refuse is the token. */
    private static void withAnyKey(String token, JsonNode jwk) throws InvalidTokenException {
        CompactJws jws = CompactJws.parse(token);
        assertFalse(jwk.path("alg").asString("").equals("ES256")
                && jwk.path("use").asString("").equals("sig"));
        if (!jws.isSignedBy(LinkVerificationKey.parse(Forge.verificationKey(Forge.SCALAR)))) {
            throw new InvalidTokenException(InvalidTokenException.Reason.SIGNATURE);
        }
    }

    private static LinkVerificationKey key(JsonNode jwk) {
        return LinkVerificationKey.of(
                new BigInteger(1, Base64Url.decode(jwk.get("x").asString())),
                new BigInteger(1, Base64Url.decode(jwk.get("y").asString())));
    }

    @Test
    void jsonWebKeysOfOtherKindsAndForOtherUsesAreRefused() {
        for (Wycheproof.Case c : Wycheproof.cases("json_web_key_test.json")) {
            assertThrows(InvalidTokenException.class, () -> Forge.verify(c.text("jws")), c.toString());
            for (String half : Set.of("private", "public")) {
                JsonNode set = c.group().path(half);
                assertThrows(IllegalArgumentException.class, () -> LinkTokenKeys.parse(set.toString()), c.toString());
                for (JsonNode jwk : set.path("keys")) {
                    assertThrows(IllegalArgumentException.class, () -> AppKey.parseJwk(jwk.toString()), c.toString());
                }
            }
        }
    }

    @Test
    void pointOffTheCurveInAJsonWebKeyIsRefused() {
        JsonNode jwk = Wycheproof.cases("json_web_key_test.json").stream()
                .filter(c -> c.group().path("comment").asString("").equals("invalid_point"))
                .findFirst()
                .orElseThrow()
                .group()
                .get("public")
                .get("keys")
                .get(0);
        assertThrows(IllegalArgumentException.class, () -> key(jwk));
    }

    @Test
    void jsonWebEncryption() {
        int accepted = 0;
        for (Wycheproof.Case c : Wycheproof.cases("json_web_encryption_test.json")) {
            JsonNode jwk = c.group().path("private");
            boolean supported = isSupported(jwk, c.text("enc"));
            byte[] content = open(c.text("jwe"), jwk);
            assertEquals(supported && c.isValid(), content != null, c.toString());
            if (content != null) {
                assertEquals(c.text("pt"), HEX.formatHex(content), c.toString());
                accepted++;
            }
            assertThrows(
                    InvalidTokenException.class,
                    () -> new LinkTokenReader(Forge.keys()).read(c.text("jwe")),
                    c.toString());
        }
        assertEquals(3, accepted);
    }

    private static boolean isSupported(JsonNode jwk, String encryption) {
        String algorithm = jwk.path("alg").asString("");
        return Set.of("A128GCMKW A128GCM", "A256GCMKW A256GCM").contains(algorithm + " " + encryption);
    }

    /** Returns the content, or null where key or token is refused. The kid, which most cases lack, is added for the key set. */
    private static byte @Nullable [] open(String token, JsonNode jwk) {
        Map<String, Object> oct = new LinkedHashMap<>();
        jwk.properties().forEach(member -> oct.put(member.getKey(), member.getValue()));
        oct.put("kid", "k");
        try {
            LinkTokenKeys keys = LinkTokenKeys.parse("{\"keys\":[" + Forge.json(oct) + "]}");
            byte[][] parts = CompactForm.parts(token, 5);
            return parts == null
                    ? null
                    : LinkTokenReader.open(
                            token, StrictJson.object(parts[0]), parts, Objects.requireNonNull(keys.key("k")));
        } catch (IllegalArgumentException | StrictJson.Refused | InvalidTokenException e) {
            return null;
        }
    }

    @Test
    void aesGcmAsItWrapsTheContentKey() {
        int accepted = 0;
        for (Wycheproof.Case c : Wycheproof.cases("aes_gcm_test.json")) {
            byte[] key = HEX.parseHex(c.text("key"));
            byte[] contentKey = HEX.parseHex(c.text("msg"));
            boolean supported = c.group().get("ivSize").asInt() == 96
                    && c.text("aad").isEmpty()
                    && (key.length == 16 || key.length == 32)
                    && contentKey.length == key.length;
            byte[] content = unwrapped(c, key, supported ? contentKey : key);
            assertEquals(supported && c.isValid(), content != null, c.toString());
            accepted += content == null ? 0 : 1;
        }
        assertEquals(4, accepted); // few, as key wrapping has no associated data and wraps keys only
    }

    /** Makes a JWE whose wrapped key is the ciphertext of the case; where it does not unwrap, nothing can be read. */
    private static byte @Nullable [] unwrapped(Wycheproof.Case c, byte[] key, byte[] contentKey) {
        String bits = String.valueOf(key.length * 8);
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", "A" + bits + "GCMKW");
        header.put("enc", "A" + bits + "GCM");
        header.put("iv", Base64Url.encode(HEX.parseHex(c.text("iv"))));
        header.put("tag", Base64Url.encode(HEX.parseHex(c.text("tag"))));
        String first = Forge.encode(Forge.json(header));
        byte[] sealed = Forge.gcm(
                contentKey,
                new byte[12],
                first.getBytes(StandardCharsets.US_ASCII),
                "content".getBytes(StandardCharsets.US_ASCII));
        String token = String.join(
                ".",
                first,
                Base64Url.encode(HEX.parseHex(c.text("ct"))),
                Base64Url.encode(new byte[12]),
                Base64Url.encode(Arrays.copyOf(sealed, 7)),
                Base64Url.encode(Arrays.copyOfRange(sealed, 7, sealed.length)));
        try {
            byte[][] parts = CompactForm.parts(token, 5);
            return parts == null
                    ? null
                    : LinkTokenReader.open(token, StrictJson.object(parts[0]), parts, new SecretKeySpec(key, "AES"));
        } catch (StrictJson.Refused | InvalidTokenException e) {
            return null;
        }
    }

    @Test
    void rsaOaepWithSha256InBothPlaces() {
        int decrypted = 0;
        for (Wycheproof.Case c : Wycheproof.cases("rsa_oaep_3072_sha256_mgf1sha256_test.json")) {
            AppKeyPair pair = AppKeyPair.parsePkcs8(
                    HEX.parseHex(c.group().get("privateKeyPkcs8").asString()));
            String base64 = Base64.getEncoder().encodeToString(HEX.parseHex(c.text("ct")));
            InvalidLinkSigningKeyException refused = assertThrows(
                    InvalidLinkSigningKeyException.class, () -> pair.decryptLinkSigningKey(base64), c.toString());
            // What decrypts is no key, so the two reasons tell whether it decrypted. A label is not supported.
            boolean expected = c.isValid() && c.text("label").isEmpty();
            assertEquals(
                    expected ? Reason.INVALID_LINK_SIGNING_KEY : Reason.INVALID_LINK_SIGNING_KEY_ENCRYPTION,
                    refused.reason(),
                    c.toString());
            decrypted += expected ? 1 : 0;
        }
        assertEquals(10, decrypted);
    }
}
