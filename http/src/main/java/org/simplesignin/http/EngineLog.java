package org.simplesignin.http;

import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Collectors;

/// Which lines of the engine reach the log: none that a stranger can cause. A level that an operator has set
/// stays.
final class EngineLog {
    private static final Map<String, Level> LEVELS = Map.of(
            "org.eclipse.jetty", Level.WARNING,
            // These warn of every `Host` that is none, with what was sent in it.
            "org.eclipse.jetty.http.HttpParser", Level.OFF,
            "org.eclipse.jetty.util.HostPort", Level.OFF);

    // Held, because the logging of the JDK forgets the levels of loggers that nobody holds.
    private static final Map<Logger, Level> HELD = LEVELS.entrySet().stream()
            .collect(Collectors.toUnmodifiableMap(entry -> Logger.getLogger(entry.getKey()), Map.Entry::getValue));

    private EngineLog() {}

    /// Sets the levels, and loads what writing a line needs: zones are read from a file, which fails for good
    /// when the first line is written without a free descriptor.
    static void quieten() {
        HELD.forEach((logger, level) -> {
            if (logger.getLevel() == null) {
                logger.setLevel(level);
            }
        });
        new SimpleFormatter().format(new LogRecord(Level.FINE, "warm-up"));
    }
}
