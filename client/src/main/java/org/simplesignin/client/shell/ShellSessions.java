package org.simplesignin.client.shell;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.simplesignin.client.device.Secrets;
import org.simplesignin.client.time.MonotonicTime;

/// The shell pages that are open: each holds a random session, which its requests carry in a header. Nothing else
/// proves a request to be the shell's own: no cookie, no secret in a URL. Thread-safe.
public final class ShellSessions {
    /// How many are live; the oldest goes when there is one more.
    static final int MOST_LIVE = 8;

    /// A page that has not asked for events for this long is not looked at by anybody.
    static final Duration ATTENTION = Duration.ofSeconds(30);

    private final MonotonicTime time;
    private final RandomGenerator random;
    private final LinkedHashMap<String, Page> live = new LinkedHashMap<>();

    private static final class Page {
        final String policy;
        int polls;

        @Nullable
        Duration polledAt;

        Page(String policy) {
            this.policy = policy;
        }
    }

    /// Makes one without any page.
    public ShellSessions(MonotonicTime time, RandomGenerator random) {
        this.time = time;
        this.random = random;
    }

    /// Begins a session.
    ///
    /// @param policy under which its page is sent
    synchronized String begin(String policy) {
        if (live.size() == MOST_LIVE) {
            live.pollFirstEntry();
        }
        String session = Secrets.generate(random);
        live.put(session, new Page(policy));
        return session;
    }

    /// Ends a session; does nothing where there is none.
    synchronized void end(String session) {
        live.remove(session);
    }

    /// Returns whether the page of a session was sent under another policy.
    synchronized boolean isOutdated(String session, String policy) {
        Page page = live.get(session);
        return page != null && !page.policy.equals(policy);
    }

    synchronized boolean isLive(String session) {
        return live.containsKey(session);
    }

    synchronized void pollBegins(String session) {
        Page page = live.get(session);
        if (page != null) {
            page.polls++;
        }
    }

    synchronized void pollEnds(String session) {
        Page page = live.get(session);
        if (page != null) {
            page.polls--;
            page.polledAt = time.now();
        }
    }

    /// Returns whether some page asks for events, or did so within the last 30 s.
    public synchronized boolean attentive() {
        return live.values().stream().anyMatch(page -> page.polls > 0 || isRecent(page.polledAt));
    }

    private boolean isRecent(@Nullable Duration polledAt) {
        return polledAt != null && time.now().minus(polledAt).compareTo(ATTENTION) <= 0;
    }
}
