package org.simplesignin.tokens;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The private half of a link's key pair: a P-256 key with which the server signs SSI tokens of that one link. A partner
 * backend makes it with the link token, encrypts it for the app's key and forgets it.
 *
 * <p>Its form is PKCS#8 with the public key inside, 138 bytes; read are also the three other forms in which P-256 keys are
 * found (RFC 5915: curve repeated or not, public key or not). It prints as {@code [redacted]}.
 */
public final class LinkSigningKey {
    private static final String ECDSA = "SHA256withECDSAinP1363Format";
    private static final byte[] PROBE = "Simple Sign-In: do these halves match?".getBytes(StandardCharsets.US_ASCII);

    private final ECPrivateKey key;
    private final LinkVerificationKey verificationKey;

    private LinkSigningKey(ECPrivateKey key, LinkVerificationKey verificationKey) {
        this.key = key;
        this.verificationKey = verificationKey;
    }

    /** Makes a fresh key from a secure random source of its own. */
    public static LinkSigningKey generate() {
        return generate(new SecureRandom());
    }

    /** Makes a fresh key from the given random source. */
    public static LinkSigningKey generate(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), Objects.requireNonNull(random, "random"));
            KeyPair pair = generator.generateKeyPair();
            ECPoint point = ((ECPublicKey) pair.getPublic()).getW();
            return new LinkSigningKey(
                    (ECPrivateKey) pair.getPrivate(), LinkVerificationKey.of(point.getAffineX(), point.getAffineY()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime cannot make P-256 keys", e);
        }
    }

    /**
     * Reads a PKCS#8 key that somebody else made: P-256 only, scalar in 1 to n-1, and a public key inside it must belong to
     * the private one, which is tried out with a signature. Where there is no public key it is derived.
     *
     * @throws IllegalArgumentException for anything else; the message says nothing of the key
     */
    public static LinkSigningKey parsePkcs8(byte[] pkcs8) {
        try {
            Pkcs8Form form = Pkcs8Form.of(pkcs8).orElseThrow(() -> refused(null));
            ECPrivateKey key = readPrivate(pkcs8, form);
            if (form.hasPoint()) {
                LinkSigningKey both = new LinkSigningKey(key, readPoint(pkcs8, form));
                if (both.halvesMatch()) {
                    return both;
                }
            } else {
                for (ECPoint point : P256.publicPoints(key)) {
                    LinkSigningKey both =
                            new LinkSigningKey(key, LinkVerificationKey.of(point.getAffineX(), point.getAffineY()));
                    if (both.halvesMatch()) {
                        return both;
                    }
                }
            }
            throw refused(null);
        } catch (GeneralSecurityException e) {
            throw refused(e);
        }
    }

    /**
     * Reads what {@link #toInsecurePkcs8} wrote and the caller kept where nobody can have changed it (the server keeps it
     * AES-GCM wrapped): form, scalar and point are checked, but not whether the two halves belong together. That saves a
     * signature and a verification each time a token is issued.
     *
     * @throws IllegalArgumentException when it is not of that form
     */
    public static LinkSigningKey parseOwnPkcs8(byte[] pkcs8) {
        if (!Pkcs8Form.OURS.fits(pkcs8)) {
            throw refused(null);
        }
        try {
            return new LinkSigningKey(readPrivate(pkcs8, Pkcs8Form.OURS), readPoint(pkcs8, Pkcs8Form.OURS));
        } catch (GeneralSecurityException e) {
            throw refused(e);
        }
    }

    private static ECPrivateKey readPrivate(byte[] pkcs8, Pkcs8Form form) throws GeneralSecurityException {
        if (!P256.isScalar(P256.number(pkcs8, form.scalarAt()))) {
            throw refused(null);
        }
        return P256.privateKey(pkcs8);
    }

    private static LinkVerificationKey readPoint(byte[] pkcs8, Pkcs8Form form) {
        return LinkVerificationKey.of(
                P256.number(pkcs8, form.pointAt()), P256.number(pkcs8, form.pointAt() + P256.BYTES));
    }

    private boolean halvesMatch() throws GeneralSecurityException {
        Signature verifier = Signature.getInstance(ECDSA);
        verifier.initVerify(verificationKey.key());
        verifier.update(PROBE);
        return verifier.verify(sign(PROBE, new SecureRandom()));
    }

    private static IllegalArgumentException refused(@Nullable Throwable cause) {
        return new IllegalArgumentException("The link signing key is not a usable P-256 key in PKCS#8 form", cause);
    }

    /** Returns the public half. */
    public LinkVerificationKey verificationKey() {
        return verificationKey;
    }

    /** Returns PKCS#8 with the public key inside: 138 bytes, the secret key in the clear. */
    public byte[] toInsecurePkcs8(InsecureSecretAccess access) {
        Objects.requireNonNull(access, "access");
        return Pkcs8Form.OURS.write(key.getS(), verificationKey.point());
    }

    /** Signs with ECDSA over SHA-256: 64 bytes, r before s (RFC 7518 §3.4). The first provider in the JCA's order does it. */
    byte[] sign(byte[] message, SecureRandom random) {
        try {
            Signature signer = Signature.getInstance(ECDSA);
            signer.initSign(key, random);
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Signing failed", e);
        }
    }

    /** Returns nothing of the key: {@code LinkSigningKey[redacted]}. */
    @Override
    public String toString() {
        return "LinkSigningKey[redacted]";
    }
}
