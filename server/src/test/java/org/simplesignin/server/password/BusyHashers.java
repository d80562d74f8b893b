package org.simplesignin.server.password;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// Hashing threads that are all at work until this is closed, as a flood of sign-ins keeps them.
public final class BusyHashers implements AutoCloseable {
    private final CountDownLatch end = new CountDownLatch(1);
    private final List<Thread> askers = new ArrayList<>();
    private final List<Thread> hashers = new ArrayList<>();

    private BusyHashers() {}

    /// Returns when all of them are at work.
    public static BusyHashers of(Passwords passwords) {
        return of(passwords.threads());
    }

    static BusyHashers of(HashingThreads threads) {
        BusyHashers busy = new BusyHashers();
        CountDownLatch atWork = new CountDownLatch(threads.most());
        for (int i = 0; i < threads.most(); i++) {
            busy.askers.add(Thread.startVirtualThread(() -> threads.run(() -> busy.work(atWork))));
        }
        await(atWork);
        return busy;
    }

    private boolean work(CountDownLatch atWork) {
        synchronized (hashers) {
            hashers.add(Thread.currentThread());
        }
        atWork.countDown();
        await(end);
        return true;
    }

    private static void await(CountDownLatch latch) {
        // A pool that is closed interrupts its threads; what hashes does not hear it.
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Returns the threads that are at work.
    List<Thread> hashers() {
        synchronized (hashers) {
            return List.copyOf(hashers);
        }
    }

    /// Lets them end their work, and returns when whoever asked for it has it.
    @Override
    public void close() {
        end.countDown();
        for (Thread asker : askers) {
            try {
                asker.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
