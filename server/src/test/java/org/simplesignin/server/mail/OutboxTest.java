package org.simplesignin.server.mail;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.testing.RecordedLog;

@Isolated("What other tests log is not what this one asks about.")
final class OutboxTest {
    private static final Mail MAIL = new Mail(new MailAddress("alice@example.com"), "subject", "code ABCD-EFGH");
    private static final List<Duration> AT_ONCE = List.of(Duration.ZERO, Duration.ZERO);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void requestDoesNotWaitForTheMailServer() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        LinkedBlockingQueue<Mail> sent = new LinkedBlockingQueue<>();
        try (Outbox outbox = new Outbox(
                mail -> {
                    await(answered);
                    sent.add(mail);
                },
                meters)) {
            outbox.post(MAIL);
            assertEquals(0, sent.size());
            answered.countDown();

            assertEquals(MAIL, sent.take());
        }
        assertEquals(1, count("sent"));
    }

    @Test
    void mailThatWasNotTakenIsTriedAgain() throws Exception {
        LinkedBlockingQueue<Integer> attempts = new LinkedBlockingQueue<>();
        AtomicInteger number = new AtomicInteger();
        try (Outbox outbox = new Outbox(
                mail -> {
                    attempts.add(number.incrementAndGet());
                    if (number.get() < 3) {
                        throw new MailException("away", true);
                    }
                },
                meters,
                AT_ONCE)) {
            outbox.post(MAIL);
            for (int i = 1; i <= 3; i++) {
                assertEquals(i, attempts.take());
            }
        }
        assertEquals(1, count("sent"));
        assertEquals(2, count("repeated"));
        assertEquals(0, count("given_up"));
    }

    @Test
    void mailThatIsGivenUpIsLoggedAndCountedWithoutAWordOfIt() throws Exception {
        Semaphore attempts = new Semaphore(0);
        try (RecordedLog log = new RecordedLog()) {
            try (Outbox outbox = new Outbox(
                    mail -> {
                        attempts.release();
                        throw new MailException("away", true);
                    },
                    meters,
                    AT_ONCE)) {
                outbox.post(MAIL);
                attempts.acquire(3);
            }
            assertEquals(1, log.count("SEVERE"));
            assertFalse(log.text().contains("alice"));
            assertFalse(log.text().contains("ABCD"));
        }
        assertEquals(1, count("given_up"));
        assertEquals(3, attempts.availablePermits() + 3);
    }

    @Test
    void mailThatIsRefusedForGoodIsNotTriedAgainAndStopsNoOther() throws Exception {
        LinkedBlockingQueue<Mail> tried = new LinkedBlockingQueue<>();
        try (Outbox outbox = new Outbox(
                mail -> {
                    tried.add(mail);
                    throw new MailException("no such mailbox", false);
                },
                meters,
                AT_ONCE)) {
            outbox.post(MAIL);
            tried.take();
            assertDoesNotThrow(() -> outbox.post(MAIL));
            tried.take();
        }
        assertEquals(2, count("given_up"));
        assertEquals(0, tried.size());
    }

    @Test
    void failureThatNobodyForesawIsGivenUpAndStopsNoOther() throws Exception {
        Semaphore attempts = new Semaphore(0);
        try (Outbox outbox = new Outbox(
                mail -> {
                    attempts.release();
                    throw new IllegalStateException("alice@example.com");
                },
                meters)) {
            outbox.post(MAIL);
            outbox.post(MAIL);
            attempts.acquire(2);
        }
        assertEquals(2, count("given_up"));
    }

    @Test
    void whileNothingGetsOutNobodyIsPromisedAMail() throws Exception {
        Semaphore firstFailed = new Semaphore(0);
        List<Duration> never = List.of(Duration.ofHours(1));
        try (Outbox outbox = new Outbox(
                mail -> {
                    firstFailed.release();
                    throw new MailException("away", true);
                },
                meters,
                never)) {
            outbox.post(MAIL);
            firstFailed.acquire();

            RefusedException refused = refusal(outbox);

            assertEquals(ProblemCode.OVERLOADED, refused.code());
            assertTrue(count("refused") >= 1);
        }
    }

    @Test
    void whenMailGetsOutAgainItIsTakenAgain() throws Exception {
        AtomicInteger number = new AtomicInteger();
        try (Outbox outbox = new Outbox(
                mail -> {
                    if (number.incrementAndGet() == 1) {
                        throw new MailException("away", true);
                    }
                },
                meters,
                List.of())) {
            outbox.post(MAIL);
            awaitCount("given_up", 1);
            outbox.post(MAIL);
            awaitCount("sent", 1);

            assertDoesNotThrow(() -> outbox.post(MAIL));
        }
        assertEquals(2, count("sent"));
    }

    @Test
    void tooManyInWaitingAreRefused() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (Outbox outbox = new Outbox(mail -> await(release), meters)) {
            for (int i = 0; i < 1000; i++) {
                outbox.post(MAIL);
            }

            assertThrows(RefusedException.class, () -> outbox.post(MAIL));
            release.countDown();
        }
        assertEquals(1000, count("sent"));
    }

    /// The failure is known a moment after the attempt; until then mails are taken.
    private static RefusedException refusal(Outbox outbox) {
        while (true) {
            try {
                outbox.post(MAIL);
                Thread.onSpinWait();
            } catch (RefusedException e) {
                return e;
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(1, TimeUnit.MINUTES)) {
                throw new AssertionError("nobody let go");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Counted is the last thing that happens to a mail.
    private void awaitCount(String outcome, int count) {
        while (count(outcome) < count) {
            Thread.onSpinWait();
        }
    }

    private double count(String outcome) {
        return meters.counter("simple_sign_in_mails", "outcome", outcome).count();
    }
}
