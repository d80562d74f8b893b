package org.simplesignin.server.mail;

import io.micrometer.core.instrument.MeterRegistry;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.simplesignin.server.http.RefusedException;

/// Sends mails while nobody waits: a request hands its mail in and goes on, so that it takes the same time whether or
/// not there is somebody to write to.
///
/// No failure is silent. A mail that was not taken is tried again for some six minutes, less than a code lives; one
/// that was given up is logged as an error and counted. While the mail server takes nothing and mails wait already,
/// [#post] refuses, so that people are told at once instead of waiting for a mail. Mails in waiting are lost with the
/// process: their senders ask again. Thread-safe.
public final class Outbox implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Outbox.class.getName());
    private static final List<Duration> WAITS =
            List.of(Duration.ofSeconds(3), Duration.ofSeconds(15), Duration.ofMinutes(1), Duration.ofMinutes(5));
    private static final int MOST_WAITING = 1000;
    private static final int THREADS = 4;
    private static final Duration LAST_SECONDS = Duration.ofSeconds(5);

    private final MailSender sender;
    private final MeterRegistry meters;
    private final List<Duration> waits;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(
            THREADS, Thread.ofPlatform().name("mail-", 0).daemon().factory());
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean failing = new AtomicBoolean();

    /// Makes one that hands mails over to this sender.
    public Outbox(MailSender sender, MeterRegistry meters) {
        this(sender, meters, WAITS);
    }

    /// @param waits how long to wait before the second, third, … try
    Outbox(MailSender sender, MeterRegistry meters, List<Duration> waits) {
        this.sender = sender;
        this.meters = meters;
        this.waits = waits;
    }

    /// Takes in a mail.
    ///
    /// @throws RefusedException where mail does not get out at present; nothing was taken in
    public void post(Mail mail) {
        if (waiting.incrementAndGet() > MOST_WAITING || (failing.get() && waiting.get() > 1)) {
            waiting.decrementAndGet();
            count("refused");
            throw RefusedException.overloaded("Mail cannot be sent at present: try again later", Duration.ofMinutes(1));
        }
        schedule(mail, 0, Duration.ZERO);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // An attempt handles its own failures.
    private void schedule(Mail mail, int attempt, Duration wait) {
        threads.schedule(() -> attempt(mail, attempt), wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void attempt(Mail mail, int attempt) {
        try {
            sender.send(mail);
            failing.set(false);
            done("sent");
        } catch (MailException e) {
            // What the server says about one mailbox says nothing about the server.
            failing.set(e.retryable());
            if (e.retryable() && attempt < waits.size() && !threads.isShutdown()) {
                count("repeated");
                LOG.log(Level.WARNING, "{0}; it will be tried again", e.getMessage());
                schedule(mail, attempt + 1, waits.get(attempt));
            } else {
                LOG.log(Level.ERROR, "a mail was given up: {0}", e.getMessage());
                done("given_up");
            }
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a mail was given up: " + e.getClass().getName());
            done("given_up");
        }
    }

    /// Deletes whatever is still kept here of mails to this address. What cannot be deleted is logged.
    public void forget(MailAddress to) {
        try {
            sender.forget(to);
        } catch (MailException e) {
            LOG.log(Level.ERROR, "mails of a deleted account are left: {0}", e.getMessage());
        }
    }

    private void done(String outcome) {
        waiting.decrementAndGet();
        count(outcome);
    }

    private void count(String outcome) {
        meters.counter("simple_sign_in_mails", "outcome", outcome).increment();
    }

    /// Sends what is on its way, for at most five seconds; the rest is given up, and logged.
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(LAST_SECONDS.toSeconds(), TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
        if (waiting.get() > 0) {
            LOG.log(Level.ERROR, "{0} mails were given up at the end", Integer.toString(waiting.get()));
        }
    }
}
