package org.simplesignin.sample.backend;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;

/// Hashes passwords with Argon2id (RFC 9106), with the parameters of the OWASP password storage cheat sheet: 19 MiB,
/// two passes, one lane. At most four run at once, so that a crowd at the door cannot take all memory. Thread-safe.
final class Passwords {
    /// The shortest password, in characters (ASVS 5.0, 6.2.1).
    static final int MIN_CHARS = 8;

    /// The longest password, in characters.
    static final int MAX_CHARS = 128;

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

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
    private final Semaphore running = new Semaphore(4);
    private final PasswordHash nobody;

    Passwords(SecureRandom random) {
        this.random = random;
        this.nobody = new PasswordHash(MEMORY_KIB, PASSES, LANES, base64(bytes(SALT_BYTES)), base64(bytes(HASH_BYTES)));
    }

    /// Returns the hash of a password with a fresh salt.
    PasswordHash hash(String password) {
        byte[] salt = bytes(SALT_BYTES);
        byte[] hash = argon2id(password, salt, MEMORY_KIB, PASSES, LANES, HASH_BYTES);
        return new PasswordHash(MEMORY_KIB, PASSES, LANES, base64(salt), base64(hash));
    }

    /// Returns whether this is the password. Where there is no account it takes the same time and the answer is no,
    /// so that nobody learns by the clock which login names exist.
    boolean matches(String password, @Nullable PasswordHash stored) {
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

    private byte[] argon2id(String password, byte[] salt, int memoryKib, int passes, int lanes, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        byte[] secret = password.getBytes(StandardCharsets.UTF_8);
        byte[] hash = new byte[length];
        running.acquireUninterruptibly();
        try {
            generator.generateBytes(secret, hash);
        } finally {
            running.release();
            Arrays.fill(secret, (byte) 0);
        }
        return hash;
    }
}
