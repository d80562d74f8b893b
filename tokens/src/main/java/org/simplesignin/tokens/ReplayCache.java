package org.simplesignin.tokens;

import java.time.Clock;
import java.time.Instant;

/**
 * Remembers which SSI tokens were accepted, so that each is accepted once (threat T2).
 *
 * <p>One backend process can use {@link #inMemory}. Several of them need one shared memory: any store with an atomic
 * "set if absent, with expiry" does. An implementation must be safe for use by many threads. What it throws comes out of
 * {@link SsiTokenVerifier#verify}, and the token is not accepted.
 */
@FunctionalInterface
public interface ReplayCache {
    /** Remembers nothing and answers {@link Answer#FIRST_USE} always: tokens can be used until they expire. */
    ReplayCache NONE = (id, until) -> Answer.FIRST_USE;

    /** What a cache says of a token. */
    enum Answer {
        /** Not seen before, and remembered from now on. */
        FIRST_USE,
        /** Seen before. */
        SEEN,
        /** Not seen, but there is no room to remember it. */
        FULL
    }

    /** Remembers this token at least until the given instant and says, in the same atomic step, whether it is the first time. */
    Answer use(TokenId id, Instant until);

    /**
     * Returns a cache of its own in this process's memory for at most {@code maxEntries} tokens, about 150 bytes each. When
     * it is full of tokens that have not expired it answers {@link Answer#FULL} and forgets none of them.
     *
     * @throws IllegalArgumentException when {@code maxEntries} is below 1
     */
    static ReplayCache inMemory(int maxEntries, Clock clock) {
        return new MemoryReplayCache(maxEntries, clock);
    }
}
