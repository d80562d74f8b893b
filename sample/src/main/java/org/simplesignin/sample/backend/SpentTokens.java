package org.simplesignin.sample.backend;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.simplesignin.tokens.ReplayCache;
import org.simplesignin.tokens.TokenId;

/// The SSI tokens that have signed somebody in, so that none does it twice: not after a restart either. A token is its
/// id (`jti`): its text can be written anew by whoever copied it. Those that have expired are kept as long as there is
/// room, for a clock that is set back makes them valid again. Thread-safe.
final class SpentTokens implements ReplayCache, Closeable {
    private static final int MOST = 100_000;

    record Entry(String tokenId, long untilMillis) {
        Entry {
            Objects.requireNonNull(tokenId, "tokenId");
        }
    }

    private final Journal<Entry> journal;
    private final Clock clock;
    private final Map<String, Entry> spent = new HashMap<>();

    SpentTokens(Path file, Clock clock) throws IOException {
        this.clock = clock;
        try (Journal<Entry> old = Journal.open(file, Entry.class)) {
            old.entries().forEach(entry -> spent.put(entry.tokenId(), entry));
            makeRoom();
            Journal.rewrite(file, List.copyOf(spent.values()));
        }
        journal = Journal.open(file, Entry.class);
    }

    @Override
    public synchronized Answer use(TokenId id, Instant until) {
        if (spent.containsKey(id.value())) {
            return Answer.SEEN;
        }
        makeRoom();
        if (spent.size() >= MOST) {
            return Answer.FULL;
        }
        Entry entry = new Entry(id.value(), until.toEpochMilli());
        try {
            journal.append(entry);
        } catch (IOException e) {
            throw new UncheckedIOException("a spent token could not be kept", e);
        }
        spent.put(entry.tokenId(), entry);
        return Answer.FIRST_USE;
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }

    private void makeRoom() {
        if (spent.size() >= MOST) {
            long now = clock.millis();
            spent.values().removeIf(entry -> entry.untilMillis() < now);
        }
    }
}
