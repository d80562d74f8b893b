package org.simplesignin.client.session;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.simplesignin.client.device.Apps;
import org.simplesignin.client.device.CustomerId;
import org.simplesignin.client.device.Device;
import org.simplesignin.client.session.Answer.Answered;
import org.simplesignin.client.time.Deadline;
import org.simplesignin.client.time.MonotonicTime;
import org.simplesignin.protocol.device.CustomerView;
import org.simplesignin.protocol.device.RegisteredApps;
import org.simplesignin.protocol.device.Switches;

/// What the server last told this device: registry of apps, customer's name, switches, and whether it can be reached.
/// It asks again every now and then, more often while something is missing. Thread-safe.
public final class ServerView implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ServerView.class.getName());
    private static final Duration CALM = Duration.ofSeconds(30);
    private static final Duration EAGER = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Device device;
    private final Apps apps;
    private final Sessions sessions;
    private final MonotonicTime time;
    private final Runnable onChange;
    private final List<String> secrets;
    private final Semaphore running = new Semaphore(1);
    private final AtomicBoolean again = new AtomicBoolean();
    private volatile MonotonicTime.@Nullable Alarm alarm;
    private volatile @Nullable Known known;
    private volatile boolean closed;
    private int turn;

    private record Known(CustomerId customer, Switches switches) {}

    /// @param secrets one-time enrolment secrets that may still have to be spent
    /// @param onChange is told when anything here is new
    public ServerView(
            Device device, Apps apps, Sessions sessions, MonotonicTime time, List<String> secrets, Runnable onChange) {
        this.device = device;
        this.apps = apps;
        this.sessions = sessions;
        this.time = time;
        this.secrets = List.copyOf(secrets);
        this.onChange = onChange;
    }

    /// Returns the switches of a customer as last told, or empty where they are not known yet.
    public Optional<Switches> switches(CustomerId customer) {
        Known last = known;
        return last != null && last.customer().equals(customer) ? Optional.of(last.switches()) : Optional.empty();
    }

    /// Takes over switches that the server has just told.
    public void told(CustomerId customer, Switches switches) {
        Known next = new Known(customer, switches);
        if (!next.equals(known)) {
            known = next;
            onChange.run();
        }
    }

    /// Asks the server now, in the background; does nothing more where that is under way.
    public void refreshSoon() {
        again.set(true);
        if (!closed && running.tryAcquire()) {
            Thread.ofVirtual().name("server-view").start(this::run);
        }
    }

    /// Asks the server and waits for the end of it: at the start, so that the first app finds a registered device.
    public void refreshNow() {
        if (running.tryAcquire()) {
            run();
        }
    }

    private void run() {
        boolean complete = false;
        try {
            do {
                again.set(false);
                complete = refresh();
            } while (again.get() && complete && !closed);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "what the server told could not be kept", e);
        } finally {
            running.release();
            later(complete ? CALM : EAGER);
        }
    }

    private synchronized void later(Duration delay) {
        if (alarm != null) {
            alarm.cancel();
        }
        if (!closed) {
            alarm = time.in(delay, this::refreshSoon);
        }
    }

    private boolean refresh() {
        Deadline deadline = Deadline.after(PATIENCE, time);
        boolean complete = true;
        for (String secret : secrets) {
            complete &= sessions.enrol(secret, deadline) instanceof Answered;
        }
        Session session = sessions.active().orElse(null);
        if (session == null) {
            askAnother(deadline);
            return complete;
        }
        Optional<RegisteredApps> registry = session.apps(deadline).told();
        if (registry.isEmpty()) {
            return false;
        }
        if (apps.replace(registry.get())) {
            onChange.run();
        }
        session.customerView(deadline).told().ifPresent(view -> name(session, view));
        Optional<Switches> switches = session.switches(deadline).told();
        switches.ifPresent(now -> told(session.customer(), now));
        askAnother(deadline);
        return complete && switches.isPresent();
    }

    // Whoever was removed at the server is to be gone here, also while somebody else uses the device: one each time.
    private void askAnother(Deadline deadline) {
        List<Session> others = sessions.others();
        if (!others.isEmpty()) {
            Session other = others.get(Math.floorMod(turn++, others.size()));
            other.customerView(deadline).told().ifPresent(view -> name(other, view));
        }
    }

    private void name(Session session, CustomerView view) {
        device.update(state -> state.named(session.customer(), view.displayName()));
    }

    /// Asks no more, and waits for the end of a refresh: after this nothing is written.
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (alarm != null) {
                alarm.cancel();
            }
        }
        running.acquireUninterruptibly();
    }
}
