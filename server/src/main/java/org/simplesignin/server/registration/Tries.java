package org.simplesignin.server.registration;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.server.http.RefusedException;

/// So many tries within so long, for each key. Kept in this process's memory, for the keys that tried last.
/// Thread-safe.
final class Tries {
    private static final int MOST_KEYS = 50_000;

    private record Window(Instant end, int taken) {}

    private final int most;
    private final Duration length;
    private final Clock clock;
    private final Map<String, Window> windows = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
            return size() > MOST_KEYS;
        }
    };

    Tries(int most, Duration length, Clock clock) {
        this.most = most;
        this.length = length;
        this.clock = clock;
    }

    /// Takes a try.
    ///
    /// @throws RefusedException where none is left; `detail` says how long to wait
    synchronized void take(String key) {
        Instant now = clock.instant();
        Window window = windows.get(key);
        if (window == null || !now.isBefore(window.end())) {
            window = new Window(now.plus(length), 0);
        }
        if (window.taken() >= most) {
            long seconds = Math.max(1, Duration.between(now, window.end()).toSeconds());
            throw new RefusedException(ProblemCode.TOO_MANY_REQUESTS, "Too many tries: wait " + seconds + " seconds");
        }
        windows.put(key, new Window(window.end(), window.taken() + 1));
    }

    /// Gives a try back that was none.
    synchronized void giveBack(String key) {
        Window window = windows.get(key);
        if (window != null && window.taken() > 0) {
            windows.put(key, new Window(window.end(), window.taken() - 1));
        }
    }
}
