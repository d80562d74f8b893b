package org.simplesignin.server.device;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.time.Ticker;

/// The nonces with which this server, and not the clock of a TV, decides how fresh a proof is (RFC 9449 §8, T19).
///
/// A nonce is the number of a window of two minutes and its HMAC-SHA256: nothing is stored. It is good in its own
/// window and in the next, so for two to four minutes. The key is made at the start; after a restart devices get a
/// fresh nonce with a refusal and try again. Windows are counted in time that only moves forward: with the clock set
/// back, nonces of before would be good again, whose proofs are forgotten. Thread-safe.
final class DpopNonces {
    static final Duration WINDOW = Duration.ofMinutes(2);

    private static final int MAC_BYTES = 16;
    private static final int BYTES = Long.BYTES + MAC_BYTES;

    private final SecretKeySpec key;
    private final Ticker ticker;
    private final long start;

    DpopNonces(SecureRandom random, Ticker ticker) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        this.key = new SecretKeySpec(bytes, "HmacSHA256");
        this.ticker = ticker;
        this.start = ticker.nanos();
    }

    /// Returns the nonce of now.
    String current() {
        long window = window();
        byte[] nonce =
                ByteBuffer.allocate(BYTES).putLong(window).put(mac(window)).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(nonce);
    }

    /// Returns the window of this nonce where it is good now.
    OptionalLong goodWindow(String nonce) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(nonce);
        } catch (IllegalArgumentException e) {
            return OptionalLong.empty();
        }
        if (bytes.length != BYTES) {
            return OptionalLong.empty();
        }
        long window = ByteBuffer.wrap(bytes).getLong();
        long now = window();
        boolean ours = MessageDigest.isEqual(mac(window), Arrays.copyOfRange(bytes, Long.BYTES, BYTES));
        return ours && (window == now || window == now - 1) ? OptionalLong.of(window) : OptionalLong.empty();
    }

    /// Returns the refusal of a proof that carries no nonce that is good now.
    static RefusedException refused() {
        return new RefusedException(
                ProblemCode.USE_DPOP_NONCE, "Repeat with a proof that carries the nonce of the header DPoP-Nonce");
    }

    /// Returns the oldest window whose nonces are good now.
    long oldestGoodWindow() {
        return window() - 1;
    }

    /// Returns the time until nonces are those of another window.
    Duration untilNextWindow() {
        return Duration.ofNanos(WINDOW.toNanos() - (ticker.nanos() - start) % WINDOW.toNanos());
    }

    private long window() {
        return (ticker.nanos() - start) / WINDOW.toNanos();
    }

    private byte[] mac(long window) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            byte[] full =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(window).array());
            return Arrays.copyOf(full, MAC_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime lacks HmacSHA256", e);
        }
    }
}
