package org.simplesignin.server.password;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Arrays;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.http.NetworkAddress;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.limit.Places;

/// Hashes passwords with Argon2id (RFC 9106) at the cost that the OWASP password storage cheat sheet names: 19 MiB, two
/// passes, one lane.
///
/// However many sign in at once, half of the processors are left to everybody else, and 32 wait at most, two seconds
/// at most; the others are told to come back. No network takes all of these places ([Places]). Each hashing thread
/// has working memory of its own and uses it again for the next password, zeroed in between. Thread-safe.
public final class Passwords implements AutoCloseable {
    private static final PasswordHash.Cost COST = new PasswordHash.Cost(19 * 1024, 2, 1);
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    /// A request that waits holds one of the 128 places of the [org.simplesignin.server.http.Listener]: most of them
    /// are for others.
    private static final int MOST_WAITING = 32;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /// Of the heap, one part in so many may be working memory.
    private static final int SHARE_OF_HEAP = 4;
    /// The memory of a hash and the four blocks beside it that the library works with.
    private static final int BLOCKS = COST.memoryKib() + 4;

    private final SecureRandom random;
    private final HashingThreads threads;
    private final Places places;
    /// The library zeroes a block when it is given back and again when it is taken: nothing of a password stays.
    private final ThreadLocal<BlockPool> memory = ThreadLocal.withInitial(() -> new FixedBlockPool(BLOCKS));
    private final PasswordHash nobody;

    /// Makes one for this machine.
    public Passwords(SecureRandom random) {
        this(random, new HashingThreads(mostAtOnce(Runtime.getRuntime()), MOST_WAITING, PATIENCE));
    }

    Passwords(SecureRandom random, HashingThreads threads) {
        this.random = random;
        this.threads = threads;
        this.places = new Places(threads.most() + threads.places());
        this.nobody = new PasswordHash(COST, bytes(SALT_BYTES), bytes(HASH_BYTES));
    }

    private static int mostAtOnce(Runtime machine) {
        return mostAtOnce(machine.availableProcessors(), machine.maxMemory());
    }

    /// Returns how many hashes run at once on so many processors with so much heap, at least one.
    static int mostAtOnce(int processors, long heapBytes) {
        long inHeap = heapBytes / SHARE_OF_HEAP / (COST.memoryKib() * 1024L);
        return (int) Math.max(1, Math.min(processors / 2, inHeap));
    }

    /// Returns the hash of a password with a fresh salt.
    ///
    /// @param from who waits for it
    /// @throws RefusedException where too many wait already, in all or of this network
    public PasswordHash hash(NetworkAddress from, String password) {
        byte[] salt = bytes(SALT_BYTES);
        return new PasswordHash(COST, salt, argon2id(from, password, salt, COST, HASH_BYTES));
    }

    /// Returns whether this is the password. Where there is none to compare with it takes the same time and the
    /// answer is no, so that nobody learns by the clock which accounts exist (T15).
    ///
    /// @param from who waits for it
    /// @throws RefusedException where too many wait already, in all or of this network
    public boolean matches(NetworkAddress from, String password, @Nullable PasswordHash stored) {
        PasswordHash against = stored == null ? nobody : stored;
        byte[] actual = argon2id(from, password, against.salt(), against.cost(), against.hash().length);
        return MessageDigest.isEqual(against.hash(), actual) && stored != null;
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] argon2id(NetworkAddress from, String password, byte[] salt, PasswordHash.Cost cost, int length) {
        if (!places.take(from)) {
            throw threads.busy();
        }
        try {
            return argon2id(password, salt, cost, length);
        } finally {
            places.leave(from);
        }
    }

    private byte[] argon2id(String password, byte[] salt, PasswordHash.Cost cost, int length) {
        // The same letters come composed from one keyboard and decomposed from another (NIST SP 800-63B §3.1.1.2).
        byte[] secret = Normalizer.normalize(password, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
        try {
            return threads.run(() -> argon2id(secret, salt, cost, length));
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private byte[] argon2id(byte[] secret, byte[] salt, PasswordHash.Cost cost, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKib())
                .withIterations(cost.passes())
                .withParallelism(cost.lanes())
                .withSalt(salt)
                .withBlockPool(memory.get())
                .build());
        byte[] hash = new byte[length];
        generator.generateBytes(secret, hash);
        return hash;
    }

    HashingThreads threads() {
        return threads;
    }

    /// Refuses who waits, and ends the threads when the hashes under way are done.
    @Override
    public void close() {
        threads.close();
    }
}
