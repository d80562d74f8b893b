package org.simplesignin.server.device;

import java.time.Clock;
import java.util.Optional;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.http.Endpoint;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.limit.Limit;
import org.simplesignin.server.limit.Limits;

/// Authenticates every call of a device (RFC 9449 §7): the access token is known, its session is under way, it has not
/// expired, and the proof was made for it with the key of the device. Nothing is cached, so a device that was removed
/// is out at its next call. Thread-safe.
public final class DeviceGuard {
    private static final String SCHEME = "DPoP ";

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

    /// Returns an endpoint that lets only authenticated devices through. Its answers carry a fresh `DPoP-Nonce`.
    public Endpoint protect(DeviceEndpoint endpoint) {
        return call -> {
            dpop.offerNonce(call);
            Caller caller = authenticate(call);
            limits.take(Limit.DEVICE_CALLS_PER_DEVICE, caller.device().value());
            limits.take(Limit.DEVICE_CALLS_PER_CUSTOMER, caller.customer().value());
            return endpoint.answer(caller, call);
        };
    }

    private Caller authenticate(Call call) {
        try {
            return caller(call);
        } catch (RefusedException e) {
            // RFC 9449 §7.1: the challenge names the scheme, the reason and the algorithms.
            call.answerHeader("WWW-Authenticate", "DPoP error=\"" + e.code().wireName() + "\", algs=\"ES256\"");
            throw e;
        }
    }

    private Caller caller(Call call) {
        String authorization = call.header("Authorization").orElseThrow(DeviceGuard::invalidToken);
        if (!authorization.startsWith(SCHEME)) {
            throw invalidToken();
        }
        SessionToken token =
                SessionToken.parse(authorization.substring(SCHEME.length())).orElseThrow(DeviceGuard::invalidToken);
        DpopProof proof = dpop.verify(call, token.value());
        Optional<Registration> registration = devices.registration(token.customer(), token.device());
        if (registration.isEmpty() || !registration.get().session().accepts(token.hash(), clock.instant())) {
            throw invalidToken();
        }
        // RFC 9449 §7.1: a stolen token is of no use with another key.
        if (!registration.get().device().key().equals(proof.key())) {
            throw invalidToken();
        }
        dpop.spend(proof);
        return new Caller(token.customer(), token.device());
    }

    private static RefusedException invalidToken() {
        return new RefusedException(
                ProblemCode.INVALID_TOKEN, "Send Authorization: DPoP <access token>; refresh it where it has expired");
    }
}
