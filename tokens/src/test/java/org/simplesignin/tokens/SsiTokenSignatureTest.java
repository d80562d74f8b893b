package org.simplesignin.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.simplesignin.tokens.Forge.assertRefused;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.simplesignin.tokens.InvalidTokenException.Reason;

/** The signature: 64 bytes, in range, of the key that stands in the link token. */
final class SsiTokenSignatureTest {
    @Test
    void deterministicSignatureOfRfc6979IsMadeAsPublished() {
        // RFC 6979 A.2.5, SHA-256, "sample"
        BigInteger scalar = new BigInteger("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721", 16);
        byte[] signature = Rfc6979.sign(scalar, "sample".getBytes(StandardCharsets.US_ASCII));
        assertEquals(
                "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                        + "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8",
                HexFormat.of().formatHex(signature));
    }

    @Test
    void signatureOfAnotherLinkKeyIsRefused() {
        new Forge().signedWith(Forge.OTHER_SCALAR).refused(Reason.SIGNATURE);
    }

    @Test
    void swappedLinkTokenIsRefused() {
        String otherLinkToken = new Forge()
                .linkContent("vKey", Forge.verificationKey(Forge.OTHER_SCALAR))
                .linkContent("userId", "somebody-else")
                .linkToken();
        new Forge().claim("link_token", otherLinkToken).refused(Reason.SIGNATURE);
        String[] parts = new Forge().token().split("\\.", -1);
        String swapped =
                Forge.encode(new Forge().claim("link_token", otherLinkToken).claims());
        assertRefused(Reason.SIGNATURE, parts[0] + "." + swapped + "." + parts[2]);
    }

    @Test
    void emptySignatureIsRefused() {
        new Forge().signature(old -> new byte[0]).refused(Reason.SIGNATURE);
    }

    @Test
    void shortAndLongSignaturesAreRefused() {
        for (int length : List.of(1, 32, 63, 65, 96, 128)) {
            new Forge().signature(old -> Arrays.copyOf(old, length)).refused(Reason.SIGNATURE);
        }
    }

    @Test
    void derSignatureIsRefused() {
        new Forge()
                .signature(raw -> {
                    byte[] r = new BigInteger(1, Arrays.copyOf(raw, 32)).toByteArray();
                    byte[] s = new BigInteger(1, Arrays.copyOfRange(raw, 32, 64)).toByteArray();
                    String der = "30%02x02%02x%s02%02x%s"
                            .formatted(
                                    4 + r.length + s.length,
                                    r.length,
                                    HexFormat.of().formatHex(r),
                                    s.length,
                                    HexFormat.of().formatHex(s));
                    return HexFormat.of().parseHex(der);
                })
                .refused(Reason.SIGNATURE);
    }

    @Test
    void zeroAndOutOfRangeHalvesAreRefused() {
        BigInteger zero = BigInteger.ZERO;
        BigInteger max = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);
        List<BigInteger> wrong = List.of(zero, P256.N, P256.N.add(BigInteger.ONE), max);
        for (BigInteger r : wrong) {
            new Forge().signature(old -> with(old, 0, r)).refused(Reason.SIGNATURE);
            new Forge().signature(old -> with(old, 32, r)).refused(Reason.SIGNATURE);
            for (BigInteger s : wrong) {
                new Forge().signature(old -> with(with(old, 0, r), 32, s)).refused(Reason.SIGNATURE);
            }
        }
    }

    @Test
    void halvesAtTheEdgeOfTheirRangeAreNoSignatureEither() {
        for (BigInteger edge : List.of(BigInteger.ONE, P256.N.subtract(BigInteger.ONE))) {
            new Forge().signature(old -> with(with(old, 0, edge), 32, edge)).refused(Reason.SIGNATURE);
        }
    }

    private static byte[] with(byte[] signature, int at, BigInteger value) {
        byte[] out = signature.clone();
        P256.write(value, out, at);
        return out;
    }

    @Test
    void hmacWithThePublicKeyIsRefused() throws Exception {
        byte[] publicKey = Base64.getDecoder().decode(Forge.verificationKey(Forge.SCALAR));
        for (String alg : List.of("HS256", "ES256")) {
            String[] parts = new Forge().header("alg", alg).token().split("\\.", -1);
            String signed = parts[0] + "." + parts[1];
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(publicKey, "HmacSHA256"));
            String signature = Base64Url.encode(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
            assertRefused(alg.equals("HS256") ? Reason.ALGORITHM : Reason.SIGNATURE, signed + "." + signature);
        }
    }
}
