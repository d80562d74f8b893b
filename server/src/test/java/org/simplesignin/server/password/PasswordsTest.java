package org.simplesignin.server.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.server.http.RefusedException;

final class PasswordsTest {
    private final Passwords passwords = new Passwords(new SecureRandom());

    @Test
    void passwordMatchesItsHashAndNoOther() {
        PasswordHash hash = passwords.hash("correct horse battery");

        assertTrue(passwords.matches("correct horse battery", hash));
        assertFalse(passwords.matches("correct horse batterY", hash));
        assertFalse(passwords.matches("correct horse battery ", hash));
        assertFalse(passwords.matches("", hash));
    }

    @Test
    void whereThereIsNoHashNothingMatches() {
        assertFalse(passwords.matches("correct horse battery", null));
    }

    @Test
    void sameLettersFromAnotherKeyboardMatch() {
        assertTrue(passwords.matches("Zoe\u0308 zoe\u0308 1984", passwords.hash("Zo\u00eb zo\u00eb 1984")));
    }

    @Test
    void hashIsWrittenWithItsCostAndReadBack() {
        PasswordHash hash = passwords.hash("correct horse battery");

        assertTrue(hash.written().startsWith("$argon2id$v=19$m=19456,t=2,p=1$"));
        assertEquals(hash, PasswordHash.parse(hash.written()));
        assertTrue(passwords.matches("correct horse battery", PasswordHash.parse(hash.written())));
        assertNotEquals(hash, passwords.hash("correct horse battery"), "each has a salt of its own");
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
    void floodIsToldToComeBackInsteadOfTakingAllMemory() throws Exception {
        Passwords one = new Passwords(new SecureRandom(), 1);
        AtomicInteger busy = new AtomicInteger();
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                all.add(threads.submit(() -> {
                    start.await();
                    try {
                        one.matches("correct horse battery", null);
                    } catch (RefusedException e) {
                        assertEquals(ProblemCode.OVERLOADED, e.code());
                        busy.incrementAndGet();
                    }
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> each : all) {
                each.get();
            }
        }
        assertTrue(busy.get() > 0, "400 hashes of 19 MiB one after the other take longer than anybody waits");
        assertFalse(one.matches("correct horse battery", null), "and afterwards it works again");
    }
}
