package org.simplesignin.server.switches;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.simplesignin.server.id.DeviceId;
import org.simplesignin.server.time.Ticker;

/// The changes that devices have made lately, by their ids. A network may deliver a request again, seconds
/// later, with a proof that is good still: applied then, it would undo what the customer did after it. Kept for
/// longer than the proof of such a request is good; proofs are good at the node that gave their nonce and
/// nowhere else, so memory is enough. Thread-safe.
final class AppliedChanges {
    /// A proof is good for four minutes at most.
    private static final Duration KEPT = Duration.ofMinutes(5);

    private static final int LOCKS = 64;

    private final Ticker ticker;
    private final Object[] locks = new Object[LOCKS];
    private final Map<Change, Long> appliedAt = new LinkedHashMap<>();

    private record Change(DeviceId device, String id) {}

    AppliedChanges(Ticker ticker) {
        this.ticker = ticker;
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new Object();
        }
    }

    /// Applies a change, unless this device has made it before; changes of one device one after the other.
    <T> T once(DeviceId device, String id, Runnable change, Supplier<T> view) {
        synchronized (locks[Math.floorMod(device.hashCode(), LOCKS)]) {
            Change key = new Change(device, id);
            if (!isKnown(key)) {
                change.run();
                know(key);
            }
            return view.get();
        }
    }

    private synchronized boolean isKnown(Change change) {
        long now = ticker.nanos();
        // In the order in which they came, so the oldest are the first.
        Iterator<Long> oldest = appliedAt.values().iterator();
        while (oldest.hasNext() && now - oldest.next() > KEPT.toNanos()) {
            oldest.remove();
        }
        return appliedAt.containsKey(change);
    }

    private synchronized void know(Change change) {
        appliedAt.put(change, ticker.nanos());
    }
}
