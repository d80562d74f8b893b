package org.simplesignin.server.testing;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/// An authenticator and the browser before it, in software, that lies as a test wants it to: each field is what the
/// next ceremony says. Not thread-safe.
public final class SoftPasskey {
    private static final int USER_PRESENT = 0x01;
    private static final int USER_VERIFIED = 0x04;
    private static final int ATTESTED = 0x40;

    private final KeyPair key = newKey();
    private final byte[] id = new byte[32];

    /// The origin of the page.
    public String origin;

    /// The host that it was made for.
    public String rpId;

    /// Whether the page stands in a frame of somebody else's.
    public boolean crossOrigin;

    /// Whether its owner unlocked it.
    public boolean verified = true;

    /// Whether its owner touched it.
    public boolean present = true;

    /// What it counts.
    public int count = 1;

    /// Whom it was made for, base64url, as the server named them.
    public String userHandle = "";

    /// Makes one.
    public SoftPasskey(String origin, String rpId) {
        this.origin = origin;
        this.rpId = rpId;
        new SecureRandom().nextBytes(id);
    }

    private static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /// Returns what a browser sends after it made the passkey.
    public Map<String, Object> created(String challenge) {
        byte[] credential = concat(
                new byte[16], ByteBuffer.allocate(2).putShort((short) id.length).array(), id, coseKey());
        byte[] data = authenticatorData(ATTESTED, credential);
        ByteArrayOutputStream cbor = new ByteArrayOutputStream();
        cbor.write(0xa3);
        cbor.writeBytes(text("fmt"));
        cbor.writeBytes(text("none"));
        cbor.writeBytes(text("attStmt"));
        cbor.write(0xa0);
        cbor.writeBytes(text("authData"));
        cbor.writeBytes(bytes(data));
        Map<String, Object> passkey = new LinkedHashMap<>();
        passkey.put("clientData", base64(clientData("webauthn.create", challenge)));
        passkey.put("attestationObject", base64(cbor.toByteArray()));
        return passkey;
    }

    /// Returns what a browser sends after it used the passkey.
    public Map<String, Object> used(String challenge) {
        return used(challenge, "webauthn.get");
    }

    /// As [#used(String)], with another type of ceremony.
    public Map<String, Object> used(String challenge, String type) {
        byte[] data = authenticatorData(0, new byte[0]);
        byte[] client = clientData(type, challenge);
        Map<String, Object> passkey = new LinkedHashMap<>();
        passkey.put("credentialId", base64(id));
        passkey.put("clientData", base64(client));
        passkey.put("authenticatorData", base64(data));
        passkey.put("signature", base64(sign(concat(data, sha256(client)))));
        passkey.put("userHandle", userHandle);
        return passkey;
    }

    private byte[] authenticatorData(int flags, byte[] credential) {
        int all = flags | (present ? USER_PRESENT : 0) | (verified ? USER_VERIFIED : 0);
        return concat(
                sha256(rpId.getBytes(StandardCharsets.UTF_8)),
                new byte[] {(byte) all},
                ByteBuffer.allocate(4).putInt(count).array(),
                credential);
    }

    private byte[] clientData(String type, String challenge) {
        return ("{\"type\":\"" + type + "\",\"challenge\":\"" + challenge + "\",\"origin\":\"" + origin
                        + "\",\"crossOrigin\":" + crossOrigin + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /// RFC 9053 §7.1: kty EC2, alg ES256, curve P-256, x, y.
    private byte[] coseKey() {
        ECPublicKey publicKey = (ECPublicKey) key.getPublic();
        return concat(
                new byte[] {(byte) 0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21},
                bytes(coordinate(publicKey.getW().getAffineX())),
                new byte[] {0x22},
                bytes(coordinate(publicKey.getW().getAffineY())));
    }

    private static byte[] coordinate(BigInteger value) {
        byte[] signed = value.toByteArray();
        byte[] fixed = new byte[32];
        int length = Math.min(signed.length, 32);
        System.arraycopy(signed, signed.length - length, fixed, 32 - length, length);
        return fixed;
    }

    private byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(key.getPrivate());
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] text(String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        return concat(new byte[] {(byte) (0x60 + ascii.length)}, ascii);
    }

    private static byte[] bytes(byte[] bytes) {
        byte[] head = ByteBuffer.allocate(3)
                .put((byte) 0x59)
                .putShort((short) bytes.length)
                .array();
        return concat(bytes.length < 256 ? new byte[] {0x58, (byte) bytes.length} : head, bytes);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
