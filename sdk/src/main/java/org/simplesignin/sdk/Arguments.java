package org.simplesignin.sdk;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.AppRequest;
import org.simplesignin.protocol.Limits;
import org.simplesignin.protocol.LinkUserAccountRequest;
import org.simplesignin.protocol.LoginNameValue;
import org.simplesignin.protocol.SSIEvent;
import org.simplesignin.protocol.SSIEventRequest;

/**
 * Tells misuse from arguments that are merely over a limit: the first is for the app's developer to see, the second can
 * come from a customer's data and is an outcome like any other (specification §2 and §10).
 */
final class Arguments {
    /** 128 bits, so that no two events of all devices have the same id (specification §4). */
    private static final int EVENT_ID_BYTES = 16;

    private static final SecureRandom RANDOM = new SecureRandom();

    private Arguments() {}

    static AppRequest getUserAndLinks(String identityProviderName) {
        return new AppRequest.GetUserAndLinks(notBlank("identityProviderName", identityProviderName), null);
    }

    static AppRequest getUserAndLinks(String identityProviderName, String nonce) {
        return new AppRequest.GetUserAndLinks(
                notBlank("identityProviderName", identityProviderName), notBlank("nonce", nonce));
    }

    static AppRequest linkUserAccount(LinkUserAccountRequest request) {
        present("request", request);
        notBlank("partnerUserId", request.partnerUserId());
        notBlank("identityProviderName", request.identityProviderName());
        notBlank("userLoginName", request.userLoginName());
        notBlank("linkToken.token", request.linkToken().token());
        notBlank("linkToken.schema", request.linkToken().schema());
        notBlank("linkSigningKey", request.linkSigningKey());
        return request;
    }

    static AppRequest showLoginSelection(List<LoginNameValue> loginNames) {
        for (LoginNameValue value : present("loginNames", loginNames)) {
            present("loginNames[]", value);
            notBlank("loginName", value.loginName());
            notBlank("linkId", value.linkId());
        }
        return new AppRequest.ShowLoginSelection(loginNames);
    }

    static AppRequest recordMetricEvent(SSIEventRequest event) {
        present("request", event);
        notBlank("epochTimestamp", event.epochTimestamp());
        if (event.ssiEvent() == SSIEvent.LOGIN_FAILURE && event.failureReason() == null) {
            throw new IllegalArgumentException("failureReason is mandatory for LOGIN_FAILURE");
        }
        byte[] eventId = new byte[EVENT_ID_BYTES];
        RANDOM.nextBytes(eventId);
        return new AppRequest.RecordMetricEvent(
                Base64.getUrlEncoder().withoutPadding().encodeToString(eventId), event);
    }

    /** Returns whether everything in it is within the published limits (specification §10). */
    static boolean withinLimits(AppRequest request) {
        if (request instanceof AppRequest.GetUserAndLinks ask) {
            String nonce = ask.nonce();
            return Limits.isIdentityProviderName(ask.identityProviderName())
                    && (nonce == null || Limits.isNonce(nonce));
        }
        if (request instanceof LinkUserAccountRequest link) {
            return Limits.isIdentityProviderName(link.identityProviderName())
                    && Limits.isPartnerUserId(link.partnerUserId())
                    && Limits.isLoginName(link.userLoginName())
                    && Limits.isLinkToken(link.linkToken())
                    && Limits.isLinkSigningKey(link.linkSigningKey());
        }
        if (request instanceof AppRequest.ShowLoginSelection show) {
            return !show.loginNames().isEmpty()
                    && show.loginNames().size() <= Limits.LOGIN_NAMES_PER_CALL
                    && show.loginNames().stream()
                            .allMatch(value ->
                                    Limits.isLoginName(value.loginName()) && Limits.isRandomId(value.linkId()));
        }
        SSIEventRequest event = ((AppRequest.RecordMetricEvent) request).event();
        return Limits.isEpochMillis(event.epochTimestamp())
                && (event.ssiEvent() == SSIEvent.LOGIN_FAILURE) == (event.failureReason() != null);
    }

    static <T> T present(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(name + " must not be null");
        }
        return value;
    }

    private static String notBlank(String name, @Nullable String value) {
        String text = present(name, value);
        if (text.isBlank()) {
            throw new IllegalArgumentException(name + " must not be blank");
        }
        return text;
    }
}
