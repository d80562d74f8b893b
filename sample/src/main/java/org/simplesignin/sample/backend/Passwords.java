package org.simplesignin.sample.backend;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;
import org.simplesignin.sample.backend.RefusedException.Reason;

/// Hashes passwords with Argon2id (RFC 9106), with the parameters of the OWASP password storage cheat sheet: 19 MiB,
/// two passes, one lane.
///
/// A crowd at the door must not stop everybody else. So hashing has threads of its own, fewer than processors; only so
/// many people wait for one as are served within a second or two; and the memory of one hash serves the next.
/// Thread-safe.
final class Passwords implements AutoCloseable {
    /// The shortest password, in characters (ASVS 5.0, 6.2.1).
    static final int MIN_CHARS = 8;

    /// The longest password, in characters.
    static final int MAX_CHARS = 128;

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int AT_ONCE = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    /// A hashed password with all that it takes to check one against it. Printing it shows nothing.
    record PasswordHash(int memoryKib, int passes, int lanes, String salt, String hash) {
        PasswordHash {
            Objects.requireNonNull(salt, "salt");
            Objects.requireNonNull(hash, "hash");
        }

        @Override
        public String toString() {
            return "[redacted]";
        }
    }

    private final SecureRandom random;
    private final ExecutorService threads;
    // The library wants four blocks of 1 KiB more than the hash has, and zeroes them all before they are used again.
    private final FixedBlockPool memory = new FixedBlockPool(AT_ONCE * (MEMORY_KIB + 4));
    private final PasswordHash nobody;

    Passwords(SecureRandom random) {
        // Not virtual threads: a hash would hold the thread that carries it, and with it whoever else is carried.
        this(
                random,
                new ThreadPoolExecutor(
                        AT_ONCE,
                        AT_ONCE,
                        0,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(16),
                        Thread.ofPlatform().name("password-", 0).daemon().factory()));
    }

    /// @param threads refuse what is more than they can do
    Passwords(SecureRandom random, ExecutorService threads) {
        this.random = random;
        this.threads = threads;
        this.nobody = new PasswordHash(MEMORY_KIB, PASSES, LANES, base64(bytes(SALT_BYTES)), base64(bytes(HASH_BYTES)));
    }

    /// Returns the hash of a password with a fresh salt.
    ///
    /// @throws RefusedException where too many wait already
    PasswordHash hash(String password) throws RefusedException {
        byte[] salt = bytes(SALT_BYTES);
        byte[] hash = argon2id(password, salt, MEMORY_KIB, PASSES, LANES, HASH_BYTES);
        return new PasswordHash(MEMORY_KIB, PASSES, LANES, base64(salt), base64(hash));
    }

    /// Returns whether this is the password. Where there is no account it takes the same time and the answer is no,
    /// so that nobody learns by the clock which login names exist.
    ///
    /// @throws RefusedException where too many wait already
    boolean matches(String password, @Nullable PasswordHash stored) throws RefusedException {
        PasswordHash against = stored == null ? nobody : stored;
        byte[] expected = Base64.getDecoder().decode(against.hash());
        byte[] salt = Base64.getDecoder().decode(against.salt());
        byte[] actual =
                argon2id(password, salt, against.memoryKib(), against.passes(), against.lanes(), expected.length);
        return MessageDigest.isEqual(expected, actual) && stored != null;
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }

    private byte[] argon2id(String password, byte[] salt, int memoryKib, int passes, int lanes, int length)
            throws RefusedException {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .withBlockPool(memory)
                .build());
        byte[] secret = password.getBytes(StandardCharsets.UTF_8);
        byte[] hash = new byte[length];
        try {
            threads.submit(() -> generator.generateBytes(secret, hash)).get();
        } catch (RejectedExecutionException e) {
            throw new RefusedException(Reason.OVERLOADED, "Wait a moment, then try again", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException(Reason.OVERLOADED, "The backend is stopping", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
        return hash;
    }

    /// Ends the threads, once nobody waits for a hash any more.
    @Override
    public void close() {
        threads.close();
    }
}
