package org.simplesignin.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.simplesignin.tokens.Forge.assertRefused;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.tokens.InvalidTokenException.Reason;

/** Schema, size, the compact form, strict JSON and the header: what is refused before anything is decrypted. */
final class SsiTokenFormTest {
    @Test
    void forgedTokenWithNothingWrongIsVerified() throws InvalidTokenException {
        VerifiedSsiToken verified = Forge.verify(new Forge().token());

        assertEquals("amzn1.account.A", verified.amazonUserId().value());
        assertEquals("user-7", verified.partnerUserId().value());
        assertEquals("link-1", verified.linkId().value());
        assertEquals("sample-tv", verified.app().value());
        assertEquals("device-1", verified.device().value());
        assertEquals(Forge.JTI, verified.id().value());
        assertEquals(Forge.NOW, verified.issuedAt());
        assertEquals(Forge.NOW.plusSeconds(1200), verified.expiresAt());
        assertTrue(verified.nonce().isEmpty());
        assertFalse(verified.userPresent());
        assertTrue(verified.customMembers().isEmpty());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "LINK-TOKEN-1.0", "SSI-TOKEN-1.1", "ssi-token-1.0", " SSI-TOKEN-1.0"})
    void anotherSchemaIsRefused(@Nullable String schema) {
        String token = new Forge().token();
        InvalidTokenException refused = assertThrows(
                InvalidTokenException.class, () -> Forge.verifier().build().verify(token, schema));
        assertEquals(Reason.SCHEMA, refused.reason());
    }

    @Test
    void missingTokenIsRefused() {
        InvalidTokenException refused = assertThrows(
                InvalidTokenException.class, () -> Forge.verifier().build().verify(null, "SSI-TOKEN-1.0"));
        assertEquals(Reason.NOT_COMPACT_JWS, refused.reason());
    }

    @Test
    void tokenOfExactly16KiBIsVerified() throws InvalidTokenException {
        String token = tokenOfLength(16 * 1024);
        assertEquals(16 * 1024, token.length());
        Forge.verify(token);
    }

    @Test
    void tokenOver16KiBIsRefusedBeforeAnyDecoding() {
        assertRefused(Reason.TOO_LONG, tokenOfLength(16 * 1024 + 1));
        assertRefused(Reason.TOO_LONG, "*".repeat(16 * 1024 + 1)); // nothing that could be decoded
    }

    /** A claim of no meaning fills the token up; base64url grows in steps, so the header takes up the rest. */
    private static String tokenOfLength(int length) {
        for (int kid = 1; kid <= 4; kid++) {
            Forge forge = new Forge().header("kid", "k".repeat(kid));
            int missing = length - forge.claim("filler", "").token().length();
            for (int filler = missing * 3 / 4 - 4; filler <= missing * 3 / 4 + 4; filler++) {
                String token = forge.claim("filler", "f".repeat(filler)).token();
                if (token.length() == length) {
                    return token;
                }
            }
        }
        throw new IllegalStateException("No filler fits");
    }

    @Test
    void fewerOrMorePartsThanThreeAreRefused() {
        String token = new Forge().token();
        List<String> parts = List.of(token.split("\\.", -1));
        for (String wrong : List.of(
                "",
                ".",
                "..",
                "...",
                parts.get(0),
                parts.get(0) + "." + parts.get(1),
                token + ".",
                "." + token,
                token + "." + parts.get(2),
                parts.get(0) + ".." + parts.get(1) + "." + parts.get(2))) {
            Reason reason = wrong.equals("..") ? Reason.NOT_STRICT_JSON : Reason.NOT_COMPACT_JWS;
            assertRefused(reason, wrong);
        }
    }

    @Test
    void jweWhereJwsBelongsIsRefused() {
        assertRefused(Reason.NOT_COMPACT_JWS, new Forge().linkToken());
    }

    @Test
    void jsonSerializationIsRefused() {
        String[] parts = new Forge().token().split("\\.", -1);
        assertRefused(
                Reason.NOT_COMPACT_JWS,
                "{\"protected\":\"" + parts[0] + "\",\"payload\":\"" + parts[1] + "\",\"signature\":\"" + parts[2]
                        + "\"}");
        assertRefused(
                Reason.NOT_COMPACT_JWS,
                "{\"payload\":\"" + parts[1] + "\",\"signatures\":[{\"protected\":\"" + parts[0] + "\",\"signature\":\""
                        + parts[2] + "\"}]}");
    }

    @Test
    void paddingIsRefused() {
        String[] parts = new Forge().claim("filler", "").token().split("\\.", -1);
        for (int i = 0; i < 3; i++) {
            String[] changed = parts.clone();
            changed[i] += "=".repeat((4 - parts[i].length() % 4) % 4);
            if (!changed[i].equals(parts[i])) {
                assertRefused(Reason.NOT_COMPACT_JWS, String.join(".", changed));
            }
            changed[i] = parts[i] + "=";
            assertRefused(Reason.NOT_COMPACT_JWS, String.join(".", changed));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"+", "/", " ", "\n", "\t", "\u0000", "é", "\uD800", "%3D", ",", "="})
    void charactersOutsideBase64UrlAreRefused(String strange) {
        String token = new Forge().token();
        for (int at : List.of(0, 5, token.indexOf('.') + 5, token.length() - 5, token.length())) {
            assertRefused(Reason.NOT_COMPACT_JWS, token.substring(0, at) + strange + token.substring(at));
        }
    }

    @Test
    void nonZeroTrailingBitsAreRefused() {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        String token = new Forge().token(); // 64 bytes of signature leave four bits unused
        int last = alphabet.indexOf(token.charAt(token.length() - 1));
        for (int bits = 1; bits < 16; bits++) {
            char changed = alphabet.charAt(last | bits);
            assertRefused(Reason.NOT_COMPACT_JWS, token.substring(0, token.length() - 1) + changed);
        }
    }

    @Test
    void duplicateMembersAreRefused() {
        new Forge().headerText(text -> text.replace("}", ",\"alg\":\"ES256\"}")).refused(Reason.NOT_STRICT_JSON);
        new Forge()
                .claimsText(text -> text.replace("}", ",\"aud\":\"sample-video\"}"))
                .refused(Reason.NOT_STRICT_JSON);
        new Forge()
                .claimsText(text -> text.replace("}", ",\"\\u0061ud\":\"sample-video\"}"))
                .refused(Reason.NOT_STRICT_JSON);
        new Forge()
                .claimsText(text -> text.replace("}", ",\"x\":{\"y\":1,\"y\":1}}"))
                .refused(Reason.NOT_STRICT_JSON);
    }

    @Test
    void depthOfEightIsReadAndOfNineRefused() throws InvalidTokenException {
        Forge.verify(new Forge()
                .claimsText(text -> text.replace("}", ",\"x\":" + "[".repeat(7) + "]".repeat(7) + "}"))
                .token());
        new Forge()
                .claimsText(text -> text.replace("}", ",\"x\":" + "[".repeat(8) + "]".repeat(8) + "}"))
                .refused(Reason.NOT_STRICT_JSON);
    }

    @Test
    void loneSurrogatesAreRefused() {
        for (String escaped : List.of("\\ud800", "\\udc00", "\\udc00\\ud800", "\\ud800x")) {
            new Forge()
                    .claimsText(text -> text.replace("}", ",\"x\":\"" + escaped + "\"}"))
                    .refused(Reason.NOT_STRICT_JSON);
        }
    }

    @Test
    void surrogatesWrittenAsUtf8AreRefused() {
        String[] parts = new Forge().token().split("\\.", -1);
        byte[] claims = "{\"x\":\"___\"}".getBytes(StandardCharsets.UTF_8);
        System.arraycopy(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, 0, claims, 6, 3);
        assertRefused(Reason.NOT_STRICT_JSON, parts[0] + "." + Base64Url.encode(claims) + "." + parts[2]);
        byte[] malformed = Arrays.copyOf(claims, claims.length);
        malformed[6] = (byte) 0xff;
        assertRefused(Reason.NOT_STRICT_JSON, parts[0] + "." + Base64Url.encode(malformed) + "." + parts[2]);
    }

    @Test
    void byteOrderMarkIsRefused() {
        new Forge().headerText(text -> "\uFEFF" + text).refused(Reason.NOT_STRICT_JSON);
        new Forge().claimsText(text -> "\uFEFF" + text).refused(Reason.NOT_STRICT_JSON);
    }

    @Test
    void whatIsNoJsonObjectIsRefused() {
        for (String text : List.of("", "[]", "null", "\"{}\"", "{}{}", "{} x", "{'a':1}", "{\"a\":1,}", "{a:1}")) {
            new Forge().headerText(old -> text).refused(Reason.NOT_STRICT_JSON);
            new Forge().claimsText(old -> text).refused(Reason.NOT_STRICT_JSON);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "nOnE", "nonE", ""})
    void algNoneIsRefusedInAnyCase(String none) {
        new Forge().header("alg", none).refused(Reason.ALGORITHM);
        new Forge().header("alg", none).signature(old -> new byte[0]).refused(Reason.ALGORITHM);
        new Forge().header("alg", none).withoutHeader("typ").refused(Reason.ALGORITHM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"es256", "ES256 ", "ES384", "ES512", "ES256K", "RS256", "PS256", "HS256", "HS384", "EdDSA", "dir"
            })
    void anotherAlgorithmIsRefused(String algorithm) {
        new Forge().header("alg", algorithm).refused(Reason.ALGORITHM);
    }

    @Test
    void missingAlgorithmAndOneOfAnotherJsonTypeAreRefused() {
        new Forge().withoutHeader("alg").refused(Reason.ALGORITHM);
        new Forge().header("alg", null).refused(Reason.ALGORITHM);
        new Forge().header("alg", List.of("ES256")).refused(Reason.ALGORITHM);
        new Forge().header("alg", true).refused(Reason.ALGORITHM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "crit",
                "jwk",
                "jku",
                "x5u",
                "x5c",
                "x5t",
                "x5t#S256",
                "zip",
                "p2c",
                "p2s",
                "epk",
                "enc",
                "cty",
                "b64",
                "url",
                "ALG",
                "unknown",
                ""
            })
    void headerMembersThatNobodyExpectsAreRefused(String member) {
        new Forge().header(member, "x").refused(Reason.HEADER);
        new Forge().header(member, List.of("exp")).refused(Reason.HEADER);
        new Forge().header(member, null).refused(Reason.HEADER);
    }

    @Test
    void embeddedKeyThatVerifiesTheTokenIsRefused() {
        byte[] point = LinkVerificationKey.parse(Forge.verificationKey(Forge.OTHER_SCALAR))
                .point();
        new Forge()
                .header(
                        "jwk",
                        Map.of(
                                "kty",
                                "EC",
                                "crv",
                                "P-256",
                                "x",
                                Base64Url.encode(Arrays.copyOf(point, 32)),
                                "y",
                                Base64Url.encode(Arrays.copyOfRange(point, 32, 64))))
                .signedWith(Forge.OTHER_SCALAR)
                .refused(Reason.HEADER);
    }

    @Test
    void wellFormedKidIsAllowedAndMeansNothing() throws InvalidTokenException {
        Forge.verify(new Forge().header("kid", "k".repeat(64)).token());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../../etc/passwd", "a b", "' OR 1=1 --", "kid\n", "ü", "a.b", "\u0000"})
    void kidOutsideItsFormIsRefused(String kid) {
        new Forge().header("kid", kid).refused(Reason.HEADER);
    }

    @Test
    void kidOf65CharactersOrOfAnotherJsonTypeIsRefused() {
        new Forge().header("kid", "k".repeat(65)).refused(Reason.HEADER);
        new Forge().header("kid", 1).refused(Reason.HEADER);
        new Forge().header("kid", null).refused(Reason.HEADER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "JWT", "ssi-token-1.0", "SSI-TOKEN-1.0 ", "application/SSI-TOKEN-1.0", "LINK-TOKEN-1.0"})
    void anotherTypeIsRefused(String type) {
        new Forge().header("typ", type).refused(Reason.TYPE);
    }

    @Test
    void missingTypeAndOneOfAnotherJsonTypeAreRefused() {
        new Forge().withoutHeader("typ").refused(Reason.TYPE);
        new Forge().header("typ", null).refused(Reason.TYPE);
        new Forge().header("typ", 1).refused(Reason.TYPE);
    }
}
