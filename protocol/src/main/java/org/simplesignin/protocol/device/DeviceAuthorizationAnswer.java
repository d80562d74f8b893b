package org.simplesignin.protocol.device;

import java.util.Objects;

/**
 * Answers a device authorization request (RFC 8628 §3.2). Printing it shows no code.
 *
 * @param device_code what the device polls with; kept by the device, shown to nobody
 * @param user_code what the device shows, such as {@code BCDF-GHJK}
 * @param verification_uri where the customer types the user code
 * @param verification_uri_complete the same with the user code in it, for a QR code
 * @param expires_in the life of both codes, in seconds, at most 600
 * @param interval the least time between two polls, in seconds
 */
public record DeviceAuthorizationAnswer(
        String device_code,
        String user_code,
        String verification_uri,
        String verification_uri_complete,
        long expires_in,
        long interval) {
    /** Refuses absent mandatory members with a {@link NullPointerException}. */
    public DeviceAuthorizationAnswer {
        Objects.requireNonNull(device_code, "device_code");
        Objects.requireNonNull(user_code, "user_code");
        Objects.requireNonNull(verification_uri, "verification_uri");
        Objects.requireNonNull(verification_uri_complete, "verification_uri_complete");
    }

    @Override
    public String toString() {
        return "DeviceAuthorizationAnswer[[redacted]]";
    }
}
