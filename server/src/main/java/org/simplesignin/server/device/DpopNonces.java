package org.simplesignin.server.device;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The nonces with which this server, and not the clock of a TV, decides how fresh a proof is (RFC 9449 §8, T19).
///
/// A nonce is the number of a window of two minutes and its HMAC-SHA256: nothing is stored. It is good in its own
/// window and in the next, so for two to four minutes. The key is made at the start; after a restart devices get a
/// fresh nonce with a refusal and try again. Thread-safe.
final class DpopNonces {
    static final Duration WINDOW = Duration.ofMinutes(2);

    private static final int MAC_BYTES = 16;
    private static final int BYTES = Long.BYTES + MAC_BYTES;

    private final SecretKeySpec key;
    private final Clock clock;

    DpopNonces(SecureRandom random, Clock clock) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        this.key = new SecretKeySpec(bytes, "HmacSHA256");
        this.clock = clock;
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

    /// Returns the oldest window whose nonces are good now.
    long oldestGoodWindow() {
        return window() - 1;
    }

    private long window() {
        return Math.floorDiv(clock.millis(), WINDOW.toMillis());
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
