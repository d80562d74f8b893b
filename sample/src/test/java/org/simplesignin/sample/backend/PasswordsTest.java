package org.simplesignin.sample.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.simplesignin.sample.backend.Passwords.PasswordHash;

final class PasswordsTest {
    /// Of the tests of the reference implementation: Argon2id, version 19, of "password" with the salt "somesalt".
    private static final PasswordHash REFERENCE =
            new PasswordHash(256, 2, 1, "c29tZXNhbHQ", "nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4");

    private final Passwords passwords = new Passwords(new SecureRandom());

    @AfterEach
    void close() {
        passwords.close();
    }

    @Test
    void hashOfTheReferenceImplementationMatches() throws Exception {
        assertTrue(passwords.matches("password", REFERENCE));
        assertFalse(passwords.matches("differentpassword", REFERENCE));
    }

    @Test
    void hashIsStoredWithItsCostAndASaltOfItsOwn() throws Exception {
        PasswordHash hash = passwords.hash("popcorn-popcorn");

        assertEquals(19 * 1024, hash.memoryKib());
        assertEquals(2, hash.passes());
        assertEquals(1, hash.lanes());
        assertEquals(16, Base64.getDecoder().decode(hash.salt()).length);
        assertEquals(32, Base64.getDecoder().decode(hash.hash()).length);
        assertNotEquals(hash.salt(), passwords.hash("popcorn-popcorn").salt());
        assertTrue(passwords.matches("popcorn-popcorn", hash));
        assertFalse(passwords.matches("popcorn-Popcorn", hash));
    }

    @Test
    void whereThereIsNoAccountNothingMatches() throws Exception {
        assertFalse(passwords.matches("popcorn-popcorn", null));
    }

    @Test
    void memoryThatServesTheNextHashChangesNone() throws Exception {
        for (int i = 0; i < 3; i++) {
            PasswordHash hash = passwords.hash("popcorn-popcorn");

            assertTrue(passwords.matches("password", REFERENCE));
            assertTrue(passwords.matches("popcorn-popcorn", hash));
        }
    }

    @Test
    void crowdIsRefusedWhereNoPlaceIsLeft() throws Exception {
        BusyThread busy = new BusyThread();
        try (Passwords crowded = new Passwords(new SecureRandom(), busy.thread())) {
            try (busy) {
                RefusedException refused =
                        assertThrows(RefusedException.class, () -> crowded.matches("popcorn-popcorn", null));
                assertEquals(RefusedException.Reason.OVERLOADED, refused.reason());
                assertThrows(RefusedException.class, () -> crowded.hash("popcorn-popcorn"));
            }

            assertFalse(crowded.matches("popcorn-popcorn", null));
        }
    }

    @Test
    void whoStopsWaitingIsRefusedAndStillInterrupted() {
        Thread.currentThread().interrupt();

        assertThrows(RefusedException.class, () -> passwords.matches("popcorn-popcorn", null));

        assertTrue(Thread.interrupted());
    }
}
