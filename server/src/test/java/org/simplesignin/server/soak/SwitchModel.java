package org.simplesignin.server.soak;

import java.util.ArrayDeque;
import java.util.Deque;

/// What is known of one switch from the changes that were asked for: each began at a tick and was acknowledged at a
/// later one, or is under way, or nobody will ever know. Not thread-safe: its customer's model guards it.
final class SwitchModel {
    private static final int KEPT = 256;
    private static final long UNDER_WAY = Long.MAX_VALUE;

    /// A change that was asked for.
    static final class Change {
        private final boolean on;
        private final long began;
        private long ended;
        private boolean acknowledged;

        private Change(boolean on, long began, long ended, boolean acknowledged) {
            this.on = on;
            this.began = began;
            this.ended = ended;
            this.acknowledged = acknowledged;
        }

        long began() {
            return began;
        }
    }

    private final Deque<Change> changes = new ArrayDeque<>();

    SwitchModel() {
        changes.add(new Change(true, -1, 0, true));
    }

    Change begin(boolean on, long now) {
        Change change = new Change(on, now, UNDER_WAY, false);
        changes.add(change);
        while (changes.size() > KEPT) {
            forgetOldest();
        }
        return change;
    }

    /// What may have come after others must not be forgotten before them.
    private void forgetOldest() {
        Change oldest = changes.remove();
        changes.removeIf(change -> change.on != oldest.on && change.began < oldest.ended);
    }

    /// The change was acknowledged, or its server is dead: it happens no later than now.
    void end(Change change, long now, boolean acknowledged) {
        change.ended = now;
        change.acknowledged = acknowledged;
    }

    /// Returns whether the switch stood like this, and no other way, through the whole of this time: a change to it
    /// was acknowledged before, and no change to the other can have come after that one.
    boolean certainly(boolean on, long from, long to) {
        return changes.stream()
                .filter(change -> change.on == on && change.acknowledged && change.ended < from)
                .anyMatch(change -> changes.stream()
                        .noneMatch(other -> other.on != on && other.ended > change.began && other.began < to));
    }

    /// Returns when the earliest change to off began that may have happened after this tick; the end of time where
    /// none did.
    long offAfter(long tick) {
        return changes.stream()
                .filter(change -> !change.on && change.ended > tick)
                .mapToLong(change -> change.began)
                .min()
                .orElse(Long.MAX_VALUE);
    }
}
