package org.simplesignin.server.device;

import java.time.Clock;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.http.Endpoint;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.limit.Limit;
import org.simplesignin.server.limit.Limits;

/// Authenticates every call of a device (RFC 9449 §7): the access token is known, its session is under way, it
/// has not expired, and the proof was made for it with the key of the device. Nothing is cached, so a device
/// that was removed is out at its next call. Thread-safe.
///
/// In the order of what it costs: the token, which is one indexed read; the limits, so that no device makes
/// this server verify or remember more than its share; the proof; its one use. Who has stolen an access token
/// can so use up the calls of its device for the minutes that the token lives, and do nothing else with it.
public final class DeviceGuard {
    private static final String SCHEME = "DPoP ";
    private static final int UNAUTHORIZED = 401;

    private final Devices devices;
    private final Dpop dpop;
    private final Limits limits;
    private final Clock clock;

    /// Makes one.
    public DeviceGuard(Devices devices, Dpop dpop, Limits limits, Clock clock) {
        this.devices = devices;
        this.dpop = dpop;
        this.limits = limits;
        this.clock = clock;
    }

    /// Returns an endpoint that lets only authenticated devices through. Its answers carry a fresh
    /// `DPoP-Nonce`.
    public Endpoint protect(DeviceEndpoint endpoint) {
        return call -> {
            dpop.offerNonce(call);
            return endpoint.answer(authenticate(call), call);
        };
    }

    private Caller authenticate(Call call) {
        try {
            return caller(call);
        } catch (RefusedException e) {
            // RFC 9449 §7.1: the challenge names the scheme, the reason and the algorithms. Who has sent no
            // credentials is not told that they are wrong (RFC 6750 §3.1).
            if (e.code().status() == UNAUTHORIZED && call.hasHeader("Authorization")) {
                call.answerHeader("WWW-Authenticate", "DPoP error=\"" + e.code().wireName() + "\", algs=\"ES256\"");
            }
            throw e;
        }
    }

    private Caller caller(Call call) {
        String authorization = call.header("Authorization").orElseThrow(DeviceGuard::invalidToken);
        // The name of a scheme is the same in any case (RFC 9110 §11.1).
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw invalidToken();
        }
        SessionToken token =
                SessionToken.parse(authorization.substring(SCHEME.length())).orElseThrow(DeviceGuard::invalidToken);
        Registration registration = devices.registration(token.customer(), token.device())
                .filter(known -> known.session().accepts(token.hash(), clock.instant()))
                .orElseThrow(DeviceGuard::invalidToken);
        limits.take(Limit.DEVICE_CALLS_PER_DEVICE, token.device().value());
        limits.take(Limit.DEVICE_CALLS_PER_CUSTOMER, token.customer().value());
        DpopProof proof = dpop.verify(call, token.value());
        // RFC 9449 §7.1: a stolen token is of no use with another key.
        if (!registration.device().key().equals(proof.key())) {
            throw invalidToken();
        }
        dpop.spendForCall(proof);
        return new Caller(token.customer(), token.device());
    }

    private static RefusedException invalidToken() {
        return new RefusedException(
                ProblemCode.INVALID_TOKEN, "Send Authorization: DPoP <access token>; refresh it where it has expired");
    }
}
