package org.simplesignin.server.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.server.http.NetworkAddress;

final class PasswordsTest {
    private static final NetworkAddress HERE = new NetworkAddress(InetAddress.getLoopbackAddress());

    private final Passwords passwords = new Passwords(new SecureRandom());

    @AfterEach
    void close() {
        passwords.close();
    }

    @Test
    void passwordMatchesItsHashAndNoOther() {
        PasswordHash hash = passwords.hash(HERE, "correct horse battery");

        assertTrue(passwords.matches(HERE, "correct horse battery", hash));
        assertFalse(passwords.matches(HERE, "correct horse batterY", hash));
        assertFalse(passwords.matches(HERE, "correct horse battery ", hash));
        assertFalse(passwords.matches(HERE, "", hash));
    }

    @Test
    void whereThereIsNoHashNothingMatches() {
        assertFalse(passwords.matches(HERE, "correct horse battery", null));
    }

    @Test
    void sameLettersFromAnotherKeyboardMatch() {
        assertTrue(passwords.matches(HERE, "Zoe\u0308 zoe\u0308 1984", passwords.hash(HERE, "Zo\u00eb zo\u00eb 1984")));
    }

    @Test
    void hashIsWrittenWithItsCostAndReadBack() {
        PasswordHash hash = passwords.hash(HERE, "correct horse battery");

        assertTrue(hash.written().startsWith("$argon2id$v=19$m=19456,t=2,p=1$"));
        assertEquals(hash, PasswordHash.parse(hash.written()));
        assertTrue(passwords.matches(HERE, "correct horse battery", PasswordHash.parse(hash.written())));
        assertNotEquals(hash, passwords.hash(HERE, "correct horse battery"), "each has a salt of its own");
        assertEquals("PasswordHash[redacted]", hash.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "$argon2i$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "$argon2id$v=19$m=9999999,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "$argon2id$v=19$m=19456,t=0,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "$argon2id$v=19$m=19456,t=2,p=1$AAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA"
            })
    void whatIsNoHashOfOursIsRefused(String written) {
        assertThrows(IllegalArgumentException.class, () -> PasswordHash.parse(written));
    }

    /// RFC 9106 §5.3 has a secret and associated data, which we do not use; this is the same function with them.
    @Test
    void libraryPassesTheVectorOfTheRfc() {
        byte[] hash = new byte[32];
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(32)
                .withIterations(3)
                .withParallelism(4)
                .withSalt(HexFormat.of().parseHex("02".repeat(16)))
                .withSecret(HexFormat.of().parseHex("03".repeat(8)))
                .withAdditional(HexFormat.of().parseHex("04".repeat(12)))
                .build());
        generator.generateBytes(HexFormat.of().parseHex("01".repeat(32)), hash);

        assertEquals(
                "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659",
                HexFormat.of().formatHex(hash));
    }

    @Test
    void hashOfAnotherCostIsCheckedToo() {
        for (PasswordHash.Cost cost : List.of(
                new PasswordHash.Cost(64, 1, 1),
                new PasswordHash.Cost(24 * 1024, 1, 1),
                new PasswordHash.Cost(64, 3, 4))) {
            PasswordHash stored = hashByTheLibraryAlone("correct horse battery", cost);

            assertTrue(passwords.matches(HERE, "correct horse battery", stored));
            assertFalse(passwords.matches(HERE, "correct horse batterY", stored));
        }
    }

    @Test
    void memoryThatIsUsedAgainChangesNoHash() {
        try (Passwords one = new Passwords(new SecureRandom(), new HashingThreads(1, 1, Duration.ofDays(1)))) {
            for (String password : List.of("correct horse battery", "violet umbrella 12", "correct horse battery")) {
                PasswordHash hash = one.hash(HERE, password);

                assertEquals(hashByTheLibraryAlone(password, hash.cost(), hash.salt()), hash);
            }
        }
    }

    @Test
    void workingMemoryIsMadeOnceForAThreadAndNotForEachHash() {
        ThreadMXBean figures = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        HashingThreads threads = new HashingThreads(1, 1, Duration.ofDays(1));
        try (Passwords one = new Passwords(new SecureRandom(), threads)) {
            one.hash(HERE, "correct horse battery");
            long before = threads.run(figures::getCurrentThreadAllocatedBytes);

            for (int i = 0; i < 5; i++) {
                one.matches(HERE, "correct horse battery", null);
            }

            long each = (threads.run(figures::getCurrentThreadAllocatedBytes) - before) / 5;
            assertTrue(each < 1024 * 1024, each + " bytes of a hash of 19 MiB");
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1024, 1", "2, 1024, 1", "3, 1024, 1", "4, 1024, 2", "64, 256, 3", "64, 4096, 32", "8, 16, 1"})
    void halfOfTheProcessorsAndAQuarterOfTheHeapAreTheMost(int processors, long heapMib, int most) {
        assertEquals(most, Passwords.mostAtOnce(processors, heapMib * 1024 * 1024));
    }

    private static PasswordHash hashByTheLibraryAlone(String password, PasswordHash.Cost cost) {
        return hashByTheLibraryAlone(password, cost, HexFormat.of().parseHex("02".repeat(16)));
    }

    private static PasswordHash hashByTheLibraryAlone(String password, PasswordHash.Cost cost, byte[] salt) {
        byte[] hash = new byte[32];
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKib())
                .withIterations(cost.passes())
                .withParallelism(cost.lanes())
                .withSalt(salt)
                .build());
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        return new PasswordHash(cost, salt, hash);
    }
}
