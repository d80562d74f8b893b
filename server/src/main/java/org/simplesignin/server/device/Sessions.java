package org.simplesignin.server.device;

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

/// The life of a device's session: its beginning, its refresh, and its end where a used refresh token comes back (RFC
/// 9700 §4.14). Thread-safe.
///
/// A refresh token counts as used once its successor was refreshed with: until then nobody can know whether the device
/// has the answer. As the answer is derived from what was sent ([TokenDerivation]), each repetition gets the same one,
/// however late it comes and whatever came in between, and takes nothing from a device that has it already. The same
/// holds for what the first tokens are derived from, until the first refresh.
public final class Sessions {
    static final Duration ACCESS_LIFE = Duration.ofMinutes(10);

    private final Transactions transactions;
    private final Devices devices;
    private final Audit audit;
    private final TokenDerivation tokens;
    private final Clock clock;

    /// A session that is to be stored, and the only answer in which its tokens stand in the clear.
    public record Begun(Session session, TokenAnswer answer) {}

    /// Makes the rule.
    public Sessions(Transactions transactions, Devices devices, Audit audit, TokenDerivation tokens, Clock clock) {
        this.transactions = transactions;
        this.devices = devices;
        this.audit = audit;
        this.tokens = tokens;
        this.clock = clock;
    }

    /// Makes the first session of a device that has come in with this device code. It counts once [#register] has
    /// stored it.
    public Begun begin(CustomerId customer, DeviceId device, String deviceCode) {
        return begin(TokenDerivation.Origin.DEVICE_CODE, customer, device, deviceCode);
    }

    private Begun begin(TokenDerivation.Origin origin, CustomerId customer, DeviceId device, String secret) {
        TokenDerivation.Pair first = tokens.tokens(origin, customer, device, secret);
        Instant now = now();
        Session session = new Session(
                first.access().hash(),
                now.plus(ACCESS_LIFE),
                null,
                null,
                first.refresh().hash(),
                null,
                now);
        return new Begun(session, answer(first));
    }

    /// Returns the first answer once more, for a device that has not got it; its access token lives anew. Empty,
    /// with nothing changed, where the device was removed, has another key, or has refreshed: then it had the
    /// answer.
    public Optional<TokenAnswer> repeat(CustomerId customer, DeviceId device, Begun first, KeyThumbprint key) {
        boolean repeated = transactions.inCustomerTransaction(
                customer,
                tx -> devices.registration(tx, device)
                        .filter(known -> isFirst(known, first, key))
                        .map(known -> known.session().extended(first.session().accessExpiresAt()))
                        .map(session -> devices.replaceSession(tx, device, session))
                        .orElse(false));
        return repeated ? Optional.of(first.answer()) : Optional.empty();
    }

    private static boolean isFirst(Registration known, Begun first, KeyThumbprint key) {
        return known.device().key().equals(key)
                && known.session().refresh().equals(first.session().refresh());
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

    /// Registers a device. The secret is spent in the transaction of its effect: of two keys that come at once, one
    /// is refused. For the key that spent it, it is good until the first refresh.
    private TokenAnswer enrol(String enrolmentSecret, KeyThumbprint key, Runnable spendProof) {
        SecretHash secret = SecretHash.of(enrolmentSecret);
        Enrolment enrolment = devices.enrolment(secret).orElseThrow(Sessions::invalidGrant);
        CustomerId customer = enrolment.customer();
        DeviceId id = tokens.enrolled(enrolmentSecret);
        Begun begun = begin(TokenDerivation.Origin.ENROLMENT_SECRET, customer, id, enrolmentSecret);
        boolean spent = enrolment.spentAt() != null;
        if (spent
                && devices.registration(customer, id)
                        .filter(known -> isFirst(known, begun, key))
                        .isEmpty()) {
            throw invalidGrant();
        }
        spendProof.run();
        if (!spent && register(enrolment, id, key, begun)) {
            return begun.answer();
        }
        return repeat(customer, id, begun, key).orElseThrow(Sessions::invalidGrant);
    }

    /// Returns false, changing nothing, where the secret was spent meanwhile.
    private boolean register(Enrolment enrolment, DeviceId id, KeyThumbprint key, Begun begun) {
        Instant now = now();
        Device device = new Device(
                id,
                enrolment.customer(),
                enrolment.deviceExternalKey(),
                enrolment.deviceName(),
                enrolment.deviceModel(),
                key,
                now);
        return transactions.inCustomerTransaction(enrolment.customer(), tx -> {
            if (!devices.spendEnrolment(tx, enrolment.secret(), now)) {
                return false;
            }
            register(tx, device, begun.session());
            return true;
        });
    }

    /// Refreshes a session.
    private TokenAnswer refresh(String refreshToken, KeyThumbprint key, Runnable spendProof) {
        SessionToken sent = SessionToken.parse(refreshToken).orElseThrow(Sessions::invalidGrant);
        Optional<Registration> known = devices.registration(sent.customer(), sent.device());
        // Another key does not end the session: whoever found a token could end it otherwise.
        if (known.isEmpty() || !known.get().device().key().equals(key)) {
            throw invalidGrant();
        }
        spendProof.run();
        TokenDerivation.Pair successor = tokens.successor(sent);
        if (!transactions.inCustomerTransaction(sent.customer(), tx -> refresh(tx, sent, successor))) {
            throw invalidGrant();
        }
        return answer(successor);
    }

    private boolean refresh(Tx tx, SessionToken sent, TokenDerivation.Pair successor) {
        Optional<Registration> registration = devices.registration(tx, sent.device());
        if (registration.isEmpty()) {
            return false;
        }
        Session next = next(registration.get().session(), sent.hash(), successor);
        if (next != null) {
            return devices.replaceSession(tx, sent.device(), next);
        }
        // What was never issued proves no theft, and ends nothing.
        if (tokens.wasIssued(sent)) {
            devices.endSession(tx, sent.device(), now());
            audit.record(tx, new AuditEvent.SessionEnded(sent.device()));
        }
        return false;
    }

    /// Returns the session after this refresh, or null where the token is not good.
    private @Nullable Session next(Session session, SecretHash sent, TokenDerivation.Pair successor) {
        Instant now = now();
        Instant until = now.plus(ACCESS_LIFE);
        if (session.refresh().equals(successor.refresh().hash())) {
            return session.extended(until);
        }
        // A token that was refreshed with before successors were derived is still the previous one, and what stands in
        // its successor's place was drawn at random: that one becomes the previous, so both stay good, whichever the
        // device has.
        if (sent.equals(session.refresh()) || sent.equals(session.previousRefresh())) {
            return session.refreshed(
                    successor.access().hash(), until, successor.refresh().hash(), now);
        }
        return null;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static TokenAnswer answer(TokenDerivation.Pair tokens) {
        return new TokenAnswer(
                tokens.access().value(),
                "DPoP",
                ACCESS_LIFE.toSeconds(),
                tokens.refresh().value());
    }

    private static RefusedException invalidGrant() {
        return new RefusedException(ProblemCode.INVALID_GRANT, "Register the device anew");
    }
}
