package org.simplesignin.client;

import java.util.concurrent.CountDownLatch;

/// Starts the client of one device.
public final class ClientMain {
    private ClientMain() {}

    /// Runs until the process is told to stop.
    public static void main(String[] args) throws InterruptedException {
        Logs.install();
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop.countDown();
            try {
                stopped.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        int exitCode = new ClientCommand(stop, System.err).run(args);
        stopped.countDown();
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }
}
