package org.simplesignin.protocol;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an app asks the on-device client: one record for each call of {@code SimpleSignInService} (specification §2). On
 * loopback HTTP the record is the body of {@code POST /v1/<call>}; on the Unix socket it travels in a frame (see {@link Frames}).
 */
public sealed interface AppRequest
        permits AppRequest.GetUserAndLinks,
                LinkUserAccountRequest,
                AppRequest.ShowLoginSelection,
                AppRequest.RecordMetricEvent {

    /**
     * Asks for the links of the device's active customer at an identity provider, each with a new SSI token.
     *
     * @param nonce goes into the SSI tokens where given: 1 to 128 characters of {@code [A-Za-z0-9_-]}
     */
    record GetUserAndLinks(
            String identityProviderName, @Nullable String nonce) implements AppRequest {
        /** Refuses absent mandatory members with a {@link NullPointerException}. */
        public GetUserAndLinks {
            Objects.requireNonNull(identityProviderName, "identityProviderName");
        }

        @Override
        public String toString() {
            return "GetUserAndLinks[identityProviderName=" + identityProviderName + ", [redacted]]";
        }
    }

    /** Asks the customer to choose one of the linked accounts. */
    record ShowLoginSelection(List<LoginNameValue> loginNames) implements AppRequest {
        /** Refuses an absent list or entry with a {@link NullPointerException}. */
        public ShowLoginSelection {
            loginNames = List.copyOf(loginNames);
        }
    }

    /**
     * Reports a metric event.
     *
     * @param eventId made by the SDK, so that a repeated delivery counts once: 22 to 64 characters of
     *     {@code [A-Za-z0-9_-]}, at least 128 random bits
     */
    record RecordMetricEvent(String eventId, SSIEventRequest event) implements AppRequest {
        /** Refuses absent members with a {@link NullPointerException}. */
        public RecordMetricEvent {
            Objects.requireNonNull(eventId, "eventId");
            Objects.requireNonNull(event, "event");
        }
    }
}
