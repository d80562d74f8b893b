package org.simplesignin.tokens;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
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

    /**
     * Returns the encryption of these bytes with a fixed seed, step by step (RFC 8017 §7.1.1), so that it can be made again. The
     * label's hash is SHA-256; a mask hash of 20 bytes means SHA-1 in MGF1, which is wrong here.
     */
    static String oaep(AppKeyPair app, String contentHex, int maskHashBytes) {
        try {
            RSAPublicKey key = (RSAPublicKey) publicKey(app);
            int length = key.getModulus().bitLength() / 8;
            byte[] content = HexFormat.of().parseHex(contentHex);
            byte[] block = new byte[length - 33];
            byte[] labelHash = MessageDigest.getInstance("SHA-256").digest();
            System.arraycopy(labelHash, 0, block, 0, 32);
            block[block.length - content.length - 1] = 1;
            System.arraycopy(content, 0, block, block.length - content.length, content.length);
            byte[] seed = Forge.digest("seed of OAEP", 32);
            String maskHash = maskHashBytes == 20 ? "SHA-1" : "SHA-256";
            mask(block, seed, maskHash);
            mask(seed, block, maskHash);
            byte[] encoded = new byte[length];
            System.arraycopy(seed, 0, encoded, 1, 32);
            System.arraycopy(block, 0, encoded, 33, block.length);
            BigInteger sealed = new BigInteger(1, encoded).modPow(key.getPublicExponent(), key.getModulus());
            byte[] bytes = sealed.toByteArray();
            byte[] out = new byte[length];
            int from = Math.max(0, bytes.length - length);
            System.arraycopy(bytes, from, out, length - (bytes.length - from), bytes.length - from);
            return Base64.getEncoder().encodeToString(out);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** MGF1 (RFC 8017 §B.2.1), applied. */
    private static void mask(byte[] target, byte[] seed, String hash) throws GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance(hash);
        for (int i = 0, counter = 0; i < target.length; counter++) {
            digest.update(seed);
            digest.update(ByteBuffer.allocate(4).putInt(counter).array());
            for (byte b : digest.digest()) {
                if (i < target.length) {
                    target[i++] ^= b;
                }
            }
        }
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
