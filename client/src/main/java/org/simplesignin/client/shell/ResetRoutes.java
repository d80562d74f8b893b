package org.simplesignin.client.shell;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.simplesignin.client.device.DataDirectory;
import org.simplesignin.client.device.Secrets;
import org.simplesignin.client.http.Answers;
import org.simplesignin.client.http.PathParameters;
import org.simplesignin.client.http.Refused;
import org.simplesignin.client.http.Requests;
import org.simplesignin.client.http.Routed;
import org.simplesignin.client.http.Routes;
import org.simplesignin.client.time.MonotonicTime;
import org.simplesignin.http.Exchange;

/// The factory reset. It cannot be hit by accident: the page is given three digits, somebody presses them in their
/// order, and the client compares. Thread-safe.
public final class ResetRoutes implements Routed {
    private static final System.Logger LOG = System.getLogger(ResetRoutes.class.getName());
    private static final int BODY_BYTES = 4096;
    private static final int DIGITS = 3;
    private static final Duration LIFE = Duration.ofMinutes(2);

    private final ShellGuard guard;
    private final DataDirectory data;
    private final Reopenings reopenings;
    private final MonotonicTime time;
    private final RandomGenerator random;
    private final Runnable onReset;
    private @Nullable Started started;
    private boolean finished;

    private record Started(String session, String code, Duration until) {}

    /// @param onReset is told once the reset can no longer be lost
    public ResetRoutes(
            ShellGuard guard,
            DataDirectory data,
            Reopenings reopenings,
            MonotonicTime time,
            RandomGenerator random,
            Runnable onReset) {
        this.guard = guard;
        this.data = data;
        this.reopenings = reopenings;
        this.time = time;
        this.random = random;
        this.onReset = onReset;
    }

    /// @param code the digits to press
    record StartAnswer(String code) {}

    record FinishRequest(String code) {
        FinishRequest {
            Objects.requireNonNull(code, "code");
        }
    }

    /// @param url where the page loads itself anew once the device has begun anew
    record FinishAnswer(String url) {
        @Override
        public String toString() {
            return "FinishAnswer[[redacted]]";
        }
    }

    @Override
    public void routing(Routes routes) {
        routes.post("/shell/factory-reset/start", this::start).post("/shell/factory-reset/finish", this::finish);
    }

    private void start(Exchange exchange, PathParameters parameters) {
        String session = guard.session(exchange);
        Started next = new Started(session, digits(), time.now().plus(LIFE));
        synchronized (this) {
            started = next;
        }
        Answers.json(exchange, new StartAnswer(next.code()));
    }

    // All different: a key that is stuck presses one only.
    private String digits() {
        StringBuilder code = new StringBuilder();
        while (code.length() < DIGITS) {
            String digit = String.valueOf(random.nextInt(10));
            if (code.indexOf(digit) < 0) {
                code.append(digit);
            }
        }
        return code.toString();
    }

    private void finish(Exchange exchange, PathParameters parameters) {
        String session = guard.session(exchange);
        String code = Requests.json(exchange, FinishRequest.class, BODY_BYTES).code();
        synchronized (this) {
            Started asked = started;
            started = null;
            boolean right = asked != null
                    && asked.session().equals(session)
                    && time.now().compareTo(asked.until()) <= 0
                    && Secrets.equal(asked.code(), code);
            if (!right || finished) {
                throw new Refused(409, "not_confirmed", "Start the reset again and press the digits it tells");
            }
            mark();
            finished = true;
        }
        try {
            Answers.jsonNow(exchange, new FinishAnswer(PageRoutes.AGAIN + reopenings.issueOnly(session)));
        } finally {
            onReset.run();
        }
    }

    private void mark() {
        try {
            data.markReset();
        } catch (IOException e) {
            LOG.log(Level.ERROR, "a factory reset cannot be written: free some space on the disk", e);
            throw new Refused(503, "disk_full", "The reset cannot be written: nothing has been erased");
        }
    }
}
