package org.simplesignin.server;

import java.util.logging.Level;
import java.util.logging.Logger;

/// One line a log record, on stderr, unless the operator brought a configuration of their own
/// (`-Djava.util.logging.config.file=…`).
final class LogFormat {
    /// Held, because the JDK forgets the level of a logger that nobody holds.
    private static final Logger OURS = Logger.getLogger("org.simplesignin");

    private LogFormat() {}

    static void install() {
        if (System.getProperty("java.util.logging.config.file") != null) {
            return;
        }
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL %4$s %3$s %5$s%6$s%n");
        // Libraries speak when something is wrong; the server itself also when something happened.
        Logger.getLogger("").setLevel(Level.WARNING);
        OURS.setLevel(Level.INFO);
    }
}
