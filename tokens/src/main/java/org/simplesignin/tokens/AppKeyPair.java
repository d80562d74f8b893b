package org.simplesignin.tokens;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.Cipher;
import org.simplesignin.tokens.InvalidLinkSigningKeyException.Reason;

/**
 * The key pair of one app revision, kept by the server: opens link signing keys that were encrypted for its public half. It
 * prints as {@code [redacted]}.
 */
public final class AppKeyPair {
    /** The longest encrypted link signing key that is looked at, in characters (specification §10). */
    public static final int MAX_ENCRYPTED_LENGTH = 1024;

    private static final int DEFAULT_BITS = 3072;
    private static final int MAX_PKCS8_LENGTH = 8192;

    private final RSAPrivateCrtKey key;
    private final AppKey publicKey;

    private AppKeyPair(RSAPrivateCrtKey key, AppKey publicKey) {
        this.key = key;
        this.publicKey = publicKey;
    }

    /** Makes a pair of 3072 bits from a secure random source of its own. It takes about a second. */
    public static AppKeyPair generate() {
        return generate(DEFAULT_BITS, new SecureRandom());
    }

    /**
     * Makes a pair of the given size.
     *
     * @throws IllegalArgumentException unless {@code bits} is 2048, 3072 or 4096
     */
    public static AppKeyPair generate(int bits, SecureRandom random) {
        if (bits != AppKey.MIN_BITS && bits != DEFAULT_BITS && bits != AppKey.MAX_BITS) {
            throw new IllegalArgumentException("An app key has 2048, 3072 or 4096 bits");
        }
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits, Objects.requireNonNull(random, "random"));
            KeyPair pair = generator.generateKeyPair();
            return new AppKeyPair((RSAPrivateCrtKey) pair.getPrivate(), new AppKey((RSAPublicKey) pair.getPublic()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime cannot make RSA keys", e);
        }
    }

    /**
     * Reads what {@link #toInsecurePkcs8} wrote.
     *
     * @throws IllegalArgumentException unless it is PKCS#8 of an RSA key with its CRT values, 2048 to 4096 bits
     */
    public static AppKeyPair parsePkcs8(byte[] pkcs8) {
        if (pkcs8.length <= MAX_PKCS8_LENGTH) {
            try {
                KeyFactory rsa = KeyFactory.getInstance("RSA");
                if (rsa.generatePrivate(new PKCS8EncodedKeySpec(pkcs8)) instanceof RSAPrivateCrtKey key) {
                    RSAPublicKeySpec publicSpec = new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent());
                    return new AppKeyPair(key, new AppKey((RSAPublicKey) rsa.generatePublic(publicSpec)));
                }
            } catch (GeneralSecurityException e) {
                throw new IllegalArgumentException("Not an RSA private key in PKCS#8 form", e);
            }
        }
        throw new IllegalArgumentException("Not an RSA private key in PKCS#8 form");
    }

    /** Returns the private key as PKCS#8, in the clear. */
    public byte[] toInsecurePkcs8(InsecureSecretAccess access) {
        Objects.requireNonNull(access, "access");
        return key.getEncoded();
    }

    /** Returns the half that developers download. */
    public AppKey publicKey() {
        return publicKey;
    }

    /**
     * Opens an encrypted link signing key. Where an app has several active keys, try them in turn and give up at the first
     * answer other than {@code INVALID_LINK_SIGNING_KEY_ENCRYPTION}.
     *
     * <p>Every way in which it does not decrypt has the same answer, and there is no padding but OAEP: nothing to learn for
     * who sends guesses.
     *
     * @throws InvalidLinkSigningKeyException when it does not decrypt, or when what comes out is no usable P-256 key
     */
    public LinkSigningKey decryptLinkSigningKey(String base64) throws InvalidLinkSigningKeyException {
        byte[] pkcs8 = decrypt(base64);
        try {
            return LinkSigningKey.parsePkcs8(pkcs8);
        } catch (IllegalArgumentException e) {
            // Without its cause: what a provider says of the content of a secret does not belong into a log.
            throw new InvalidLinkSigningKeyException(Reason.INVALID_LINK_SIGNING_KEY);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    private byte[] decrypt(String base64) throws InvalidLinkSigningKeyException {
        try {
            if (base64.length() <= MAX_ENCRYPTED_LENGTH) {
                Cipher cipher = Cipher.getInstance(AppKey.CIPHER);
                cipher.init(Cipher.DECRYPT_MODE, key, AppKey.OAEP);
                return cipher.doFinal(Base64Url.decodeStandard(base64));
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // Without its cause: the difference between two failures is what a padding oracle needs.
            throw new InvalidLinkSigningKeyException(Reason.INVALID_LINK_SIGNING_KEY_ENCRYPTION);
        }
        throw new InvalidLinkSigningKeyException(Reason.INVALID_LINK_SIGNING_KEY_ENCRYPTION);
    }

    /** Returns the public key's id and nothing of the private key. */
    @Override
    public String toString() {
        return "AppKeyPair[" + publicKey.kid() + ", redacted]";
    }
}
