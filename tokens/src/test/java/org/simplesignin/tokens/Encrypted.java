package org.simplesignin.tokens;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/** RSA encryption of any content, right and wrong paddings, without the library under test. */
final class Encrypted {
    private Encrypted() {}

    static String oaep(AppKeyPair app, byte[] content) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                publicKey(app),
                new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
        return Base64.getEncoder().encodeToString(cipher.doFinal(content));
    }

    static String with(String transformation, AppKeyPair app, byte[] content) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(transformation);
        cipher.init(Cipher.ENCRYPT_MODE, publicKey(app));
        return Base64.getEncoder().encodeToString(cipher.doFinal(content));
    }

    private static PublicKey publicKey(AppKeyPair app) throws GeneralSecurityException {
        String[] lines = app.publicKey().toPem().split("\n", -1);
        String body = String.join("", Arrays.copyOfRange(lines, 1, lines.length - 2));
        return KeyFactory.getInstance("RSA")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(body)));
    }
}
