package org.simplesignin.server.keys;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/// AES-256-GCM as all envelopes here use it: header, 12 random bytes of nonce, cipher text with its tag of 16 bytes.
/// The header is authenticated together with what the plain text belongs to.
final class Gcm {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String CIPHER = "AES/GCM/NoPadding";

    private Gcm() {}

    static Wrapped seal(SecretKey key, byte[] header, byte[] belongsTo, byte[] plain, SecureRandom random) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] envelope = new byte[header.length + NONCE_BYTES + plain.length + TAG_BITS / 8];
        ByteBuffer.wrap(envelope).put(header).put(nonce);
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(header);
            cipher.updateAAD(belongsTo);
            cipher.doFinal(plain, 0, plain.length, envelope, header.length + NONCE_BYTES);
            return Wrapped.of(envelope);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM failed", e);
        }
    }

    /// Returns whether an envelope of this length can hold such a header and anything behind it.
    static boolean fits(int envelopeBytes, int headerBytes) {
        return envelopeBytes >= headerBytes + NONCE_BYTES + TAG_BITS / 8;
    }

    /// Opens an envelope that [#fits] its header.
    ///
    /// @param purpose for the message only
    static byte[] open(SecretKey key, byte[] envelope, int headerBytes, byte[] belongsTo, String purpose) {
        int sealedAt = headerBytes + NONCE_BYTES;
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, envelope, headerBytes, NONCE_BYTES));
            cipher.updateAAD(envelope, 0, headerBytes);
            cipher.updateAAD(belongsTo);
            return cipher.doFinal(envelope, sealedAt, envelope.length - sealedAt);
        } catch (GeneralSecurityException e) {
            // Without its cause: why exactly a tag does not fit is of no use to anybody honest.
            throw new UnwrapException("A wrapped secret does not open for " + purpose);
        }
    }
}
