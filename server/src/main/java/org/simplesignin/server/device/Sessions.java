package org.simplesignin.server.device;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.protocol.device.TokenAnswer;
import org.simplesignin.server.audit.Actor;
import org.simplesignin.server.audit.Audit;
import org.simplesignin.server.audit.AuditEvent;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.DeviceId;
import org.simplesignin.server.id.KeyThumbprint;
import org.simplesignin.server.id.SecretHash;
import org.simplesignin.server.storage.Transactions;
import org.simplesignin.server.storage.Tx;

/// The life of a device's session: its beginning, its refresh, and its end where a spent refresh token comes back (RFC
/// 9700 §4.14). Thread-safe.
public final class Sessions {
    /// A device whose answer was lost may repeat its request for so long.
    public static final Duration REPEAT_TIME = Duration.ofSeconds(60);

    static final Duration ACCESS_LIFE = Duration.ofMinutes(10);

    private final Transactions transactions;
    private final Devices devices;
    private final Audit audit;
    private final SecureRandom random;
    private final Clock clock;

    /// A session that is to be stored, and the only answer in which its tokens stand in the clear.
    public record Begun(Session session, TokenAnswer answer) {}

    /// Makes the rule.
    public Sessions(Transactions transactions, Devices devices, Audit audit, SecureRandom random, Clock clock) {
        this.transactions = transactions;
        this.devices = devices;
        this.audit = audit;
        this.random = random;
        this.clock = clock;
    }

    /// Makes the first session of a device. It counts once [#register] has stored it.
    public Begun begin(CustomerId customer, DeviceId device) {
        SessionToken access = SessionToken.generate(customer, device, random);
        SessionToken refresh = SessionToken.generate(customer, device, random);
        Instant now = now();
        Session session = new Session(access.hash(), now.plus(ACCESS_LIFE), null, null, refresh.hash(), null, now);
        return new Begun(session, answer(access, refresh));
    }

    /// Registers a device, in the transaction of whatever lets it in. A registration of the same device key with
    /// the same customer is replaced by it, so that a customer is on a device once; its tokens are worth nothing
    /// any more. Other customers of the device are not concerned.
    public void register(Tx tx, Device device, Session session) {
        List<DeviceId> replaced = devices.ofCustomer(tx).stream()
                .map(Registration::device)
                .filter(known -> known.key().equals(device.key()))
                .map(Device::id)
                .toList();
        devices.register(tx, device, session);
        audit.record(tx, new AuditEvent.DeviceRegistered(device.id()));
        for (DeviceId id : replaced) {
            devices.remove(tx, id);
            audit.record(tx, new AuditEvent.DeviceRemoved(id, Actor.on(device.id())));
        }
    }

    /// Returns the grant that spends an enrolment secret.
    public Grant enrolmentGrant() {
        return grant("enrolment_secret", this::enrol);
    }

    /// Returns the grant that spends a refresh token.
    public Grant refreshGrant() {
        return grant("refresh_token", this::refresh);
    }

    private interface Spending {
        TokenAnswer spend(String secret, KeyThumbprint key, Runnable spendProof);
    }

    private static Grant grant(String parameter, Spending spending) {
        return new Grant() {
            @Override
            public String secretParameter() {
                return parameter;
            }

            @Override
            public TokenAnswer token(String secret, Map<String, String> form, KeyThumbprint key, Runnable spendProof) {
                return spending.spend(secret, key, spendProof);
            }
        };
    }

    /// Registers a device. The secret is spent in the transaction of its effect: of two that come at once, one is
    /// refused.
    private TokenAnswer enrol(String enrolmentSecret, KeyThumbprint key, Runnable spendProof) {
        SecretHash secret = SecretHash.of(enrolmentSecret);
        Enrolment enrolment = devices.enrolment(secret)
                .filter(known -> known.spentAt() == null)
                .orElseThrow(Sessions::invalidGrant);
        spendProof.run();
        CustomerId customer = enrolment.customer();
        DeviceId id = DeviceId.generate(random);
        Begun begun = begin(customer, id);
        Instant now = now();
        Device device = new Device(
                id, customer, enrolment.deviceExternalKey(), enrolment.deviceName(), enrolment.deviceModel(), key, now);
        boolean registered = transactions.inCustomerTransaction(customer, tx -> {
            if (!devices.spendEnrolment(tx, secret, now)) {
                return false;
            }
            register(tx, device, begun.session());
            return true;
        });
        if (!registered) {
            throw invalidGrant();
        }
        return begun.answer();
    }

    /// Refreshes a session and rotates its refresh token.
    private TokenAnswer refresh(String refreshToken, KeyThumbprint key, Runnable spendProof) {
        SessionToken sent = SessionToken.parse(refreshToken).orElseThrow(Sessions::invalidGrant);
        Optional<Registration> known = devices.registration(sent.customer(), sent.device());
        // Another key does not end the session: whoever found a token could end it otherwise.
        if (known.isEmpty() || !known.get().device().key().equals(key)) {
            throw invalidGrant();
        }
        spendProof.run();
        SessionToken access = SessionToken.generate(sent.customer(), sent.device(), random);
        SessionToken refresh = SessionToken.generate(sent.customer(), sent.device(), random);
        boolean refreshed = transactions.inCustomerTransaction(
                sent.customer(), tx -> rotate(tx, sent, access.hash(), refresh.hash()));
        if (!refreshed) {
            throw invalidGrant();
        }
        return answer(access, refresh);
    }

    private boolean rotate(Tx tx, SessionToken sent, SecretHash access, SecretHash refresh) {
        Optional<Registration> registration = devices.registration(tx, sent.device());
        if (registration.isEmpty()) {
            return false;
        }
        Session next = next(registration.get().session(), sent.hash(), access, refresh);
        if (next == null) {
            devices.endSession(tx, sent.device(), now());
            audit.record(tx, new AuditEvent.SessionEnded(sent.device()));
            return false;
        }
        return devices.replaceSession(tx, sent.device(), next);
    }

    /// Returns the session after this refresh, or null where the token was spent before.
    private @Nullable Session next(Session session, SecretHash sent, SecretHash access, SecretHash refresh) {
        Instant now = now();
        if (session.refresh().equals(sent)) {
            return new Session(
                    access, now.plus(ACCESS_LIFE), session.access(), session.accessExpiresAt(), refresh, sent, now);
        }
        boolean answerWasLost = sent.equals(session.previousRefresh())
                && !now.isAfter(session.refreshedAt().plus(REPEAT_TIME));
        if (!answerWasLost) {
            return null;
        }
        // The tokens that nobody received are replaced; the time to repeat in does not begin anew.
        return new Session(
                access,
                now.plus(ACCESS_LIFE),
                session.previousAccess(),
                session.previousAccessExpiresAt(),
                refresh,
                sent,
                session.refreshedAt());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static TokenAnswer answer(SessionToken access, SessionToken refresh) {
        return new TokenAnswer(access.value(), "DPoP", ACCESS_LIFE.toSeconds(), refresh.value());
    }

    private static RefusedException invalidGrant() {
        return new RefusedException(ProblemCode.INVALID_GRANT, "Register the device anew");
    }
}
