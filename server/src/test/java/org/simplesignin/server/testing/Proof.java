package org.simplesignin.server.testing;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.Json;

/// A DPoP proof, written by hand so that a test can write it wrong. Not thread-safe.
public final class Proof {
    private final Map<String, Object> header = new LinkedHashMap<>();
    private final Map<String, Object> jwk = new LinkedHashMap<>();
    private final Map<String, Object> claims = new LinkedHashMap<>();
    private KeyPair signer;
    private UnaryOperator<String> damage = UnaryOperator.identity();

    /// Makes the right proof.
    public Proof(KeyPair key, String method, String url, @Nullable String nonce, @Nullable String accessToken) {
        signer = key;
        header.put("typ", "dpop+jwt");
        header.put("alg", "ES256");
        header.put("jwk", jwk);
        ECPublicKey publicKey = (ECPublicKey) key.getPublic();
        jwk.put("kty", "EC");
        jwk.put("crv", "P-256");
        jwk.put("x", base64(unsigned(publicKey.getW().getAffineX())));
        jwk.put("y", base64(unsigned(publicKey.getW().getAffineY())));
        claims.put("htm", method);
        claims.put("htu", url);
        claims.put("iat", 0); // a TV that was never told the time
        claims.put("jti", UUID.randomUUID().toString());
        if (nonce != null) {
            claims.put("nonce", nonce);
        }
        if (accessToken != null) {
            claims.put("ath", base64(sha256(accessToken)));
        }
    }

    /// Returns a fresh P-256 key.
    public static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /// Sets a member of the header; null takes it out.
    public Proof header(String name, @Nullable Object value) {
        return put(header, name, value);
    }

    /// Sets a member of the key in the header; null takes it out.
    public Proof jwk(String name, @Nullable Object value) {
        return put(jwk, name, value);
    }

    /// Changes a member of the key in the header.
    public Proof jwkChanged(String name, UnaryOperator<String> change) {
        return put(jwk, name, change.apply(String.valueOf(jwk.get(name))));
    }

    /// Sets a claim; null takes it out.
    public Proof claim(String name, @Nullable Object value) {
        return put(claims, name, value);
    }

    /// Signs with another key than the header shows.
    public Proof signedBy(KeyPair other) {
        signer = other;
        return this;
    }

    /// Changes the finished text.
    public Proof damaged(UnaryOperator<String> change) {
        damage = change;
        return this;
    }

    private Proof put(Map<String, Object> members, String name, @Nullable Object value) {
        if (value == null) {
            members.remove(name);
        } else {
            members.put(name, value);
        }
        return this;
    }

    /// Returns the compact serialization.
    public String text() {
        String signed = base64(Json.write(header)) + "." + base64(Json.write(claims));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(signer.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return damage.apply(signed + "." + base64(signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /// Returns base64url without padding.
    public static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] unsigned(BigInteger coordinate) {
        byte[] bytes = coordinate.toByteArray();
        byte[] out = new byte[32];
        int length = Math.min(bytes.length, 32);
        System.arraycopy(bytes, bytes.length - length, out, 32 - length, length);
        return out;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
