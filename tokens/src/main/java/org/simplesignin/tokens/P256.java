package org.simplesignin.tokens;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;

/** The curve P-256 (FIPS 186-5, SEC 2 secp256r1) and what is checked of its points and numbers. */
final class P256 {
    static final int BYTES = 32;

    static final ECParameterSpec PARAMETERS = parameters();

    /** The order of the base point: signature halves and private scalars lie in 1 to N-1. */
    static final BigInteger N = PARAMETERS.getOrder();

    private static final BigInteger P = ((ECFieldFp) PARAMETERS.getCurve().getField()).getP();
    private static final BigInteger A = PARAMETERS.getCurve().getA();
    private static final BigInteger B = PARAMETERS.getCurve().getB();

    private P256() {}

    private static ECParameterSpec parameters() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime lacks the curve P-256", e);
        }
    }

    static boolean isScalar(BigInteger value) {
        return value.signum() > 0 && value.compareTo(N) < 0;
    }

    /** Says whether the coordinates are below the field's prime and fulfil the curve's equation (SEC 1 §3.2.2.1). */
    static boolean isOnCurve(BigInteger x, BigInteger y) {
        return isCoordinate(x) && isCoordinate(y) && y.multiply(y).mod(P).equals(ySquared(x));
    }

    private static boolean isCoordinate(BigInteger value) {
        return value.signum() >= 0 && value.compareTo(P) < 0;
    }

    private static BigInteger ySquared(BigInteger x) {
        return x.multiply(x).add(A).multiply(x).add(B).mod(P);
    }

    /** Returns the number that these bytes are, first byte highest. */
    static BigInteger number(byte[] bytes, int from) {
        return new BigInteger(1, Arrays.copyOfRange(bytes, from, from + BYTES));
    }

    /** Writes a number below 2^256 as 32 bytes. */
    static void write(BigInteger value, byte[] to, int from) {
        byte[] bytes = value.toByteArray(); // 1 to 33 bytes: a sign byte may lead
        int length = Math.min(bytes.length, BYTES);
        System.arraycopy(bytes, bytes.length - length, to, from + BYTES - length, length);
    }

    static ECPublicKey publicKey(BigInteger x, BigInteger y) throws GeneralSecurityException {
        return (ECPublicKey)
                KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(new ECPoint(x, y), PARAMETERS));
    }

    static ECPrivateKey privateKey(byte[] pkcs8) throws GeneralSecurityException {
        return (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    /**
     * Returns the two points that may belong to a private key: same x, both signs of y. The caller finds out which one it is.
     *
     * <p>x is the shared secret of the key with the base point. So the multiplication with the secret scalar is done by the
     * provider, in constant time, and not by arithmetic of ours.
     */
    static ECPoint[] publicPoints(ECPrivateKey key) throws GeneralSecurityException {
        ECPoint base = PARAMETERS.getGenerator();
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(key);
        agreement.doPhase(publicKey(base.getAffineX(), base.getAffineY()), true);
        BigInteger x = new BigInteger(1, agreement.generateSecret());
        BigInteger y = ySquared(x).modPow(P.add(BigInteger.ONE).shiftRight(2), P); // a root, as P is 3 modulo 4
        return new ECPoint[] {new ECPoint(x, y), new ECPoint(x, P.subtract(y))};
    }
}
