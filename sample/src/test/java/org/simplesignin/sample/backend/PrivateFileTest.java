package org.simplesignin.sample.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The backend's files are its own user's alone, or it does not start.
final class PrivateFileTest {
    @TempDir
    private Path directory;

    /// Opens all files of a backend, one after the other.
    private void start() throws IOException {
        KeyFile.open(directory.resolve("link-token-keys.json"));
        new Accounts(directory.resolve("accounts.jsonl")).close();
        new Sessions(directory.resolve("sessions.jsonl"), Clock.systemUTC(), new SecureRandom()).close();
        new SpentTokens(directory.resolve("spent-tokens.jsonl"), Clock.systemUTC()).close();
    }

    private void assertRefused(String advice) {
        IOException refused = assertThrows(IOException.class, this::start);
        assertTrue(String.valueOf(refused.getMessage()).contains(advice), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"link-token-keys.json", "accounts.jsonl", "sessions.jsonl", "spent-tokens.jsonl"})
    void fileThatIsNotTheBackendsAloneIsRefused(String name) throws Exception {
        start();
        Path file = directory.resolve(name);
        for (String open : new String[] {"rw-r--r--", "rw-rw----", "rw----r--"}) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(open));
            assertRefused("run chmod 600");
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        start();

        Path elsewhere = directory.resolve("elsewhere");
        Files.move(file, elsewhere);
        Files.createSymbolicLink(file, elsewhere);
        byte[] before = Files.readAllBytes(elsewhere);
        assertRefused("is a link or no file");
        assertArrayEquals(before, Files.readAllBytes(elsewhere));
    }

    @ParameterizedTest
    @ValueSource(strings = {"link-token-keys.json", "accounts.jsonl"})
    void linkToNowhereIsNotWrittenThrough(String name) throws Exception {
        Path elsewhere = directory.resolve("elsewhere");
        Files.createSymbolicLink(directory.resolve(name), elsewhere);
        assertRefused("is a link or no file");
        assertFalse(Files.exists(elsewhere));
    }

    @Test
    void keysOfAnotherUserAreRefused() throws Exception {
        start();
        Path file = directory.resolve("link-token-keys.json");
        assumeTrue((Integer) Files.getAttribute(file, "unix:uid") == 0, "only root can give a file away");
        Files.setAttribute(file, "unix:uid", 4711);
        assertRefused("belongs to another user");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abcd", "{}"})
    void keysThatAreNotWholeAreRefusedAndKept(String content) throws Exception {
        start();
        Path file = directory.resolve("link-token-keys.json");
        Files.writeString(file, content);
        assertRefused("restore it from a backup");
        assertTrue(Files.readString(file).equals(content));
    }
}
