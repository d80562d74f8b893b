package org.simplesignin.tokens;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.jspecify.annotations.Nullable;

/**
 * The public half of an app's key pair, which a developer downloads from the developer console: RSA, 2048 to 4096 bits. Link
 * signing keys are encrypted for it with RSA-OAEP, SHA-256 and MGF1 with SHA-256, empty label (specification §4).
 */
public final class AppKey {
    static final int MIN_BITS = 2048;
    static final int MAX_BITS = 4096;
    static final String CIPHER = "RSA/ECB/OAEPPadding";
    static final OAEPParameterSpec OAEP =
            new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

    /** The private members (RFC 7518 §6.3.2): whoever hands them here has leaked them. And key_ops, which use replaces. */
    private static final Set<String> UNWANTED = Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "key_ops");

    private static final int MAX_TEXT_LENGTH = 4096;
    private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String END = "-----END PUBLIC KEY-----";

    private final RSAPublicKey key;

    AppKey(RSAPublicKey key) {
        BigInteger exponent = key.getPublicExponent();
        BigInteger modulus = key.getModulus();
        if (modulus.bitLength() < MIN_BITS || modulus.bitLength() > MAX_BITS || !modulus.testBit(0)) {
            throw new IllegalArgumentException("An app key has an odd modulus of 2048 to 4096 bits");
        }
        if (!exponent.testBit(0) || exponent.bitLength() < 17 || exponent.bitLength() > 64) {
            throw new IllegalArgumentException("An app key has an odd exponent of 65537 to 2^64-1");
        }
        this.key = key;
    }

    /**
     * Reads a PEM file: one {@code PUBLIC KEY} block (X.509 SubjectPublicKeyInfo), white space around and inside it allowed.
     *
     * @throws IllegalArgumentException for anything else, also for a private key, a certificate or RSA-PSS keys
     */
    public static AppKey parsePem(String pem) {
        String text = limited(pem).strip();
        if (!text.startsWith(BEGIN) || !text.endsWith(END) || text.length() < BEGIN.length() + END.length()) {
            throw new IllegalArgumentException("Not a PEM block that begins with " + BEGIN + " and ends with " + END);
        }
        String base64 =
                text.substring(BEGIN.length(), text.length() - END.length()).replaceAll("[ \t\r\n]", "");
        byte[] encoded = Base64Url.decodeStandard(base64);
        try {
            if (KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(encoded))
                            instanceof RSAPublicKey rsa
                    && Arrays.equals(rsa.getEncoded(), encoded)) {
                return new AppKey(rsa);
            }
            throw notRsa(null);
        } catch (GeneralSecurityException e) {
            throw notRsa(e);
        }
    }

    /**
     * Reads a public JSON Web Key (RFC 7517): {@code kty} RSA, {@code n}, {@code e}; {@code use}, {@code alg} and
     * {@code kid}, where they stand, must be {@code enc}, {@code RSA-OAEP-256} and the key's thumbprint.
     *
     * @throws IllegalArgumentException for anything else, also when {@code key_ops} or a private member such as {@code d} is there
     */
    public static AppKey parseJwk(String json) {
        try {
            Map<String, Json> members = StrictJson.object(limited(json));
            if (!"RSA".equals(text(members, "kty")) || members.keySet().stream().anyMatch(UNWANTED::contains)) {
                throw notRsa(null);
            }
            AppKey key = of(number(members, "n"), number(members, "e"));
            key.refuseOther(members, "use", "enc");
            key.refuseOther(members, "alg", "RSA-OAEP-256");
            key.refuseOther(members, "kid", key.kid());
            return key;
        } catch (StrictJson.Refused e) {
            throw notRsa(e);
        }
    }

    private void refuseOther(Map<String, Json> members, String name, String expected) {
        if (members.containsKey(name) && !expected.equals(text(members, name))) {
            throw new IllegalArgumentException("The member " + name + " of the app key is not " + expected);
        }
    }

    private static @Nullable String text(Map<String, Json> members, String name) {
        return members.get(name) instanceof Json.Text text ? text.value() : null;
    }

    private static BigInteger number(Map<String, Json> members, String name) {
        String text = text(members, name);
        byte[] bytes = text == null ? new byte[0] : Base64Url.decode(text);
        if (bytes.length == 0 || bytes[0] == 0) {
            throw notRsa(null); // RFC 7518 §6.3.1.1: no leading zero octets
        }
        return new BigInteger(1, bytes);
    }

    private static AppKey of(BigInteger modulus, BigInteger exponent) {
        try {
            return new AppKey((RSAPublicKey)
                    KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent)));
        } catch (GeneralSecurityException e) {
            throw notRsa(e);
        }
    }

    private static String limited(String text) {
        if (Objects.requireNonNull(text, "app key").length() > MAX_TEXT_LENGTH) {
            throw new IllegalArgumentException("An app key has at most " + MAX_TEXT_LENGTH + " characters");
        }
        return text;
    }

    private static IllegalArgumentException notRsa(@Nullable Throwable cause) {
        return new IllegalArgumentException("Not a public RSA key for RSA-OAEP-256", cause);
    }

    /** Returns the PEM form, lines of 64 characters, a line feed at the end. */
    public String toPem() {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return BEGIN + "\n" + base64 + "\n" + END + "\n";
    }

    /** Returns the public JSON Web Key with {@code kid}, {@code use} and {@code alg}. */
    public String toJwk() {
        return new JsonWriter(800)
                .text("kty", "RSA")
                .text("kid", kid())
                .text("use", "enc")
                .text("alg", "RSA-OAEP-256")
                .text("n", Base64Url.encode(unsigned(key.getModulus())))
                .text("e", Base64Url.encode(unsigned(key.getPublicExponent())))
                .end();
    }

    /** Returns the key's thumbprint (RFC 7638, SHA-256): 43 characters of base64url. */
    public String kid() {
        String canonical = new JsonWriter(800)
                .text("e", Base64Url.encode(unsigned(key.getPublicExponent())))
                .text("kty", "RSA")
                .text("n", Base64Url.encode(unsigned(key.getModulus())))
                .end();
        try {
            return Base64Url.encode(
                    MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime lacks SHA-256", e);
        }
    }

    /** Returns the length of the modulus in bits, 2048 to 4096. */
    public int bits() {
        return key.getModulus().bitLength();
    }

    /** Encrypts a link signing key, as {@code linkUserAccount} wants it: Base64, 344 to 684 characters. */
    public String encryptLinkSigningKey(LinkSigningKey signingKey) {
        return encryptLinkSigningKey(signingKey, new SecureRandom());
    }

    String encryptLinkSigningKey(LinkSigningKey signingKey, SecureRandom random) {
        byte[] pkcs8 = signingKey.toInsecurePkcs8(InsecureSecretAccess.GRANTED);
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.ENCRYPT_MODE, key, OAEP, random);
            return Base64.getEncoder().encodeToString(cipher.doFinal(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("RSA-OAEP failed", e);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    private static byte[] unsigned(BigInteger value) {
        byte[] bytes = value.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AppKey that
                && key.getModulus().equals(that.key.getModulus())
                && key.getPublicExponent().equals(that.key.getPublicExponent());
    }

    @Override
    public int hashCode() {
        return key.getModulus().hashCode();
    }

    /** Returns the {@link #kid}. */
    @Override
    public String toString() {
        return "AppKey[" + kid() + "]";
    }
}
