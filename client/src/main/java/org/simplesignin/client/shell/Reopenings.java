package org.simplesignin.client.shell;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.simplesignin.client.device.Secrets;
import org.simplesignin.client.time.MonotonicTime;

/// Lets an open shell page load itself anew without the shell's key: after a factory reset, and when the policy that it
/// was loaded under no longer fits the registry of apps. A token is good for one page and 60 s; it stands in a URL,
/// which is why it is worth nothing once it has been used. Outlives the lives of a client. Thread-safe.
public final class Reopenings {
    private static final Duration LIFE = Duration.ofSeconds(60);
    private static final int MOST = 8;

    private final MonotonicTime time;
    private final RandomGenerator random;
    private final Map<String, Issued> issued = new LinkedHashMap<>();

    private record Issued(String session, Duration until) {}

    /// Makes one that has issued nothing.
    public Reopenings(MonotonicTime time, RandomGenerator random) {
        this.time = time;
        this.random = random;
    }

    /// Returns a token for the page of this session.
    synchronized String issue(String session) {
        Iterator<String> oldest = issued.keySet().iterator();
        if (issued.size() == MOST) {
            oldest.next();
            oldest.remove();
        }
        String token = Secrets.generate(random);
        issued.put(token, new Issued(session, time.now().plus(LIFE)));
        return token;
    }

    /// Returns a token for the page of this session, and takes back all others: their pages belong to the device of
    /// before.
    synchronized String issueOnly(String session) {
        issued.clear();
        return issue(session);
    }

    /// Spends a token; returns the session of the page that it was issued to, or empty where it is worth nothing.
    synchronized Optional<String> take(String token) {
        return Optional.ofNullable(issued.remove(token))
                .filter(one -> time.now().compareTo(one.until()) <= 0)
                .map(Issued::session);
    }
}
