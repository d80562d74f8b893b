package org.simplesignin.client.session;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.simplesignin.client.device.AtomicFile;
import org.simplesignin.client.device.UnusableException;

/// The key of this device, EC P-256 (specification §4): every session is bound to it, and it never leaves the device.
/// It lies in a file of mode 0600, the private half as PKCS#8 (RFC 5958), the public half as SubjectPublicKeyInfo
/// beside it, both as PEM (RFC 7468). Immutable.
public final class DeviceKey {
    private static final int MOST_BYTES = 4096;
    private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private final ECPublicKey publicKey;
    private final ECPrivateKey privateKey;

    private DeviceKey(ECPublicKey publicKey, ECPrivateKey privateKey) {
        this.publicKey = publicKey;
        this.privateKey = privateKey;
    }

    /// Returns the key in the file; makes it where there is none.
    ///
    /// @throws UnusableException where the file is damaged or cannot be written
    public static DeviceKey open(AtomicFile file, SecureRandom random) throws UnusableException {
        try {
            byte[] kept = file.read(MOST_BYTES).orElse(null);
            if (kept != null) {
                return parse(new String(kept, StandardCharsets.US_ASCII));
            }
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = generator.generateKeyPair();
            DeviceKey key = new DeviceKey((ECPublicKey) pair.getPublic(), (ECPrivateKey) pair.getPrivate());
            file.write(key.pem().getBytes(StandardCharsets.US_ASCII));
            return key;
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new UnusableException("device-key.pem cannot be used: start with an empty --data directory", e);
        }
    }

    private String pem() {
        return block("PRIVATE KEY", privateKey.getEncoded()) + block("PUBLIC KEY", publicKey.getEncoded());
    }

    private static String block(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + PEM.encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    private static DeviceKey parse(String pem) throws GeneralSecurityException {
        KeyFactory keys = KeyFactory.getInstance("EC");
        PrivateKey privateKey = keys.generatePrivate(new PKCS8EncodedKeySpec(der("PRIVATE KEY", pem)));
        PublicKey publicKey = keys.generatePublic(new X509EncodedKeySpec(der("PUBLIC KEY", pem)));
        // The two halves of a mixed-up file would sign what nobody can verify.
        byte[] probe = "device key".getBytes(StandardCharsets.US_ASCII);
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(privateKey);
        signer.update(probe);
        byte[] signature = signer.sign();
        signer.initVerify(publicKey);
        signer.update(probe);
        if (!signer.verify(signature)) {
            throw new GeneralSecurityException("the two halves do not belong together");
        }
        DeviceKey key = new DeviceKey((ECPublicKey) publicKey, (ECPrivateKey) privateKey);
        if (!key.jwk().getCurve().equals(Curve.forECParameterSpec(key.privateKey.getParams()))) {
            throw new GeneralSecurityException("not a key on P-256");
        }
        return key;
    }

    private static byte[] der(String label, String pem) throws GeneralSecurityException {
        String begin = "-----BEGIN " + label + "-----\n";
        int start = pem.indexOf(begin);
        int end = pem.indexOf("\n-----END " + label + "-----");
        if (start < 0 || end < start + begin.length()) {
            throw new GeneralSecurityException("not a PEM file");
        }
        return Base64.getMimeDecoder().decode(pem.substring(start + begin.length(), end));
    }

    /// Returns the public half.
    ECKey jwk() {
        return new ECKey.Builder(Curve.P_256, publicKey).build();
    }

    /// Returns what signs with the private half.
    JWSSigner signer() throws JOSEException {
        return new ECDSASigner(privateKey);
    }

    @Override
    public String toString() {
        return "DeviceKey[[redacted]]";
    }
}
