package org.simplesignin.client;

import java.util.logging.Level;
import java.util.logging.Logger;

/// Logs to stderr, one line an entry; of the HTTP listener only what is wrong.
final class Logs {
    private static final String FORMAT = "java.util.logging.SimpleFormatter.format";

    // Held, because the logging of the JDK forgets the levels of loggers that nobody holds.
    private static final Logger LISTENER = Logger.getLogger("io.helidon");

    private Logs() {}

    static void install() {
        if (System.getProperty(FORMAT) == null) {
            System.setProperty(FORMAT, "%1$tFT%1$tT.%1$tL %4$s %3$s %5$s%6$s%n");
        }
        LISTENER.setLevel(Level.WARNING);
    }
}
