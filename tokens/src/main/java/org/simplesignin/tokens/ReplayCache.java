package org.simplesignin.tokens;

import java.time.Clock;
import java.time.Instant;

/**
 * Remembers which SSI tokens were accepted, so that each is accepted once (threat T2).
 *
 * <p>One backend process can use {@link #inMemory}. Several of them need one shared memory: any store with an atomic
 * "set if absent, with expiry" does. An implementation must be safe for use by many threads. What it throws comes out of
 * {@link SsiTokenVerifier#verify}, and the token is not accepted.
 *
 * <p>A token is its {@code jti}, never its text: whoever copies a token can write its signature anew, without any key, so
 * that it is another text and still verifies. Backends that trust several platforms keep a memory for each, for the ids are
 * a platform's own.
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

    /**
     * Remembers this token at least until the given instant and says, in the same atomic step, whether it is the first time.
     * Whoever can should remember it for a day longer: a clock that is set back makes an expired token valid again.
     *
     * @param id the token's {@code jti}, the only thing to go by
     * @param until when the token can no longer pass
     */
    Answer use(TokenId id, Instant until);

    /**
     * Returns a cache of its own in this process's memory for at most {@code maxEntries} tokens, about 150 bytes each. When
     * it is full of tokens that have not expired it answers {@link Answer#FULL} and forgets none of them. One that has expired
     * is forgotten when its room is needed.
     *
     * @throws IllegalArgumentException when {@code maxEntries} is below 1
     */
    static ReplayCache inMemory(int maxEntries, Clock clock) {
        return new MemoryReplayCache(maxEntries, clock);
    }
}
