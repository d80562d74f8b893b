package org.simplesignin.tokens;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.tokens.InvalidLinkSigningKeyException.Reason;

/** Link signing keys in PKCS#8, and their way through the app's key. */
final class LinkSigningKeyTest {
    private static final String ID = "020100301306072a8648ce3d020106082a8648ce3d030107";
    private static final String CURVE = "a00a06082a8648ce3d030107";
    private static final AppKeyPair APP = AppKeyPair.generate(2048, new SecureRandom());
    private static final AppKeyPair OTHER_APP = AppKeyPair.generate(2048, new SecureRandom());

    private static byte[] point(BigInteger scalar) {
        BigInteger[] point = Rfc6979.point(scalar);
        return LinkVerificationKey.of(point[0], point[1]).point();
    }

    private static byte[] withPoint(BigInteger scalar, byte[] point) {
        return hex("308187" + ID + "046d306b0201010420" + hex(scalar) + "a14403420004"
                + HexFormat.of().formatHex(point));
    }

    private static String hex(BigInteger scalar) {
        return "%064x".formatted(scalar);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    @Test
    void generatedKeyIsWrittenIn138BytesAndReadAgain() {
        LinkSigningKey key = LinkSigningKey.generate();
        byte[] pkcs8 = key.toInsecurePkcs8(InsecureSecretAccess.GRANTED);
        assertEquals(138, pkcs8.length);
        for (LinkSigningKey again : List.of(LinkSigningKey.parsePkcs8(pkcs8), LinkSigningKey.parseOwnPkcs8(pkcs8))) {
            assertEquals(key.verificationKey(), again.verificationKey());
            assertArrayEquals(pkcs8, again.toInsecurePkcs8(InsecureSecretAccess.GRANTED));
            byte[] message = "message".getBytes(StandardCharsets.UTF_8);
            assertTrue(key.verificationKey().verifies(message, again.sign(message, new SecureRandom())));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 255})
    void allFourFormsAreReadAndMissingPublicHalfIsDerived(int seed) {
        // Seed 0 is the smallest scalar, so that leading zeros are there too.
        BigInteger scalar = seed == 0 ? BigInteger.ONE : new BigInteger(1, Forge.digest("scalar " + seed, 32));
        byte[] point = point(scalar);
        String tail = "a14403420004" + HexFormat.of().formatHex(point);
        byte[] full = withPoint(scalar, point);
        for (byte[] form : List.of(
                full,
                hex("308193" + ID + "047930770201010420" + hex(scalar) + CURVE + tail),
                hex("3041" + ID + "042730250201010420" + hex(scalar)),
                hex("304d" + ID + "043330310201010420" + hex(scalar) + CURVE))) {
            LinkSigningKey key = LinkSigningKey.parsePkcs8(form);
            assertArrayEquals(point, key.verificationKey().point());
            assertArrayEquals(full, key.toInsecurePkcs8(InsecureSecretAccess.GRANTED));
        }
        LinkSigningKey largest = LinkSigningKey.parsePkcs8(
                hex("3041" + ID + "042730250201010420" + hex(P256.N.subtract(BigInteger.ONE))));
        assertArrayEquals(
                point(P256.N.subtract(BigInteger.ONE)),
                largest.verificationKey().point());
    }

    @Test
    void keysAsTheJdkWritesThemAreRead() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        ECPrivateKey key = (ECPrivateKey) generator.generateKeyPair().getPrivate();
        assertArrayEquals(
                point(key.getS()),
                LinkSigningKey.parsePkcs8(key.getEncoded()).verificationKey().point());
    }

    @Test
    void everyTruncatedOrLengthenedKeyIsRefused() {
        byte[] good = LinkSigningKey.generate().toInsecurePkcs8(InsecureSecretAccess.GRANTED);
        for (int length = 0; length < 300; length++) {
            byte[] wrong = Arrays.copyOf(good, length);
            if (length != good.length) {
                assertThrows(IllegalArgumentException.class, () -> LinkSigningKey.parsePkcs8(wrong));
                assertThrows(IllegalArgumentException.class, () -> LinkSigningKey.parseOwnPkcs8(wrong));
            }
        }
    }

    @Test
    void everyChangedByteIsRefused() {
        byte[] good = LinkSigningKey.generate().toInsecurePkcs8(InsecureSecretAccess.GRANTED);
        for (int at = 0; at < good.length; at++) {
            byte[] wrong = good.clone();
            wrong[at] ^= 0x10;
            assertThrows(IllegalArgumentException.class, () -> LinkSigningKey.parsePkcs8(wrong), "byte " + at);
        }
    }

    @Test
    void ownFormIsNotSearchedForMismatchedHalvesButForItsForm() {
        byte[] bare = hex("3041" + ID + "042730250201010420" + hex(Forge.SCALAR));
        assertThrows(IllegalArgumentException.class, () -> LinkSigningKey.parseOwnPkcs8(bare));
        byte[] zero = withPoint(BigInteger.ZERO, point(Forge.SCALAR));
        assertThrows(IllegalArgumentException.class, () -> LinkSigningKey.parseOwnPkcs8(zero));
        byte[] offCurve = withPoint(Forge.SCALAR, new byte[64]);
        assertThrows(IllegalArgumentException.class, () -> LinkSigningKey.parseOwnPkcs8(offCurve));
    }

    @Test
    void encryptedKeyIsDecrypted() throws Exception {
        LinkSigningKey key = LinkSigningKey.generate();
        String encrypted = APP.publicKey().encryptLinkSigningKey(key);
        assertEquals(344, encrypted.length());
        assertEquals(key.verificationKey(), APP.decryptLinkSigningKey(encrypted).verificationKey());
    }

    @Test
    void keyForAnotherAppIsRefusedAsUndecryptable() {
        String encrypted = OTHER_APP.publicKey().encryptLinkSigningKey(LinkSigningKey.generate());
        assertReason(Reason.INVALID_LINK_SIGNING_KEY_ENCRYPTION, encrypted);
    }

    @Test
    void whatIsNoCiphertextIsRefusedAsUndecryptable() {
        String good = APP.publicKey().encryptLinkSigningKey(LinkSigningKey.generate());
        for (String wrong : List.of(
                "",
                "not Base64!",
                good.substring(4),
                good + "AAAA",
                good.replace("=", ""),
                good + "\n",
                good.replace('/', '_').replace('+', '-') + "_",
                "A".repeat(344),
                "/".repeat(342) + "==",
                "A".repeat(1024),
                "A".repeat(1028),
                "A".repeat(100_000))) {
            assertReason(Reason.INVALID_LINK_SIGNING_KEY_ENCRYPTION, wrong);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA/ECB/PKCS1Padding", "RSA/ECB/NoPadding", "RSA/ECB/OAEPWithSHA-1AndMGF1Padding"})
    void otherPaddingsAreRefusedAsUndecryptable(String transformation) throws Exception {
        byte[] content = LinkSigningKey.generate().toInsecurePkcs8(InsecureSecretAccess.GRANTED);
        assertReason(Reason.INVALID_LINK_SIGNING_KEY_ENCRYPTION, Encrypted.with(transformation, APP, content));
    }

    @Test
    void defaultOaepOfTheJdkWithSha1InMgf1IsRefusedAsUndecryptable() throws Exception {
        byte[] content = LinkSigningKey.generate().toInsecurePkcs8(InsecureSecretAccess.GRANTED);
        String encrypted = Encrypted.with("RSA/ECB/OAEPWithSHA-256AndMGF1Padding", APP, content);
        assertReason(Reason.INVALID_LINK_SIGNING_KEY_ENCRYPTION, encrypted);
    }

    @Test
    void whatIsNoP256KeyIsRefusedAsInvalidKey() throws Exception {
        for (byte[] content : List.of(
                new byte[0],
                new byte[1],
                "-----BEGIN PRIVATE KEY-----".getBytes(StandardCharsets.US_ASCII),
                ec("secp384r1"),
                ec("secp521r1"),
                KeyPairGenerator.getInstance("Ed25519")
                        .generateKeyPair()
                        .getPrivate()
                        .getEncoded(),
                withPoint(Forge.SCALAR, point(Forge.OTHER_SCALAR)),
                withPoint(Forge.SCALAR, negated(point(Forge.SCALAR))),
                withPoint(Forge.SCALAR, new byte[64]),
                withPoint(BigInteger.ZERO, point(Forge.SCALAR)),
                withPoint(P256.N, point(Forge.SCALAR)),
                withPoint(P256.N.add(BigInteger.ONE), point(BigInteger.ONE)),
                hex("3041" + ID + "042730250201010420" + hex(BigInteger.ZERO)),
                hex("3041" + ID + "042730250201010420" + hex(P256.N)),
                hex("3041" + ID + "042730250201010420" + "ff".repeat(32)))) {
            assertReason(Reason.INVALID_LINK_SIGNING_KEY, Encrypted.oaep(APP, content));
        }
    }

    @Test
    void rsaKeyIsRefusedAsInvalidKey() throws Exception {
        AppKeyPair large = AppKeyPair.generate(4096, new SecureRandom());
        KeyPairGenerator small = KeyPairGenerator.getInstance("RSA");
        small.initialize(512); // the largest whose PKCS#8 form fits under OAEP with 4096 bits
        byte[] rsa = small.generateKeyPair().getPrivate().getEncoded();
        InvalidLinkSigningKeyException refused = assertThrows(
                InvalidLinkSigningKeyException.class, () -> large.decryptLinkSigningKey(Encrypted.oaep(large, rsa)));
        assertEquals(Reason.INVALID_LINK_SIGNING_KEY, refused.reason());
    }

    private static byte[] negated(byte[] point) {
        BigInteger p = new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
        byte[] out = point.clone();
        P256.write(p.subtract(P256.number(point, 32)), out, 32);
        return out;
    }

    private static byte[] ec(String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        ECPrivateKey key = (ECPrivateKey) generator.generateKeyPair().getPrivate();
        return KeyFactory.getInstance("EC")
                .generatePrivate(new ECPrivateKeySpec(key.getS(), key.getParams()))
                .getEncoded();
    }

    private static void assertReason(Reason reason, String encrypted) {
        InvalidLinkSigningKeyException refused =
                assertThrows(InvalidLinkSigningKeyException.class, () -> APP.decryptLinkSigningKey(encrypted));
        assertEquals(reason, refused.reason());
        assertEquals("The link signing key was refused: " + reason, refused.getMessage());
        assertTrue(refused.getCause() == null, "a cause would tell how it failed");
    }

    @Test
    void appKeyPairIsWrittenAndReadAgain() throws Exception {
        AppKeyPair again = AppKeyPair.parsePkcs8(APP.toInsecurePkcs8(InsecureSecretAccess.GRANTED));
        assertEquals(APP.publicKey(), again.publicKey());
        LinkSigningKey key = LinkSigningKey.generate();
        String encrypted = APP.publicKey().encryptLinkSigningKey(key);
        assertEquals(
                key.verificationKey(), again.decryptLinkSigningKey(encrypted).verificationKey());
    }

    @Test
    void whatIsNoRsaKeyPairIsRefused() throws Exception {
        KeyPairGenerator small = KeyPairGenerator.getInstance("RSA");
        small.initialize(1024);
        for (byte[] wrong : List.of(
                new byte[0],
                new byte[9000],
                ec("secp256r1"),
                small.generateKeyPair().getPrivate().getEncoded(),
                Arrays.copyOf(APP.toInsecurePkcs8(InsecureSecretAccess.GRANTED), 600))) {
            assertThrows(IllegalArgumentException.class, () -> AppKeyPair.parsePkcs8(wrong));
        }
        for (int bits : List.of(1024, 2047, 2049, 8192)) {
            assertThrows(IllegalArgumentException.class, () -> AppKeyPair.generate(bits, new SecureRandom()));
        }
    }

    @Test
    void generatedAppKeyHas3072Bits() {
        assertEquals(3072, AppKeyPair.generate().publicKey().bits());
    }

    @Test
    void keysPrintNothingSecret() {
        assertEquals("LinkSigningKey[redacted]", LinkSigningKey.generate().toString());
        assertEquals("AppKeyPair[" + APP.publicKey().kid() + ", redacted]", APP.toString());
        assertFalse(LinkSigningKey.generate()
                .verificationKey()
                .equals(LinkSigningKey.generate().verificationKey()));
    }

    @Test
    void verificationKeyIsReadAgain() {
        LinkVerificationKey key = LinkSigningKey.generate().verificationKey();
        LinkVerificationKey again = LinkVerificationKey.parse(key.toBase64());
        assertEquals(key, again);
        assertEquals(key.hashCode(), again.hashCode());
        assertEquals(124, key.toString().length());
    }

    @Test
    void coordinatesOutsideTheFieldAreNoKey() {
        BigInteger[] point = Rfc6979.point(Forge.SCALAR);
        BigInteger p = new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
        for (BigInteger[] wrong : List.of(
                new BigInteger[] {point[0].subtract(p), point[1]},
                new BigInteger[] {point[0], point[1].subtract(p)},
                new BigInteger[] {point[0].add(p), point[1]},
                new BigInteger[] {point[0], point[1].add(p)},
                new BigInteger[] {point[1], point[0]})) {
            assertThrows(IllegalArgumentException.class, () -> LinkVerificationKey.of(wrong[0], wrong[1]));
        }
        LinkVerificationKey key = LinkVerificationKey.of(point[0], point[1]);
        assertFalse(key.equals(new Object()));
        assertFalse(APP.publicKey().equals(new Object()));
    }

    @Test
    void pointWithZeroAsCoordinateIsAKeyAndOneWithThePrimeIsNot() {
        BigInteger p = new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
        BigInteger b = P256.PARAMETERS.getCurve().getB();
        BigInteger y = b.modPow(p.add(BigInteger.ONE).shiftRight(2), p); // the point with x = 0
        assertEquals(
                0,
                P256.number(LinkVerificationKey.of(BigInteger.ZERO, y).point(), 0)
                        .signum());
        assertThrows(IllegalArgumentException.class, () -> LinkVerificationKey.of(p, y));
    }
}
