package org.simplesignin.client.session;

import java.util.Map;
import java.util.Objects;
import org.simplesignin.client.session.Answer.Answered;
import org.simplesignin.client.session.Answer.Away;
import org.simplesignin.client.session.Answer.Declined;
import org.simplesignin.client.session.Answer.Ended;
import org.simplesignin.client.time.Deadline;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.MalformedMessageException;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.DeviceAuthorizationAnswer;
import org.simplesignin.protocol.device.TokenAnswer;

/// The device grant (RFC 8628), bound to the device key from its first request on. It asks once each time; when to ask
/// again is decided in `registration`. Thread-safe.
public final class DeviceGrant {
    private final OAuthForms forms;
    private final TokenEndpoint endpoint;
    private final String deviceName;
    private final String deviceModel;

    /// Makes one.
    ///
    /// @param deviceName as the owner calls the device; the customer reads it on their phone
    /// @param deviceModel as its maker calls it
    public DeviceGrant(Wire wire, String deviceName, String deviceModel) {
        this.forms = new OAuthForms(wire);
        this.endpoint = new TokenEndpoint(wire);
        this.deviceName = cut(deviceName);
        this.deviceModel = cut(deviceModel);
    }

    /// What a poll came to.
    public sealed interface Poll {}

    /// The customer has let the device in.
    public record Granted(TokenAnswer tokens) implements Poll {
        /// Refuses absent tokens with a [NullPointerException].
        public Granted {
            Objects.requireNonNull(tokens, "tokens");
        }
    }

    /// Why there are no tokens.
    public enum NotGranted implements Poll {
        /// The customer has not answered yet.
        PENDING,
        /// Nor now; and every later poll must wait longer.
        SLOW_DOWN,
        /// The customer has refused the device.
        DENIED,
        /// The code has expired, or is worth nothing for another reason.
        OVER,
        /// The server did not say.
        AWAY
    }

    /// Asks for a code.
    public Answer<DeviceCode> authorize(Deadline deadline) {
        Map<String, String> fields = Map.of(
                "client_id", DeviceApi.CLIENT_ID,
                "device_name", deviceName,
                "device_model", deviceModel);
        return forms.post(DeviceApi.DEVICE_AUTHORIZATION, fields, DeviceGrant::code, deadline);
    }

    private static DeviceCode code(byte[] body) throws MalformedMessageException {
        try {
            return DeviceCode.of(Json.read(body, DeviceAuthorizationAnswer.class, OAuthForms.MOST_ANSWER_BYTES));
        } catch (IllegalArgumentException e) {
            throw new MalformedMessageException("the codes cannot be used");
        }
    }

    /// Asks whether the customer has let the device in.
    public Poll poll(String deviceCode, Deadline deadline) {
        return switch (endpoint.redeem(deviceCode, deadline)) {
            case Answered<TokenAnswer> answered -> new Granted(answered.value());
            case Ended<TokenAnswer> ignored -> NotGranted.OVER;
            case Away<TokenAnswer> ignored -> NotGranted.AWAY;
            case Declined<TokenAnswer> declined ->
                switch (declined.code()) {
                    case "authorization_pending" -> NotGranted.PENDING;
                    case "slow_down" -> NotGranted.SLOW_DOWN;
                    case "access_denied" -> NotGranted.DENIED;
                    case "expired_token" -> NotGranted.OVER;
                    // Not an answer about this code: it is asked again until the code's own end.
                    default -> NotGranted.AWAY;
                };
        };
    }

    private static String cut(String text) {
        return text.length() <= DeviceApi.DEVICE_NAME_CHARS ? text : text.substring(0, DeviceApi.DEVICE_NAME_CHARS);
    }
}
