package org.simplesignin.tokens;

import java.util.Base64;

/** Base64 of both alphabets, read strictly: one text for each sequence of bytes, everything else is refused. */
final class Base64Url {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private Base64Url() {}

    static String encode(byte[] bytes) {
        return ENCODER.encodeToString(bytes);
    }

    /**
     * Returns the bytes of unpadded base64url (RFC 7515 §2).
     *
     * @throws IllegalArgumentException for padding, {@code +} or {@code /}, white space, non-zero trailing bits
     */
    static byte[] decode(String text) {
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        return same(text, encode(bytes), bytes);
    }

    /**
     * Returns the bytes of padded Base64 (RFC 4648 §4).
     *
     * @throws IllegalArgumentException for missing padding, {@code -} or {@code _}, white space, non-zero trailing bits
     */
    static byte[] decodeStandard(String text) {
        byte[] bytes = Base64.getDecoder().decode(text);
        return same(text, Base64.getEncoder().encodeToString(bytes), bytes);
    }

    /** The decoder of the JDK ignores trailing bits and takes padding or leaves it: writing it again shows every liberty. */
    private static byte[] same(String text, String canonical, byte[] bytes) {
        if (!text.equals(canonical)) {
            throw new IllegalArgumentException("Not in canonical form");
        }
        return bytes;
    }
}
