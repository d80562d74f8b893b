package org.simplesignin.testing.http;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/// What was logged since it was opened, from INFO on.
public final class RecordedLog implements AutoCloseable {
    private static final Logger ROOT = Logger.getLogger("");

    private static final Formatter FORMATTER = new SimpleFormatter();

    private final List<LogRecord> records = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (isLoggable(line)) {
                records.add(line);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    /// Begins to record.
    public RecordedLog() {
        handler.setLevel(Level.INFO);
        ROOT.addHandler(handler);
    }

    /// Returns the lines so far that are wanted, each with its logger and level.
    public List<String> lines(Predicate<LogRecord> wanted) {
        return records.stream().filter(wanted).map(RecordedLog::told).toList();
    }

    private static String told(LogRecord line) {
        String thrown = line.getThrown() == null ? "" : " " + line.getThrown();
        return line.getLevel() + " " + line.getLoggerName() + " " + FORMATTER.formatMessage(line) + thrown;
    }

    @Override
    public void close() {
        ROOT.removeHandler(handler);
    }
}
