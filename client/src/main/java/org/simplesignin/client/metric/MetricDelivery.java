package org.simplesignin.client.metric;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.simplesignin.client.device.CustomerId;
import org.simplesignin.client.metric.MetricQueue.Batch;
import org.simplesignin.client.session.Answer;
import org.simplesignin.client.session.Answer.Answered;
import org.simplesignin.client.session.Answer.Away;
import org.simplesignin.client.session.Answer.Declined;
import org.simplesignin.client.session.Answer.Done;
import org.simplesignin.client.session.Answer.Ended;
import org.simplesignin.client.session.Session;
import org.simplesignin.client.session.Sessions;
import org.simplesignin.client.time.Backoff;
import org.simplesignin.client.time.Deadline;
import org.simplesignin.client.time.MonotonicTime;
import org.simplesignin.protocol.device.MetricBatch;
import org.simplesignin.protocol.device.MetricEvent;

/// Sends the queue to the server, each customer's events in that customer's session. While the server is away it tries
/// again after 1 s, 2 s, 4 s … up to 5 minutes, each spread by a quarter so that devices do not come back all at once.
/// Thread-safe.
public final class MetricDelivery implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(MetricDelivery.class.getName());
    private static final Duration GATHER = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final MetricQueue queue;
    private final Sessions sessions;
    private final MonotonicTime time;
    private final RandomGenerator random;
    private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));
    private MonotonicTime.@Nullable Alarm alarm;
    private boolean running;
    private boolean backMeanwhile;
    private boolean closed;

    /// Makes one; call [#wake] to start it.
    public MetricDelivery(MetricQueue queue, Sessions sessions, MonotonicTime time, RandomGenerator random) {
        this.queue = queue;
        this.sessions = sessions;
        this.time = time;
        this.random = random;
    }

    /// There is something to send: a little later, so that what comes together goes together. During a pause it
    /// changes nothing.
    public synchronized void wake() {
        if (!closed && alarm == null && !running) {
            alarm = time.in(GATHER, this::run);
        }
    }

    /// The server can be reached again: a pause is over, and one that a delivery under way would begin is not
    /// taken.
    public synchronized void serverIsBack() {
        if (running) {
            backMeanwhile = true;
        } else if (!closed && backoff.isUnderWay()) {
            backoff.reset();
            cancel();
            alarm = time.in(GATHER, this::run);
        }
    }

    private void run() {
        synchronized (this) {
            alarm = null;
            if (closed || running) {
                return;
            }
            running = true;
            backMeanwhile = false;
        }
        boolean away = true;
        try {
            away = deliver();
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "metric events could not be delivered; they stay on the device", e);
        } finally {
            pauseOrRest(away);
        }
    }

    private synchronized void pauseOrRest(boolean away) {
        running = false;
        notifyAll();
        if (closed) {
            return;
        }
        if (away && !backMeanwhile) {
            Duration pause = backoff.next();
            alarm = time.in(pause.plusMillis(random.nextLong(pause.toMillis() / 4)), this::run);
            return;
        }
        backoff.reset();
        if (queue.next(Set.of()).isPresent()) {
            alarm = time.in(GATHER, this::run);
        }
    }

    /// Sends until nothing is left; returns whether something had to stay because the server is away.
    private boolean deliver() throws IOException {
        Set<CustomerId> passed = new HashSet<>();
        while (true) {
            Batch batch = queue.next(passed).orElse(null);
            if (batch == null) {
                return !passed.isEmpty();
            }
            Session session = sessions.of(batch.customer()).orElse(null);
            if (session == null) {
                LOG.log(Level.INFO, "metric events of a customer who is no longer registered are dropped");
                queue.forget(batch.customer());
            } else if (!send(session, batch)) {
                passed.add(batch.customer());
            }
        }
    }

    private boolean send(Session session, Batch batch) throws IOException {
        Answer<Done> answer = session.record(batch.events(), Deadline.after(PATIENCE, time));
        switch (answer) {
            case Answered<Done> ignored -> queue.sent(batch);
            case Declined<Done> declined -> {
                return divide(session, batch, declined.code());
            }
            case Ended<Done> ignored -> queue.forget(batch.customer());
            case Away<Done> ignored -> {
                return false;
            }
        }
        return true;
    }

    // One event that the server does not take must not hold up the others: it is found by halves.
    private boolean divide(Session session, Batch batch, String code) throws IOException {
        List<MetricEvent> events = batch.events().events();
        if (events.size() == 1) {
            LOG.log(Level.WARNING, () -> "the server refuses a metric event (" + code + "); it is dropped");
            queue.refused(batch);
            return true;
        }
        int half = events.size() / 2;
        long dropped = batch.events().dropped();
        return send(session, new Batch(batch.customer(), new MetricBatch(events.subList(0, half), dropped)))
                && send(session, new Batch(batch.customer(), new MetricBatch(events.subList(half, events.size()), 0)));
    }

    private void cancel() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }

    /// Sends no more, and waits for the end of a delivery: after this nothing is written.
    @Override
    public synchronized void close() {
        closed = true;
        cancel();
        try {
            while (running) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
