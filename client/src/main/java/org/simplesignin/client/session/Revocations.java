package org.simplesignin.client.session;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.simplesignin.client.device.AtomicFile;
import org.simplesignin.client.session.Answer.Away;
import org.simplesignin.client.session.Answer.Declined;
import org.simplesignin.client.session.Answer.Done;
import org.simplesignin.client.time.Backoff;
import org.simplesignin.client.time.Deadline;
import org.simplesignin.client.time.MonotonicTime;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.MalformedMessageException;
import org.simplesignin.protocol.device.ProblemCode;

/// Sessions that this device has given up and the server has not heard of yet (RFC 7009). They are told until the
/// server answers, also after a restart; the pause doubles up to five minutes while it is away. Thread-safe.
///
/// What is kept is only good for ending the session and, for an access token, dies by itself within minutes.
public final class Revocations implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Revocations.class.getName());
    private static final int MOST_BYTES = 256 * 1024;
    private static final int MOST = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AtomicFile file;
    private final TokenEndpoint endpoint;
    private final MonotonicTime time;
    private final List<String> waiting;
    private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));
    private MonotonicTime.@Nullable Alarm alarm;
    private boolean running;
    private boolean woken;
    private boolean closed;

    /// The file's content.
    record Saved(List<String> tokens) {
        Saved {
            tokens = List.copyOf(tokens);
        }

        @Override
        public String toString() {
            return "Saved[[redacted]]";
        }
    }

    /// Reads what is still to be told; call [#wake] to begin. A damaged file is as good as none: the customer can
    /// remove the device on their own page.
    public Revocations(AtomicFile file, TokenEndpoint endpoint, MonotonicTime time) {
        this.file = file;
        this.endpoint = endpoint;
        this.time = time;
        this.waiting = load(file);
    }

    private static List<String> load(AtomicFile file) {
        try {
            byte[] bytes = file.read(MOST_BYTES).orElse(null);
            return bytes == null
                    ? new ArrayList<>()
                    : new ArrayList<>(Json.read(bytes, Saved.class, MOST_BYTES).tokens());
        } catch (IOException | MalformedMessageException e) {
            LOG.log(Level.WARNING, "revocations.json cannot be read; sessions in it end when the server ends them", e);
            return new ArrayList<>();
        }
    }

    /// Takes a token whose session is to end; when this returns it is on the disk.
    ///
    /// @throws IOException where it cannot be written: then it is told until the client stops
    void add(String token) throws IOException {
        synchronized (this) {
            if (waiting.contains(token)) {
                return;
            }
            if (waiting.size() == MOST) {
                waiting.removeFirst();
            }
            waiting.add(token);
        }
        try {
            save();
        } finally {
            wake();
        }
    }

    private synchronized void save() throws IOException {
        if (waiting.isEmpty()) {
            file.delete();
        } else {
            file.write(Json.write(new Saved(waiting)));
        }
    }

    /// Returns how many sessions the server has not heard of yet.
    public synchronized int size() {
        return waiting.size();
    }

    /// Tells the server now, in the background; a pause is over. Where it is being told already and turns out to be
    /// away, it is asked once more at once: it may have come back in between.
    public synchronized void wake() {
        if (closed || waiting.isEmpty()) {
            return;
        }
        if (running) {
            woken = true;
            return;
        }
        cancel();
        backoff.reset();
        running = true;
        Thread.ofVirtual().name("revocations").start(this::run);
    }

    private void run() {
        boolean away = false;
        try {
            away = !tell(Deadline.after(PATIENCE, time));
        } finally {
            rest(away);
        }
    }

    /// Tells the server of all of them, for as long as the deadline allows; returns whether none is left.
    boolean tell(Deadline deadline) {
        while (true) {
            String token;
            synchronized (this) {
                if (waiting.isEmpty()) {
                    return true;
                }
                token = waiting.getFirst();
            }
            Answer<Done> answer = endpoint.revoke(token, deadline);
            if (answer instanceof Away) {
                return false;
            }
            if (answer instanceof Declined<Done> declined) {
                if (declined.code().equals(ProblemCode.INVALID_DPOP_PROOF.wireName())) {
                    return false;
                }
                LOG.log(Level.WARNING, () -> "the server does not take a revocation: " + declined.code());
            }
            forget(token);
        }
    }

    private synchronized void forget(String token) {
        waiting.remove(token);
        try {
            save();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "revocations.json cannot be written; a session is ended once more later", e);
        }
    }

    private synchronized void rest(boolean away) {
        running = false;
        notifyAll();
        boolean again = woken;
        woken = false;
        if (away && !again && !closed) {
            alarm = time.in(backoff.next(), this::again);
        } else {
            wake();
        }
    }

    private void again() {
        synchronized (this) {
            if (closed || running) {
                return;
            }
            running = true;
        }
        run();
    }

    private void cancel() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }

    /// Tells no more, and waits for the end of what is under way: after this nothing is written.
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
