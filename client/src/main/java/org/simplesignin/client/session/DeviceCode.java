package org.simplesignin.client.session;

import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;
import org.simplesignin.client.device.Origin;
import org.simplesignin.protocol.device.DeviceAuthorizationAnswer;

/// The codes of one device authorization (RFC 8628, section 3.2): one for the customer, one for the device. Printing
/// it shows neither.
///
/// @param secret what the device polls with (`device_code`)
/// @param userCode what the customer types: groups of capital letters and digits with hyphens between them
/// @param verificationUri where they type it
/// @param verificationUriComplete the same with the user code in it
/// @param life how long both are good from when they came, at most [#LONGEST_LIFE]
/// @param interval the least pause between two polls
public record DeviceCode(
        String secret,
        String userCode,
        String verificationUri,
        String verificationUriComplete,
        Duration life,
        Duration interval) {
    /// A code lives ten minutes at most, whatever the server says (specification §6).
    public static final Duration LONGEST_LIFE = Duration.ofMinutes(10);

    private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(1);
    private static final Pattern USER_CODE = Pattern.compile("[A-Z0-9]{2,8}(-[A-Z0-9]{2,8}){0,3}");
    private static final int MOST_URI_CHARS = 256;

    /// Refuses what cannot be shown or polled with.
    public DeviceCode {
        Objects.requireNonNull(life, "life");
        Objects.requireNonNull(interval, "interval");
        if (!TokenEndpoint.isToken(secret) || !USER_CODE.matcher(userCode).matches()) {
            throw new IllegalArgumentException("not a device code and a user code");
        }
        requireUri(verificationUri);
        requireUri(verificationUriComplete);
        if (!life.isPositive() || !interval.isPositive()) {
            throw new IllegalArgumentException("the code has no life or no interval");
        }
    }

    /// Returns the codes of an answer; a life or an interval that is too long is cut.
    ///
    /// @throws IllegalArgumentException where it is not one that can be used
    static DeviceCode of(DeviceAuthorizationAnswer answer) {
        return new DeviceCode(
                answer.device_code(),
                answer.user_code(),
                answer.verification_uri(),
                answer.verification_uri_complete(),
                seconds(answer.expires_in(), LONGEST_LIFE),
                seconds(answer.interval(), LONGEST_INTERVAL));
    }

    /// Returns the verification address as people type it: without the scheme.
    public String shortUri() {
        return verificationUri.substring(verificationUri.indexOf("://") + 3);
    }

    private static Duration seconds(long seconds, Duration most) {
        return Duration.ofSeconds(Math.min(seconds, most.toSeconds()));
    }

    // It is drawn as a QR code and typed on another device: nothing but https leads there, and no other program is
    // started by it.
    private static void requireUri(String uri) {
        if (uri.length() > MOST_URI_CHARS || Origin.ofUrl(uri).isEmpty()) {
            throw new IllegalArgumentException("not an address that a customer can be sent to");
        }
    }

    @Override
    public String toString() {
        return "DeviceCode[[redacted]]";
    }
}
