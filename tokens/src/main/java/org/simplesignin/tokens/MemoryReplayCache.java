package org.simplesignin.tokens;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * A bounded {@link ReplayCache} in memory: a set to ask, and a queue in order of expiry to clear it from. What has expired
 * goes only when its room is needed: were it cleared at once, a clock that is set forward and back would bring it back.
 */
final class MemoryReplayCache implements ReplayCache {
    private record Entry(TokenId id, Instant until) {}

    private final int maxEntries;
    private final Clock clock;
    private final Set<TokenId> seen = new HashSet<>();
    private final PriorityQueue<Entry> byExpiry = new PriorityQueue<>(Comparator.comparing(Entry::until));

    MemoryReplayCache(int maxEntries, Clock clock) {
        if (maxEntries < 1) {
            throw new IllegalArgumentException("maxEntries must be at least 1");
        }
        this.maxEntries = maxEntries;
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    @Override
    public synchronized Answer use(TokenId id, Instant until) {
        if (seen.contains(id)) {
            return Answer.SEEN;
        }
        if (seen.size() >= maxEntries && !forgetOneThatHasExpired()) {
            return Answer.FULL;
        }
        seen.add(id);
        byExpiry.add(new Entry(id, until));
        return Answer.FIRST_USE;
    }

    private boolean forgetOneThatHasExpired() {
        Entry oldest = byExpiry.peek();
        if (oldest == null || !oldest.until().isBefore(clock.instant())) {
            return false;
        }
        byExpiry.remove();
        seen.remove(oldest.id());
        return true;
    }
}
