package org.simplesignin.tokens;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The forms that a P-256 key in PKCS#8 has (RFC 5958, RFC 5915). All lengths in them are fixed, so each is a constant with two
 * gaps, and no DER needs to be read from a stranger.
 */
final class Pkcs8Form {
    /** Version 0, id-ecPublicKey with the curve prime256v1. */
    private static final String ID = "020100301306072a8648ce3d020106082a8648ce3d030107";

    /** The curve once more, as RFC 5915 allows: parameters [0]. */
    private static final String CURVE = "a00a06082a8648ce3d030107";

    /** The public key [1]: a bit string, uncompressed point. */
    private static final String POINT = "a14403420004";

    /** With the public key, 138 bytes: what this library and OpenSSL write. */
    static final Pkcs8Form OURS = new Pkcs8Form("308187" + ID + "046d306b0201010420", POINT, true);

    private static final List<Pkcs8Form> ALL = List.of(
            OURS,
            new Pkcs8Form("308193" + ID + "047930770201010420", CURVE + POINT, true),
            new Pkcs8Form("3041" + ID + "042730250201010420", "", false),
            new Pkcs8Form("304d" + ID + "043330310201010420", CURVE, false));

    private final byte[] head;
    private final byte[] middle;
    private final boolean hasPoint;

    private Pkcs8Form(String head, String middle, boolean hasPoint) {
        this.head = HexFormat.of().parseHex(head);
        this.middle = HexFormat.of().parseHex(middle);
        this.hasPoint = hasPoint;
    }

    /** Returns the form of this key, or nothing where it has none of them. */
    static Optional<Pkcs8Form> of(byte[] pkcs8) {
        return ALL.stream().filter(form -> form.fits(pkcs8)).findFirst();
    }

    boolean hasPoint() {
        return hasPoint;
    }

    int scalarAt() {
        return head.length;
    }

    int pointAt() {
        return middleAt() + middle.length;
    }

    private int middleAt() {
        return head.length + P256.BYTES;
    }

    private int length() {
        return pointAt() + (hasPoint ? 2 * P256.BYTES : 0);
    }

    boolean fits(byte[] pkcs8) {
        return pkcs8.length == length()
                && Arrays.equals(pkcs8, 0, head.length, head, 0, head.length)
                && Arrays.equals(pkcs8, middleAt(), pointAt(), middle, 0, middle.length);
    }

    /** Writes a key in this form; the point is 64 bytes. */
    byte[] write(BigInteger scalar, byte[] point) {
        byte[] out = Arrays.copyOf(head, length());
        P256.write(scalar, out, scalarAt());
        System.arraycopy(middle, 0, out, middleAt(), middle.length);
        System.arraycopy(point, 0, out, pointAt(), point.length);
        return out;
    }
}
