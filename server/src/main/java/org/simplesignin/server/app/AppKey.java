package org.simplesignin.server.app;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.simplesignin.server.keys.Wrapped;
import org.simplesignin.tokens.AppId;

/// A key pair of an app: partner backends encrypt the link signing key for its public half.
///
/// @param kid the key id, 1 to 64 characters of `[A-Za-z0-9_-]`, unique within the app
/// @param publicKey RSA of 2048 to 4096 bits
/// @param privateKey the PKCS#8 private half, wrapped
public record AppKey(AppId app, String kid, RSAPublicKey publicKey, Wrapped privateKey, Instant createdAt) {
    private static final Pattern KID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /// Refuses a key id of another form and a key of another size.
    public AppKey {
        Objects.requireNonNull(app, "app");
        Objects.requireNonNull(kid, "kid");
        if (!KID.matcher(kid).matches()) {
            throw new IllegalArgumentException("a key id must match " + KID);
        }
        int bits = publicKey.getModulus().bitLength();
        if (bits < 2048 || bits > 4096) {
            throw new IllegalArgumentException("an app key must have 2048 to 4096 bits");
        }
        Objects.requireNonNull(privateKey, "privateKey");
        Objects.requireNonNull(createdAt, "createdAt");
    }

    /// Returns the key pair with this public half; its thumbprint is the key id.
    static AppKey of(AppId app, org.simplesignin.tokens.AppKey publicKey, Wrapped privateKey, Instant createdAt) {
        byte[] spki = pemBody(publicKey.toPem());
        return stored(app, publicKey.kid(), spki, privateKey, createdAt);
    }

    private static byte[] pemBody(String pem) {
        String base64 = pem.lines().filter(line -> !line.startsWith("-----")).collect(Collectors.joining());
        return Base64.getDecoder().decode(base64);
    }

    /// Returns the key pair as it was stored, the public half as X.509 SubjectPublicKeyInfo in DER.
    ///
    /// @throws IllegalArgumentException where that is not an RSA public key
    public static AppKey stored(AppId app, String kid, byte[] spki, Wrapped privateKey, Instant createdAt) {
        try {
            return new AppKey(
                    app,
                    kid,
                    (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(spki)),
                    privateKey,
                    createdAt);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the stored public half of an app key is not an RSA key", e);
        }
    }

    /// Returns the X.509 SubjectPublicKeyInfo of the public half, DER, to store and to publish.
    public byte[] spki() {
        return publicKey.getEncoded();
    }

    @Override
    public String toString() {
        return "AppKey[" + app + ", " + kid + "]";
    }
}
