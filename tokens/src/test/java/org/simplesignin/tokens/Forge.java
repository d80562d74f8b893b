package org.simplesignin.tokens;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.simplesignin.tokens.InvalidTokenException.Reason;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes link tokens and SSI tokens without the library under test and without a JOSE library: plain JCA, plain strings. Every
 * part can be replaced, so a token can be wrong in exactly one place. The same settings give the same token.
 */
final class Forge {
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    static final String ISSUER = "https://ssi.example.org";
    static final String AUDIENCE = "sample-video";
    static final String JTI = "AAECAwQFBgcICQoLDA0ODw";
    static final byte[] KEY_128 = digest("link token key, 128 bits", 16);
    static final byte[] KEY_256 = digest("link token key, 256 bits", 32);
    static final BigInteger SCALAR = new BigInteger(1, digest("link signing key", 32));
    static final BigInteger OTHER_SCALAR = new BigInteger(1, digest("another link signing key", 32));
    static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Map<BigInteger, String> VERIFICATION_KEYS = new ConcurrentHashMap<>();

    private final Map<String, Object> header = new LinkedHashMap<>();
    private final Map<String, Object> claims = new LinkedHashMap<>();
    private final Map<String, Object> linkHeader = new LinkedHashMap<>();
    private final Map<String, Object> linkContent = new LinkedHashMap<>();
    private UnaryOperator<String> headerText = UnaryOperator.identity();
    private UnaryOperator<String> claimsText = UnaryOperator.identity();
    private UnaryOperator<String> linkHeaderText = UnaryOperator.identity();
    private UnaryOperator<String> linkContentText = UnaryOperator.identity();
    private UnaryOperator<String> linkTokenText = UnaryOperator.identity();
    private UnaryOperator<byte[]> signature = UnaryOperator.identity();
    private BigInteger scalar = SCALAR;
    private byte[] linkKey = KEY_256;

    Forge() {
        header.put("alg", "ES256");
        header.put("typ", "SSI-TOKEN-1.0");
        claims.put("iss", ISSUER);
        claims.put("aud", AUDIENCE);
        claims.put("sub", "amzn1.account.A");
        claims.put("link_token", "");
        claims.put("link_token_schema", "LINK-TOKEN-1.0");
        claims.put("link_id", "link-1");
        claims.put("app", "sample-tv");
        claims.put("device", "device-1");
        claims.put("iat", NOW.getEpochSecond());
        claims.put("exp", NOW.getEpochSecond() + 1200);
        claims.put("jti", JTI);
        linkHeader.put("alg", "A256GCMKW");
        linkHeader.put("enc", "A256GCM");
        linkHeader.put("kid", "key-256");
        linkContent.put("amznUserId", "amzn1.account.A");
        linkContent.put("userId", "user-7");
        linkContent.put("vKey", verificationKey(SCALAR));
    }

    static LinkTokenKeys keys() {
        return LinkTokenKeys.parse(
                "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"key-256\",\"k\":\"" + Base64Url.encode(KEY_256)
                        + "\"},{\"kty\":\"oct\",\"kid\":\"key-128\",\"k\":\"" + Base64Url.encode(KEY_128) + "\"}]}");
    }

    static SsiTokenVerifier.Builder verifier() {
        return SsiTokenVerifier.builder(keys(), ISSUER, IdentityProviderName.of(AUDIENCE))
                .clock(Clock.fixed(NOW, ZoneOffset.UTC));
    }

    static VerifiedSsiToken verify(String token) throws InvalidTokenException {
        return verifier().build().verify(token, "SSI-TOKEN-1.0");
    }

    static void assertRefused(Reason reason, String token) {
        assertRefused(reason, verifier().build(), token);
    }

    static void assertRefused(Reason reason, SsiTokenVerifier verifier, String token) {
        InvalidTokenException refused =
                assertThrows(InvalidTokenException.class, () -> verifier.verify(token, "SSI-TOKEN-1.0"));
        assertEquals(reason, refused.reason());
    }

    void refused(Reason reason) {
        assertRefused(reason, token());
    }

    static byte[] digest(String label, int length) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(("Simple Sign-In: " + label).getBytes(UTF_8));
            return Arrays.copyOf(digest, length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String verificationKey(BigInteger scalar) {
        return VERIFICATION_KEYS.computeIfAbsent(scalar, s -> {
            BigInteger[] point = Rfc6979.point(s);
            return LinkVerificationKey.of(point[0], point[1]).toBase64();
        });
    }

    Forge header(String name, @Nullable Object value) {
        header.put(name, value);
        return this;
    }

    Forge withoutHeader(String name) {
        header.remove(name);
        return this;
    }

    Forge headerText(UnaryOperator<String> change) {
        headerText = change;
        return this;
    }

    Forge claim(String name, @Nullable Object value) {
        claims.put(name, value);
        return this;
    }

    Forge withoutClaim(String name) {
        claims.remove(name);
        return this;
    }

    Forge claimsText(UnaryOperator<String> change) {
        claimsText = change;
        return this;
    }

    Forge linkHeader(String name, @Nullable Object value) {
        linkHeader.put(name, value);
        return this;
    }

    Forge withoutLinkHeader(String name) {
        linkHeader.remove(name);
        return this;
    }

    Forge linkHeaderText(UnaryOperator<String> change) {
        linkHeaderText = change;
        return this;
    }

    Forge linkContent(String name, @Nullable Object value) {
        linkContent.put(name, value);
        return this;
    }

    Forge withoutLinkContent(String name) {
        linkContent.remove(name);
        return this;
    }

    Forge linkContentText(UnaryOperator<String> change) {
        linkContentText = change;
        return this;
    }

    /** Changes the finished link token, before it goes into the claims. */
    Forge linkTokenText(UnaryOperator<String> change) {
        linkTokenText = change;
        return this;
    }

    Forge linkKey(byte[] key) {
        linkKey = key;
        return this;
    }

    Forge withKey128() {
        return linkKey(KEY_128)
                .linkHeader("kid", "key-128")
                .linkHeader("alg", "A128GCMKW")
                .linkHeader("enc", "A128GCM");
    }

    Forge signedWith(BigInteger other) {
        scalar = other;
        return this;
    }

    Forge signature(UnaryOperator<byte[]> change) {
        signature = change;
        return this;
    }

    /** Returns what the link token holds, in the clear. */
    String content() {
        return linkContentText.apply(json(linkContent));
    }

    /** Returns the claims, with a link token in them. */
    String claims() {
        if ("".equals(claims.get("link_token"))) {
            claims.put("link_token", linkToken());
        }
        return claimsText.apply(json(claims));
    }

    String token() {
        String signed = encode(headerText.apply(json(header))) + "." + encode(claims());
        return signed + "." + Base64Url.encode(signature.apply(Rfc6979.sign(scalar, signed.getBytes(US_ASCII))));
    }

    /** Returns the JWE: RFC 7516 §5.1 with AES-GCM key wrapping of RFC 7518 §4.7, step by step. */
    String linkToken() {
        byte[] contentKey = digest("content key of the link token", linkKey.length);
        byte[] wrapIv = digest("wrapping iv", 12);
        byte[] contentIv = digest("content iv", 12);
        byte[] wrapped = gcm(linkKey, wrapIv, new byte[0], contentKey);
        int length = contentKey.length;
        Map<String, Object> complete = new LinkedHashMap<>(linkHeader);
        complete.putIfAbsent("iv", Base64Url.encode(wrapIv));
        complete.putIfAbsent("tag", Base64Url.encode(Arrays.copyOfRange(wrapped, length, length + 16)));
        String protectedHeader = encode(linkHeaderText.apply(json(complete)));
        byte[] content = content().getBytes(UTF_8);
        byte[] sealed = gcm(contentKey, contentIv, protectedHeader.getBytes(US_ASCII), content);
        return linkTokenText.apply(String.join(
                ".",
                protectedHeader,
                Base64Url.encode(Arrays.copyOf(wrapped, length)),
                Base64Url.encode(contentIv),
                Base64Url.encode(Arrays.copyOf(sealed, content.length)),
                Base64Url.encode(Arrays.copyOfRange(sealed, content.length, sealed.length))));
    }

    static byte[] gcm(byte[] key, byte[] iv, byte[] aad, byte[] plain) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
            cipher.updateAAD(aad);
            return cipher.doFinal(plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String json(Object value) {
        return JSON.writeValueAsString(value);
    }

    static String encode(String text) {
        return Base64Url.encode(text.getBytes(UTF_8));
    }

    static String decode(String base64Url) {
        return new String(Base64.getUrlDecoder().decode(base64Url), UTF_8);
    }
}
