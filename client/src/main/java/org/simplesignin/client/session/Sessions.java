package org.simplesignin.client.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.simplesignin.client.device.Customer;
import org.simplesignin.client.device.CustomerId;
import org.simplesignin.client.device.Departures;
import org.simplesignin.client.device.Device;
import org.simplesignin.client.device.Secrets;
import org.simplesignin.client.device.StateDirectory;
import org.simplesignin.client.device.UnusableException;
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
/// its customer (design/security.md T8); one that is given up here is gone here at once, and the server is told until
/// it has heard. Thread-safe.
public final class Sessions {
    private static final System.Logger LOG = System.getLogger(Sessions.class.getName());

    private final Device device;
    private final Departures departures;
    private final Wire wire;
    private final TokenEndpoint endpoint;
    private final SessionFiles files;
    private final Revocations revocations;
    private final MonotonicTime time;
    private final RandomGenerator random;
    private final Map<CustomerId, Open> sessions = new ConcurrentHashMap<>();
    /// Whose end is nothing to tell the people of: they are here again.
    private final Set<CustomerId> replaced = ConcurrentHashMap.newKeySet();

    private record Open(Session session, Tokens tokens) {}

    /// Opens the sessions of all customers of the device. One whose file is lost is forgotten: the customer
    /// registers anew.
    ///
    /// @throws UnusableException where the disk does not say what is in a file: nobody is forgotten for that
    public Sessions(
            Device device,
            Departures departures,
            Wire wire,
            StateDirectory directory,
            Revocations revocations,
            MonotonicTime time,
            RandomGenerator random)
            throws UnusableException {
        this.device = device;
        this.departures = departures;
        this.wire = wire;
        this.endpoint = new TokenEndpoint(wire);
        this.files = new SessionFiles(directory);
        this.revocations = revocations;
        this.time = time;
        this.random = random;
        for (Customer customer : device.state().customers()) {
            CustomerId id = customer.id();
            load(id).ifPresentOrElse(tokens -> open(id, tokens), () -> {
                LOG.log(Level.WARNING, "a session is lost; its customer has to register again");
                device.update(state -> state.without(id));
            });
        }
    }

    private Optional<Tokens> load(CustomerId id) throws UnusableException {
        try {
            return Tokens.load(id, files.of(id), endpoint, time);
        } catch (IOException e) {
            throw new UnusableException("a session file cannot be read: look after the disk, and start again", e);
        }
    }

    private Session open(CustomerId id, Tokens tokens) {
        Session session = new Session(id, tokens, wire, () -> ended(id));
        sessions.put(id, new Open(session, tokens));
        return session;
    }

    /// Returns the session of a customer, or empty where they are not registered here.
    public Optional<Session> of(CustomerId customer) {
        return Optional.ofNullable(sessions.get(customer)).map(Open::session);
    }

    /// Returns the session of the active customer, or empty.
    public Optional<Session> active() {
        CustomerId active = device.state().active();
        return active == null ? Optional.empty() : of(active);
    }

    /// Registers the device for a customer by a one-time secret, unless that was done before.
    ///
    /// @return done also where the secret turned out to be worth nothing: then it is not tried again, and the log
    /// says so
    public Answer<Done> enrol(String secret, Deadline deadline) {
        String fingerprint = Secrets.fingerprint(secret);
        if (device.state().spent().contains(fingerprint)) {
            return new Answered<>(Done.DONE);
        }
        return switch (endpoint.enrol(secret, deadline)) {
            case Answered<TokenAnswer> answered -> {
                Customer customer = begin(CustomerId.generate(random), answered.value(), deadline);
                device.update(state -> state.with(customer, fingerprint));
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

    /// Takes in a customer who has registered this device with a device code, and makes them the active one. The
    /// same code leads to the same customer, so that a repetition after a lost answer or a restart adds nobody.
    ///
    /// Who was registered here before is not here twice: the server has ended their earlier session together with
    /// the beginning of this one, so those that could be theirs are asked whether they still live. It is the server
    /// that knows who they are; a name is never taken for a person.
    ///
    /// @throws UncheckedIOException where the tokens cannot be written: then nobody is added
    public Customer join(String deviceCode, TokenAnswer first, Deadline deadline) {
        Customer customer = begin(idOf(deviceCode), first, deadline);
        device.update(state -> state.joined(customer));
        leaveEarlier(customer, deadline);
        return customer;
    }

    private void leaveEarlier(Customer joined, Deadline deadline) {
        for (Customer other : device.state().customers()) {
            boolean alike = other.displayName().isEmpty()
                    || joined.displayName().isEmpty()
                    || other.displayName().equals(joined.displayName());
            Open open = sessions.get(other.id());
            if (alike && open != null && !other.id().equals(joined.id())) {
                replaced.add(other.id());
                Answer<CustomerView> answer = open.session().customerView(deadline);
                replaced.remove(other.id());
                LOG.log(
                        Level.DEBUG,
                        () -> "an earlier session says " + answer.getClass().getSimpleName());
            }
        }
    }

    /// Takes in a customer whose tokens were written when the client was killed. Does nothing where there are none.
    ///
    /// @return whether the code has led to a customer of this device, now or before
    public boolean joinedBefore(String deviceCode) {
        CustomerId id = idOf(deviceCode);
        if (device.state().customer(id).isPresent()) {
            return true;
        }
        Optional<Tokens> kept;
        try {
            kept = load(id);
        } catch (UnusableException e) {
            LOG.log(Level.WARNING, "a registration begins anew, as its tokens cannot be read", e);
            return false;
        }
        if (kept.isEmpty()) {
            // The usual case: the code has not been answered yet.
            return false;
        }
        open(id, kept.get());
        device.update(state -> state.joined(new Customer(id, "")));
        return true;
    }

    // Random as the code is, and it does not tell it.
    private static CustomerId idOf(String deviceCode) {
        return new CustomerId(Secrets.fingerprint(deviceCode));
    }

    private Customer begin(CustomerId id, TokenAnswer first, Deadline deadline) {
        Session session;
        try {
            session = open(id, Tokens.begin(id, first, files.of(id), endpoint, time));
        } catch (IOException e) {
            throw new UncheckedIOException("a session cannot be written: free some space on the disk", e);
        }
        return new Customer(
                id,
                session.customerView(deadline)
                        .told()
                        .map(CustomerView::displayName)
                        .orElse(""));
    }

    private void ended(CustomerId id) {
        Open open = sessions.remove(id);
        if (open == null) {
            return;
        }
        LOG.log(Level.INFO, "the server has ended a session; its customer is no longer registered on this device");
        if (!replaced.contains(id)) {
            device.state().customer(id).map(Customer::displayName).ifPresent(departures::add);
        }
        device.update(state -> state.without(id));
        delete(open.tokens());
    }

    /// Removes a customer from this device: their tokens are gone when this returns, whether the server can be
    /// reached or not; it is told until it has heard.
    ///
    /// @return whether they were registered here
    public boolean remove(CustomerId id) {
        Open open = sessions.remove(id);
        boolean known = device.state().customer(id).isPresent();
        device.update(state -> state.without(id));
        if (open != null) {
            revoke(open.tokens().known());
            delete(open.tokens());
        }
        return known;
    }

    /// Gives up tokens that nobody wants any more.
    public void decline(TokenAnswer tokens) {
        revoke(tokens.access_token());
    }

    /// Gives up session files that belong to nobody: what a kill in the middle of [#remove] leaves.
    public void clear() {
        try {
            for (CustomerId id : files.all()) {
                if (device.state().customer(id).isEmpty()) {
                    clear(id);
                }
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "a left-over session file cannot be read or deleted", e);
        }
    }

    private void clear(CustomerId id) throws IOException {
        Optional<Tokens> left = Tokens.load(id, files.of(id), endpoint, time);
        if (left.isPresent()) {
            revoke(left.get().known());
            delete(left.get());
        } else {
            files.of(id).delete();
        }
    }

    /// Tells the server that all sessions are over, for as long as the deadline allows: what is not told then is
    /// never told.
    public void revokeAll(Deadline deadline) {
        sessions.values().forEach(open -> revoke(open.tokens().known()));
        if (!revocations.tell(deadline)) {
            LOG.log(Level.WARNING, "the server cannot be told that this device is reset: remove it on the phone");
        }
    }

    /// Returns the customers who are registered but not active.
    List<Session> others() {
        CustomerId active = device.state().active();
        return sessions.values().stream()
                .map(Open::session)
                .filter(session -> !session.customer().equals(active))
                .toList();
    }

    private void revoke(String token) {
        try {
            revocations.add(token);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "revocations.json cannot be written; it is told until the client stops", e);
        }
    }

    private static void delete(Tokens tokens) {
        try {
            tokens.giveUp();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the file of an ended session cannot be deleted", e);
        }
    }
}
