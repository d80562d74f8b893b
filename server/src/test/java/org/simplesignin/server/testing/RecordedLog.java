package org.simplesignin.server.testing;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/// Everything that is logged while it is open, with stack traces, from the finest level of our own loggers on.
public final class RecordedLog implements AutoCloseable {
    private static final Logger ROOT = Logger.getLogger("");
    private static final Logger OURS = Logger.getLogger("org.simplesignin");

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            StringWriter text = new StringWriter();
            text.append(record.getLevel().getName()).append(' ').append(new SimpleFormatter().formatMessage(record));
            if (record.getThrown() != null) {
                record.getThrown().printStackTrace(new PrintWriter(text, true));
            }
            lines.add(text.toString());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    /// Begins to record.
    public RecordedLog() {
        handler.setLevel(Level.ALL);
        OURS.setLevel(Level.ALL);
        ROOT.addHandler(handler);
    }

    /// Returns all of it.
    public String text() {
        return String.join("\n", lines);
    }

    /// Returns how many records are of this level.
    public long count(String level) {
        return lines.stream().filter(line -> line.startsWith(level + " ")).count();
    }

    @Override
    public void close() {
        ROOT.removeHandler(handler);
        OURS.setLevel(null);
    }
}
