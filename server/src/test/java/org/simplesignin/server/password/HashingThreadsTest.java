package org.simplesignin.server.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.server.http.NetworkAddress;
import org.simplesignin.server.http.RefusedException;

/// The queue before the hashing threads. Where nobody is to lose patience, it lasts for a day.
final class HashingThreadsTest {
    private static final Duration A_DAY = Duration.ofDays(1);
    private static final Duration NONE = Duration.ZERO;

    @Test
    void whatIsHashedIsHandedOut() {
        try (HashingThreads threads = new HashingThreads(1, 1, A_DAY)) {
            assertEquals("hash", threads.run(() -> "hash"));
        }
    }

    @Test
    void hashTakesNoCarrierOfVirtualThreads() throws Exception {
        try (HashingThreads threads = new HashingThreads(1, 1, A_DAY)) {
            FutureTask<Boolean> asked =
                    ask(() -> threads.run(() -> Thread.currentThread().isVirtual()));

            assertFalse(asked.get());
        }
    }

    @Test
    void whoFindsTheQueueFullIsRefusedAtOnce() throws Exception {
        List<FutureTask<String>> waiting = new ArrayList<>();
        try (HashingThreads threads = new HashingThreads(2, 3, A_DAY)) {
            try (BusyHashers busy = BusyHashers.of(threads)) {
                for (int i = 0; i < 3; i++) {
                    waiting.add(ask(() -> threads.run(() -> "hash")));
                }
                awaitWaiting(threads, 3);

                assertBusy(threads, () -> "never");
                assertEquals(3, threads.waiting());
                assertEquals(2, busy.hashers().size());
            }
            for (FutureTask<String> each : waiting) {
                assertEquals("hash", each.get());
            }
        }
    }

    @Test
    void siteWithManyNetworksLeavesPlacesToOthers() throws Exception {
        HashingThreads threads = new HashingThreads(1, 7, A_DAY); // eight places
        try (Passwords passwords = new Passwords(new SecureRandom(), threads)) {
            List<FutureTask<Boolean>> site = new ArrayList<>();
            FutureTask<Boolean> other;
            try (BusyHashers _ = BusyHashers.of(threads)) {
                for (int network = 0; network < 20; network++) {
                    String address = "2001:db8:7:%x::1".formatted(network);
                    site.add(ask(() -> matches(passwords, address)));
                }
                while (threads.waiting() + site.stream().filter(Future::isDone).count() < 20) {
                    Thread.onSpinWait();
                }
                assertEquals(4, threads.waiting());
                other = ask(() -> matches(passwords, "203.0.113.7"));
                awaitWaiting(threads, 5);
            }
            assertFalse(other.get());
            for (FutureTask<Boolean> each : site) {
                if (each.state() == Future.State.FAILED) {
                    RefusedException refused = assertInstanceOf(RefusedException.class, each.exceptionNow());
                    assertEquals(ProblemCode.OVERLOADED, refused.code());
                }
            }
            assertFalse(matches(passwords, "2001:db8:7::1"), "the places are free again");
        }
    }

    private static boolean matches(Passwords passwords, String address) {
        return passwords.matches(NetworkAddress.parse(address).orElseThrow(), "violet umbrella 12", null);
    }

    @Test
    void whoWaitedForTooLongIsRefusedAndTakesNoPlaceLater() throws Exception {
        AtomicBoolean hashed = new AtomicBoolean();
        try (HashingThreads threads = new HashingThreads(1, 1, NONE)) {
            try (BusyHashers busy = BusyHashers.of(threads)) {
                for (int i = 0; i < 5; i++) {
                    assertBusy(threads, () -> hashed.getAndSet(true));
                }
                assertEquals(0, threads.waiting());
                assertEquals(1, busy.hashers().size());
            }
        }
        assertFalse(hashed.get(), "whoever asked was told no and asks again");
    }

    @Test
    void whoseTurnHasComeIsServedHoweverLongItTakes() {
        try (HashingThreads threads = new HashingThreads(1, 1, NONE)) {
            assertEquals("hash", threads.run(() -> "hash"));
        }
    }

    @Test
    void whoGoesAwayWhileWaitingTakesNoPlaceLater() throws Exception {
        AtomicBoolean hashed = new AtomicBoolean();
        try (HashingThreads threads = new HashingThreads(1, 1, A_DAY)) {
            try (BusyHashers busy = BusyHashers.of(threads)) {
                AtomicBoolean stillInterrupted = new AtomicBoolean();
                FutureTask<String> waiting = new FutureTask<>(() -> {
                    try {
                        return threads.run(() -> hashed.getAndSet(true) ? "twice" : "once");
                    } finally {
                        stillInterrupted.set(Thread.currentThread().isInterrupted());
                    }
                });
                Thread asker = Thread.startVirtualThread(waiting);
                awaitWaiting(threads, 1);

                asker.interrupt();

                assertEquals(ProblemCode.OVERLOADED, refusal(waiting).code());
                assertTrue(stillInterrupted.get());
                assertEquals(0, threads.waiting());
                assertEquals(1, busy.hashers().size());
            }
            assertEquals("next", threads.run(() -> "next"));
        }
        assertFalse(hashed.get());
    }

    @Test
    void closingRefusesWhoWaitsAndLeavesNoThread() throws Exception {
        HashingThreads threads = new HashingThreads(2, 2, A_DAY);
        BusyHashers busy = BusyHashers.of(threads);
        FutureTask<String> waiting = ask(() -> threads.run(() -> "never"));
        awaitWaiting(threads, 1);
        FutureTask<Boolean> closing = ask(() -> {
            threads.close();
            return true;
        });

        assertEquals(ProblemCode.OVERLOADED, refusal(waiting).code());
        assertFalse(closing.isDone(), "two hashes are under way");
        busy.close();
        assertTrue(closing.get());
        for (Thread hasher : busy.hashers()) {
            hasher.join();
        }
        assertBusy(threads, () -> "never");
    }

    @Test
    void hashThatFailsIsAFailureOfWhoAskedAndOfNobodyElse() {
        IllegalStateException failure = new IllegalStateException();
        OutOfMemoryError error = new OutOfMemoryError();
        try (HashingThreads threads = new HashingThreads(1, 1, A_DAY)) {
            assertSame(
                    failure,
                    assertThrows(
                            IllegalStateException.class,
                            () -> threads.run(() -> {
                                throw failure;
                            })));
            assertSame(
                    error,
                    assertThrows(
                            OutOfMemoryError.class,
                            () -> threads.run(() -> {
                                throw error;
                            })));
            assertEquals("next", threads.run(() -> "next"));
        }
    }

    private static void assertBusy(HashingThreads threads, Supplier<Object> hashing) {
        RefusedException refused = assertThrows(RefusedException.class, () -> threads.run(hashing));
        assertEquals(ProblemCode.OVERLOADED, refused.code());
        assertTrue(refused.retryAfter().isPositive());
    }

    private static RefusedException refusal(FutureTask<String> asked) {
        ExecutionException failed = assertThrows(ExecutionException.class, asked::get);
        return assertInstanceOf(RefusedException.class, failed.getCause());
    }

    private static <T> FutureTask<T> ask(Callable<T> question) {
        FutureTask<T> task = new FutureTask<>(question);
        Thread.startVirtualThread(task);
        return task;
    }

    private static void awaitWaiting(HashingThreads threads, int many) {
        while (threads.waiting() < many) {
            Thread.onSpinWait();
        }
    }
}
