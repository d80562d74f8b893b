package org.simplesignin.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** App keys: PEM and JWK, both ways; what is no RSA key for encryption is refused. */
final class AppKeyTest {
    private static final AppKeyPair PAIR = AppKeyPair.generate(2048, new SecureRandom());
    private static final AppKey KEY = PAIR.publicKey();

    @Test
    void pemAndJwkAreReadAgain() {
        assertEquals(KEY, AppKey.parsePem(KEY.toPem()));
        assertEquals(KEY, AppKey.parseJwk(KEY.toJwk()));
        assertEquals(KEY.hashCode(), AppKey.parseJwk(KEY.toJwk()).hashCode());
        assertEquals(2048, KEY.bits());
        assertFalse(KEY.equals(AppKeyPair.generate(2048, new SecureRandom()).publicKey()));
    }

    @Test
    void pemIsWhatOtherToolsWrite() {
        assertTrue(KEY.toPem().startsWith("-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A"));
        assertTrue(KEY.toPem().endsWith("\n-----END PUBLIC KEY-----\n"));
        assertTrue(KEY.toPem().lines().allMatch(line -> line.length() <= 64));
        assertEquals(KEY, AppKey.parsePem("\r\n" + KEY.toPem().replace("\n", "\r\n") + "\r\n\r\n"));
    }

    @Test
    void kidIsTheThumbprintOfRfc7638() {
        // RFC 7638 §3.1
        String n = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc"
                + "_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQ"
                + "R0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bF"
                + "TWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
        String jwk = "{\"kty\":\"RSA\",\"n\":\"" + n + "\",\"e\":\"AQAB\"}";
        assertEquals(
                "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs",
                AppKey.parseJwk(jwk).kid());
        assertEquals("AppKey[" + KEY.kid() + "]", KEY.toString());
    }

    @Test
    void pemThatIsNotOnePublicKeyIsRefused() throws Exception {
        String pem = KEY.toPem();
        String body = pem.substring(27, pem.indexOf("\n-----END"));
        for (String wrong : List.of(
                "",
                "-----BEGIN PUBLIC KEY-----",
                "-----BEGIN PUBLIC KEY----------END PUBLIC KEY-----",
                pem + pem,
                pem.replace("PUBLIC", "RSA PUBLIC"),
                pem.replace("PUBLIC KEY", "CERTIFICATE"),
                pem.replace(body, body.substring(4)),
                pem.replace(body, body + "AAAA"),
                pem.replace(body, body.replace('A', '!')),
                pem.replace(body, "x" + body),
                "x" + pem,
                pem.replace("\n", "\n\u00a0"),
                pem + "x".repeat(5000))) {
            assertThrows(IllegalArgumentException.class, () -> AppKey.parsePem(wrong), wrong);
        }
        for (String kind : List.of("EC", "Ed25519", "DSA", "RSASSA-PSS")) {
            KeyPair pair = KeyPairGenerator.getInstance(kind).generateKeyPair();
            assertThrows(
                    IllegalArgumentException.class,
                    () -> AppKey.parsePem(pem("PUBLIC KEY", pair.getPublic().getEncoded())));
        }
        byte[] secret = PAIR.toInsecurePkcs8(InsecureSecretAccess.GRANTED);
        assertThrows(IllegalArgumentException.class, () -> AppKey.parsePem(pem("PUBLIC KEY", secret)));
        assertThrows(IllegalArgumentException.class, () -> AppKey.parsePem(pem("PRIVATE KEY", secret)));
    }

    static String pem(String name, byte[] content) {
        return "-----BEGIN " + name + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END " + name
                + "-----\n";
    }

    @Test
    void jwkOfAnotherKindOrForAnotherUseIsRefused() {
        String jwk = KEY.toJwk();
        for (String wrong : List.of(
                "",
                "{}",
                "[" + jwk + "]",
                jwk.replace("\"RSA\"", "\"EC\""),
                jwk.replace("\"enc\"", "\"sig\""),
                jwk.replace("\"enc\"", "null"),
                jwk.replace("RSA-OAEP-256", "RSA-OAEP"),
                jwk.replace("RSA-OAEP-256", "RSA1_5"),
                jwk.replace(KEY.kid(), "another-kid"),
                jwk.replace("\"n\"", "\"m\""),
                jwk.replace("\"e\":\"AQAB\"", "\"e\":65537"),
                jwk.replace("\"e\":\"AQAB\"", "\"e\":\"\""),
                jwk.replace("\"e\":\"AQAB\"", "\"e\":\"AAEAAQ\""),
                jwk.replace("\"e\":\"AQAB\"", "\"e\":\"AQAB\",\"e\":\"AQAB\""),
                jwk.replace("}", ",\"key_ops\":[\"encrypt\"]}"),
                jwk + " ".repeat(5000))) {
            assertThrows(IllegalArgumentException.class, () -> AppKey.parseJwk(wrong), wrong);
        }
        for (String leaked : List.of("d", "p", "q", "dp", "dq", "qi", "oth")) {
            String wrong = jwk.replace("}", ",\"" + leaked + "\":\"AQAB\"}");
            assertThrows(IllegalArgumentException.class, () -> AppKey.parseJwk(wrong), leaked);
        }
    }

    @Test
    void weakKeysAreRefused() {
        BigInteger good = BigInteger.TWO.pow(2048).subtract(BigInteger.ONE);
        AppKey.parseJwk(jwk(good, BigInteger.valueOf(65537)));
        AppKey.parseJwk(jwk(BigInteger.TWO.pow(4096).subtract(BigInteger.ONE), BigInteger.valueOf(65537)));
        for (BigInteger modulus : List.of(
                BigInteger.TWO.pow(2047).subtract(BigInteger.ONE),
                BigInteger.TWO.pow(4097).subtract(BigInteger.ONE),
                good.subtract(BigInteger.ONE))) {
            String weak = jwk(modulus, BigInteger.valueOf(65537));
            assertThrows(IllegalArgumentException.class, () -> AppKey.parseJwk(weak));
        }
        for (BigInteger exponent : List.of(
                BigInteger.ONE,
                BigInteger.valueOf(3),
                BigInteger.valueOf(65535),
                BigInteger.valueOf(65536),
                BigInteger.TWO.pow(64).add(BigInteger.ONE))) {
            String weak = jwk(good, exponent);
            assertThrows(IllegalArgumentException.class, () -> AppKey.parseJwk(weak), exponent.toString());
        }
    }

    private static String jwk(BigInteger modulus, BigInteger exponent) {
        return "{\"kty\":\"RSA\",\"n\":\"" + unsigned(modulus) + "\",\"e\":\"" + unsigned(exponent) + "\"}";
    }

    private static String unsigned(BigInteger value) {
        byte[] bytes = value.toByteArray();
        return Base64Url.encode(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    @Test
    void encryptedLinkSigningKeyStaysUnder1KiBForTheLargestKey() throws Exception {
        AppKeyPair large = AppKeyPair.generate(4096, new SecureRandom());
        LinkSigningKey key = LinkSigningKey.generate();
        String encrypted = large.publicKey().encryptLinkSigningKey(key);
        assertEquals(684, encrypted.length());
        assertEquals(
                key.verificationKey(), large.decryptLinkSigningKey(encrypted).verificationKey());
    }
}
