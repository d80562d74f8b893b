package org.simplesignin.protocol.device;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Answers a device authorization request (RFC 8628 §3.2). Printing it shows no code.
 *
 * @param device_code for the device alone: it asks for its tokens with it
 * @param user_code for the customer to type, such as {@code BCDF-GHJK}
 * @param verification_uri where the customer types it
 * @param verification_uri_complete the same with the code in it, for a QR code
 * @param expires_in the life of both codes, in seconds
 * @param interval the least pause between two polls, in seconds; 5 where it is absent
 */
public record DeviceAuthorizationAnswer(
        String device_code,
        String user_code,
        String verification_uri,
        @Nullable String verification_uri_complete,
        long expires_in,
        @Nullable Long interval) {
    /** Refuses absent mandatory members with a {@link NullPointerException}. */
    public DeviceAuthorizationAnswer {
        Objects.requireNonNull(device_code, "device_code");
        Objects.requireNonNull(user_code, "user_code");
        Objects.requireNonNull(verification_uri, "verification_uri");
    }

    @Override
    public String toString() {
        return "DeviceAuthorizationAnswer[[redacted]]";
    }
}
