package org.simplesignin.tokens;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.util.Base64URL;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The public half of a link's key pair: a point on P-256. It stands in the link token as {@code vKey} and checks the
 * signatures of {@link LinkSigningKey}.
 */
public final class LinkVerificationKey {
    /** The X.509 SubjectPublicKeyInfo of every uncompressed P-256 point begins like this (RFC 5480 §2); 64 bytes follow. */
    private static final byte[] PREFIX =
            HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d03010703420004");

    private static final int LENGTH = PREFIX.length + 2 * P256.BYTES;

    private static final int SIGNATURE_BYTES = 2 * P256.BYTES;

    private final ECPublicKey key;
    private final byte[] encoded;

    private LinkVerificationKey(ECPublicKey key, byte[] encoded) {
        this.key = key;
        this.encoded = encoded;
    }

    /**
     * Reads Base64 (with padding) of an X.509 SubjectPublicKeyInfo of 91 bytes: P-256 by name, uncompressed point.
     *
     * @throws IllegalArgumentException for anything else: another curve, explicit parameters, a compressed point, a point
     *     off the curve or at infinity
     */
    public static LinkVerificationKey parse(String base64) {
        byte[] encoded = Base64Url.decodeStandard(base64);
        if (encoded.length != LENGTH || !Arrays.equals(encoded, 0, PREFIX.length, PREFIX, 0, PREFIX.length)) {
            throw refused(null);
        }
        return of(P256.number(encoded, PREFIX.length), P256.number(encoded, PREFIX.length + P256.BYTES));
    }

    static LinkVerificationKey of(BigInteger x, BigInteger y) {
        if (!P256.isOnCurve(x, y)) {
            throw refused(null); // a point off the curve is how a private key is drawn out, and no key at all here
        }
        byte[] encoded = Arrays.copyOf(PREFIX, LENGTH);
        P256.write(x, encoded, PREFIX.length);
        P256.write(y, encoded, PREFIX.length + P256.BYTES);
        try {
            return new LinkVerificationKey(P256.publicKey(x, y), encoded);
        } catch (GeneralSecurityException e) {
            throw refused(e);
        }
    }

    private static IllegalArgumentException refused(@Nullable Throwable cause) {
        return new IllegalArgumentException("The verification key is not a P-256 point in X.509 form", cause);
    }

    /** Returns Base64, with padding, of the X.509 SubjectPublicKeyInfo: 124 characters. */
    public String toBase64() {
        return Base64.getEncoder().encodeToString(encoded);
    }

    /** Verifies an ECDSA signature over SHA-256: exactly 64 bytes, r before s (RFC 7518 §3.4). */
    boolean verifies(byte[] message, byte[] signature) {
        // The range of r and s is checked here and not left to the provider: CVE-2022-21449, FIPS 186-5 §6.4.2 step 1.
        if (signature.length != SIGNATURE_BYTES
                || !P256.isScalar(P256.number(signature, 0))
                || !P256.isScalar(P256.number(signature, P256.BYTES))) {
            return false;
        }
        try {
            return new ECDSAVerifier(key)
                    .verify(new JWSHeader(JWSAlgorithm.ES256), message, Base64URL.encode(signature));
        } catch (JOSEException e) {
            return false;
        }
    }

    ECPublicKey key() {
        return key;
    }

    /** Returns the 64 bytes of the point, x before y. */
    byte[] point() {
        return Arrays.copyOfRange(encoded, PREFIX.length, LENGTH);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LinkVerificationKey that && Arrays.equals(encoded, that.encoded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded);
    }

    /** Returns the Base64 form: it is public. */
    @Override
    public String toString() {
        return toBase64();
    }
}
