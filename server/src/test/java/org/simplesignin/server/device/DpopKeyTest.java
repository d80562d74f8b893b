package org.simplesignin.server.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.spec.ECFieldFp;
import java.security.spec.EllipticCurve;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.server.testing.Proof;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.server.testing.TestServer;

/// Numbers above the field's prime: each point whose coordinate is small enough would have a second text. Nobody here
/// knows the private key of such a point, so the refusal tells how far the proof came.
final class DpopKeyTest {
    private static final EllipticCurve CURVE =
            com.nimbusds.jose.jwk.Curve.P_256.toECParameterSpec().getCurve();
    private static final BigInteger PRIME = ((ECFieldFp) CURVE.getField()).getP();

    @TempDir
    private Path directory;

    private static BigInteger root(BigInteger square) {
        return square.modPow(PRIME.add(BigInteger.ONE).shiftRight(2), PRIME); // the prime is 3 modulo 4
    }

    private static BigInteger ySquared(BigInteger x) {
        return x.multiply(x).add(CURVE.getA()).multiply(x).add(CURVE.getB()).mod(PRIME);
    }

    /// Returns the smallest x from 1 up that a point has.
    private static BigInteger smallX() {
        BigInteger x = BigInteger.ONE;
        while (!root(ySquared(x)).pow(2).mod(PRIME).equals(ySquared(x))) {
            x = x.add(BigInteger.ONE);
        }
        return x;
    }

    private String refusal(BigInteger x, BigInteger y) {
        try (TestServer server = TestServer.start(directory)) {
            TestDevice device = server.newDevice();
            Received received = device.callOnce(
                    "GET",
                    DeviceApi.CUSTOMER,
                    null,
                    proof -> proof.jwk("x", text(x)).jwk("y", text(y)));
            assertEquals("invalid_dpop_proof", received.code());
            return received.text();
        }
    }

    private static String text(BigInteger coordinate) {
        byte[] bytes = coordinate.toByteArray();
        byte[] out = new byte[32];
        int length = Math.min(bytes.length, 32);
        System.arraycopy(bytes, bytes.length - length, out, 32 - length, length);
        return Proof.base64(out);
    }

    @Test
    void proofWithAPointComesAsFarAsItsSignature() {
        BigInteger x = smallX();

        assertTrue(refusal(x, root(ySquared(x))).contains("signature"), "else the other tests show nothing");
    }

    @Test
    void samePointWithThePrimeAddedToItsXIsNoKey() {
        BigInteger x = smallX();

        assertTrue(refusal(x.add(PRIME), root(ySquared(x))).contains("public P-256 key"));
    }

    @Test
    void numberFromThePrimeUpIsNoYEither() {
        assertTrue(refusal(smallX(), PRIME).contains("public P-256 key"));
    }
}
