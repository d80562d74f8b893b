package org.simplesignin.client.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.simplesignin.client.device.AtomicFile;
import org.simplesignin.client.device.Customer;
import org.simplesignin.client.device.CustomerId;
import org.simplesignin.client.device.Device;
import org.simplesignin.client.device.Secrets;
import org.simplesignin.client.session.Answer.Answered;
import org.simplesignin.client.session.Answer.Away;
import org.simplesignin.client.session.Answer.Declined;
import org.simplesignin.client.session.Answer.Done;
import org.simplesignin.client.session.Answer.Ended;
import org.simplesignin.client.time.Deadline;
import org.simplesignin.client.time.MonotonicTime;
import org.simplesignin.protocol.device.CustomerView;
import org.simplesignin.protocol.device.TokenAnswer;

/// The sessions of this device, one for each of its customers. A session that the server has ended is forgotten with
/// its customer (design/security.md T8). Thread-safe.
public final class Sessions {
    private static final System.Logger LOG = System.getLogger(Sessions.class.getName());

    private final Device device;
    private final Wire wire;
    private final TokenEndpoint endpoint;
    private final Function<CustomerId, AtomicFile> files;
    private final MonotonicTime time;
    private final RandomGenerator random;
    private final Map<CustomerId, Session> sessions = new ConcurrentHashMap<>();

    /// Opens the sessions of all customers of the device. One whose file is lost is forgotten: the customer registers
    /// anew.
    public Sessions(
            Device device,
            Wire wire,
            Function<CustomerId, AtomicFile> files,
            MonotonicTime time,
            RandomGenerator random) {
        this.device = device;
        this.wire = wire;
        this.endpoint = new TokenEndpoint(wire);
        this.files = files;
        this.time = time;
        this.random = random;
        for (Customer customer : device.state().customers()) {
            CustomerId id = customer.id();
            try {
                open(id, Tokens.load(id, files.apply(id), endpoint, time));
            } catch (IOException e) {
                LOG.log(Level.WARNING, "a session cannot be read; its customer has to register again", e);
                device.update(state -> state.without(id));
            }
        }
    }

    private void open(CustomerId id, Tokens tokens) {
        sessions.put(id, new Session(id, tokens, wire, () -> end(id, tokens)));
    }

    private void end(CustomerId id, Tokens tokens) {
        if (sessions.remove(id) == null) {
            return;
        }
        LOG.log(Level.INFO, "the server has ended a session; its customer is no longer registered on this device");
        device.update(state -> state.without(id));
        try {
            tokens.delete();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the file of an ended session cannot be deleted", e);
        }
    }

    /// Returns the session of a customer, or empty where they are not registered here.
    public Optional<Session> of(CustomerId customer) {
        return Optional.ofNullable(sessions.get(customer));
    }

    /// Returns the session of the active customer, or empty.
    public Optional<Session> active() {
        CustomerId active = device.state().active();
        return active == null ? Optional.empty() : of(active);
    }

    /// Registers the device for a customer by a one-time secret, unless that was done before.
    ///
    /// @return done also where the secret turned out to be worth nothing: then it is not tried again, and the log says
    /// so
    public Answer<Done> enrol(String secret, Deadline deadline) {
        String fingerprint = Secrets.fingerprint(secret);
        if (device.state().spent().contains(fingerprint)) {
            return new Answered<>(Done.DONE);
        }
        return switch (endpoint.enrol(secret, deadline)) {
            case Answered<TokenAnswer> answered -> {
                begin(answered.value(), fingerprint, deadline);
                yield new Answered<>(Done.DONE);
            }
            case Ended<TokenAnswer> ignored -> {
                LOG.log(
                        Level.WARNING,
                        "an enrolment secret is unknown, expired or used: ask the operator for a new one");
                device.update(state -> state.withSpent(fingerprint));
                yield new Answered<>(Done.DONE);
            }
            case Declined<TokenAnswer> declined -> declined.retyped();
            case Away<TokenAnswer> away -> away.retyped();
        };
    }

    private void begin(TokenAnswer first, String fingerprint, Deadline deadline) {
        CustomerId id = CustomerId.generate(random);
        try {
            open(id, Tokens.begin(id, first, files.apply(id), endpoint, time));
        } catch (IOException e) {
            throw new UncheckedIOException("a session cannot be written: free some space on the disk", e);
        }
        String displayName = of(id).flatMap(
                        session -> session.customerView(deadline).told())
                .map(CustomerView::displayName)
                .orElse("");
        device.update(state -> state.with(new Customer(id, displayName), fingerprint));
    }
}
