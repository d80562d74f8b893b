package org.simplesignin.demo;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/// Ends this process when its parent is gone: the parent holds the other end of standard input, and the kernel closes
/// that end even when the parent is killed with `kill -9`.
final class ParentWatch {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private ParentWatch() {}

    static void start(InputStream fromParent) {
        Thread.ofPlatform().daemon().name("parent-watch").start(() -> {
            awaitEnd(fromParent);
            Thread exit = Thread.ofPlatform().name("exit").start(() -> System.exit(0));
            try {
                if (!exit.join(PATIENCE)) {
                    Runtime.getRuntime().halt(1); // a shutdown hook hangs; nobody is left who would kill this process
                }
            } catch (InterruptedException e) {
                Runtime.getRuntime().halt(1);
            }
        });
    }

    private static void awaitEnd(InputStream fromParent) {
        try {
            while (fromParent.read() >= 0) {
                // the parent has nothing to say
            }
        } catch (IOException e) {
            return; // a broken pipe is an end, too
        }
    }
}
