package org.simplesignin.server.password;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.server.http.RefusedException;

/// Hashes passwords with Argon2id (RFC 9106) at the cost that the OWASP password storage cheat sheet names: 19 MiB, two
/// passes, one lane.
///
/// As many run at once as the machine has processors, so that a flood of sign-ins takes a bounded amount of memory (19
/// MiB each); who has waited for two seconds is told that the server is busy. Thread-safe.
public final class Passwords {
    private static final PasswordHash.Cost COST = new PasswordHash.Cost(19 * 1024, 2, 1);
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final SecureRandom random;
    private final Semaphore running;
    private final PasswordHash nobody;

    /// Makes one for this machine.
    public Passwords(SecureRandom random) {
        this(random, Math.max(2, Runtime.getRuntime().availableProcessors()));
    }

    /// @param most how many hashes run at once
    Passwords(SecureRandom random, int most) {
        this.random = random;
        this.running = new Semaphore(most, true);
        this.nobody = new PasswordHash(COST, bytes(SALT_BYTES), bytes(HASH_BYTES));
    }

    /// Returns the hash of a password with a fresh salt.
    ///
    /// @throws RefusedException where too many wait already
    public PasswordHash hash(String password) {
        byte[] salt = bytes(SALT_BYTES);
        return new PasswordHash(COST, salt, argon2id(password, salt, COST, HASH_BYTES));
    }

    /// Returns whether this is the password. Where there is none to compare with it takes the same time and the
    /// answer is no, so that nobody learns by the clock which accounts exist (T15).
    ///
    /// @throws RefusedException where too many wait already
    public boolean matches(String password, @Nullable PasswordHash stored) {
        PasswordHash against = stored == null ? nobody : stored;
        byte[] actual = argon2id(password, against.salt(), against.cost(), against.hash().length);
        return MessageDigest.isEqual(against.hash(), actual) && stored != null;
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] argon2id(String password, byte[] salt, PasswordHash.Cost cost, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKib())
                .withIterations(cost.passes())
                .withParallelism(cost.lanes())
                .withSalt(salt)
                .build());
        // The same letters come composed from one keyboard and decomposed from another (NIST SP 800-63B §3.1.1.2).
        byte[] secret = Normalizer.normalize(password, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
        byte[] hash = new byte[length];
        acquire();
        try {
            generator.generateBytes(secret, hash);
        } finally {
            running.release();
            Arrays.fill(secret, (byte) 0);
        }
        return hash;
    }

    private void acquire() {
        try {
            if (running.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new RefusedException(ProblemCode.OVERLOADED, "Too many people sign in at this moment: try again");
    }
}
