package org.simplesignin.tokens;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Deterministic ECDSA on P-256 with SHA-256 (RFC 6979), so that the published vectors can be made again byte by byte. Plain
 * arithmetic, in no way constant in time: for tests only.
 */
final class Rfc6979 {
    private static final BigInteger P =
            new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
    private static final BigInteger N =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
    private static final BigInteger[] G = {
        new BigInteger("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296", 16),
        new BigInteger("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5", 16)
    };

    private static final BigInteger[][] DOUBLINGS = doublings();

    private Rfc6979() {}

    /** Returns the public point of a private scalar: x, y. */
    static BigInteger[] point(BigInteger scalar) {
        return times(scalar);
    }

    /** Returns r and s, 32 bytes each. */
    static byte[] sign(BigInteger scalar, byte[] message) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(message);
            BigInteger e = new BigInteger(1, digest);
            BigInteger k = nonce(scalar, digest);
            BigInteger r = times(k)[0].mod(N);
            BigInteger s = k.modInverse(N).multiply(e.add(r.multiply(scalar))).mod(N);
            byte[] out = new byte[64];
            P256.write(r, out, 0);
            P256.write(s, out, 32);
            return out;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** RFC 6979 §3.2; the chance that the first candidate is out of range is 2^-32, and then this fails loudly. */
    private static BigInteger nonce(BigInteger scalar, byte[] digest) throws GeneralSecurityException {
        byte[] seed = new byte[64];
        P256.write(scalar, seed, 0);
        P256.write(new BigInteger(1, digest).mod(N), seed, 32);
        byte[] v = new byte[32];
        Arrays.fill(v, (byte) 1);
        byte[] k = hmac(new byte[32], v, new byte[] {0}, seed);
        v = hmac(k, v);
        k = hmac(k, v, new byte[] {1}, seed);
        v = hmac(k, v);
        BigInteger candidate = new BigInteger(1, hmac(k, v));
        if (candidate.signum() == 0 || candidate.compareTo(N) >= 0) {
            throw new IllegalStateException("Take another message");
        }
        return candidate;
    }

    private static byte[] hmac(byte[] key, byte[]... parts) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        for (byte[] part : parts) {
            mac.update(part);
        }
        return mac.doFinal();
    }

    /** Adds up the doublings of the base point, which are worked out once. */
    private static BigInteger[] times(BigInteger scalar) {
        BigInteger[] sum = {};
        for (int i = 0; i < scalar.bitLength(); i++) {
            if (scalar.testBit(i)) {
                sum = sum.length == 0 ? DOUBLINGS[i] : add(sum, DOUBLINGS[i]);
            }
        }
        return sum;
    }

    private static BigInteger[][] doublings() {
        BigInteger[][] all = new BigInteger[256][];
        all[0] = G;
        for (int i = 1; i < all.length; i++) {
            all[i] = add(all[i - 1], all[i - 1]);
        }
        return all;
    }

    private static BigInteger[] add(BigInteger[] a, BigInteger[] b) {
        BigInteger three = BigInteger.valueOf(3);
        BigInteger slope = a[0].equals(b[0])
                ? a[0].pow(2)
                        .multiply(three)
                        .subtract(three)
                        .multiply(a[1].shiftLeft(1).modInverse(P))
                : b[1].subtract(a[1]).multiply(b[0].subtract(a[0]).mod(P).modInverse(P));
        BigInteger x = slope.pow(2).subtract(a[0]).subtract(b[0]).mod(P);
        return new BigInteger[] {
            x, slope.multiply(a[0].subtract(x)).subtract(a[1]).mod(P)
        };
    }
}
