package org.simplesignin.server.link;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.simplesignin.server.testing.TestServer;

/// What is rightly encrypted for an app's key and yet is no P-256 key.
final class WrongKeys {
    private static final int MOST_OAEP_BYTES = 3072 / 8 - 2 * 32 - 2;

    private WrongKeys() {}

    static String encryptedFor(TestServer server, String app, String kind) {
        String pem = server.stranger()
                .send("GET", "/apps/" + app + "/app-key.pem", null, request -> {})
                .text();
        String base64 = pem.lines().filter(line -> !line.startsWith("-")).collect(Collectors.joining());
        try {
            PublicKey key = KeyFactory.getInstance("RSA")
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
            Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    key,
                    new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
            return Base64.getEncoder().encodeToString(cipher.doFinal(plain(kind)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] plain(String kind) throws GeneralSecurityException {
        return switch (kind) {
            case "RSA" -> {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(512 * 4);
                byte[] pkcs8 = generator.generateKeyPair().getPrivate().getEncoded();
                // A whole RSA key is too long for one OAEP block: its beginning is what a sender could get in.
                yield Arrays.copyOf(pkcs8, Math.min(pkcs8.length, MOST_OAEP_BYTES));
            }
            case "P-384" -> {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(new ECGenParameterSpec("secp384r1"));
                yield generator.generateKeyPair().getPrivate().getEncoded();
            }
            default -> "garbage".getBytes(StandardCharsets.US_ASCII);
        };
    }
}
