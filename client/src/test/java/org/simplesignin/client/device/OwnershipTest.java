package org.simplesignin.client.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.client.testing.TestDevice;

/// What lies in the data directory and is not this user's alone stops the start, and is not written through.
final class OwnershipTest {
    private static final int SOMEBODY_ELSE = 4711;

    @TempDir
    private Path directory;

    private Path data;
    private Path elsewhere;

    @BeforeEach
    void makeAWholeDirectory() throws Exception {
        data = directory.resolve("data");
        elsewhere = directory.resolve("elsewhere");
        try (DataDirectory opened = DataDirectory.open(data)) {
            opened.shellKey(new SecureRandom());
            for (String name : new String[] {
                "device-key.pem",
                "session-alice-0123456789-012345.json",
                "registration.json",
                "revocations.json",
                "state.json",
                "apps.json",
                "metrics.jsonl"
            }) {
                opened.state().file(name).write(new byte[] {'x'});
            }
        }
        assertOpens();
    }

    private void assertOpens() throws Exception {
        try (DataDirectory opened = DataDirectory.open(data)) {
            assertEquals(43, opened.shellKey(new SecureRandom()).length());
        }
    }

    private void assertRefused(String advice) {
        UnusableException refused = assertThrows(UnusableException.class, this::assertOpens);
        assertTrue(String.valueOf(refused.getMessage()).contains(advice), refused.getMessage());
        assertFalse(String.valueOf(refused.getMessage()).contains("\n"));
    }

    private Path linked(String name, String content) throws IOException {
        Path link = data.resolve(name);
        Files.deleteIfExists(link);
        Files.writeString(elsewhere, content);
        Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rw-------"));
        return Files.createSymbolicLink(link, elsewhere);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shell.key",
                "state/device-key.pem",
                "state/session-alice-0123456789-012345.json",
                "state/registration.json",
                "state/revocations.json",
                "state/state.json",
                "state/apps.json",
                "state/metrics.jsonl"
            })
    void fileThatIsNotThisUsersAloneIsRefused(String name) throws Exception {
        Path file = data.resolve(name);
        for (String open : new String[] {"rw-r--r--", "rw----r--", "rw-rw----", "rwx------"}) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(open));
            assertRefused("chmod 600");
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        assertOpens();

        String content = Files.readString(file);
        linked(name, content);
        assertRefused("is a link or no file: remove it");
        assertEquals(content, Files.readString(elsewhere), "nothing is written through it");
        assertTrue(Files.isSymbolicLink(file), "nothing is removed either");

        Files.delete(file);
        Files.createDirectory(file);
        assertRefused("is a link or no file: remove it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"shell.key", "state/device-key.pem", "state/session-alice-0123456789-012345.json"})
    void fileOfAnotherUserIsRefused(String name) throws Exception {
        assumeTrue(TestDevice.ownUid() == 0, "only root can give a file away");
        Files.setAttribute(data.resolve(name), "unix:uid", SOMEBODY_ELSE);
        assertRefused("belongs to another user");
    }

    @Test
    void linkToNowhereIsNotWrittenThrough() throws Exception {
        linked("shell.key", "");
        Files.delete(elsewhere);
        assertRefused("is a link or no file");
        assertFalse(Files.exists(elsewhere));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abcd",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "aaaaaaaaaaaaaaaaaaaaa aaaaaaaaaaaaaaaaaaaaa",
                "aaaaaaaaaaaaaaaaaaaaa+aaaaaaaaaaaaaaaaaaaaa",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\u00e4"
            })
    void shellKeyThatIsNotWholeIsRefused(String key) throws Exception {
        Files.writeString(data.resolve("shell.key"), key);
        assertRefused("remove it, and a new one is made");
        assertEquals(key, Files.readString(data.resolve("shell.key")));
    }

    @Test
    void shellKeyMayEndInANewlineAndIsMadeAnewOnceRemoved() throws Exception {
        Path file = data.resolve("shell.key");
        String key = Files.readString(file);
        Files.writeString(file, key + "\n");
        try (DataDirectory opened = DataDirectory.open(data)) {
            assertEquals(key, opened.shellKey(new SecureRandom()));
        }
        Files.delete(file);
        assertOpens();
        assertNotEquals(key, Files.readString(file));
    }

    @Test
    void linkInPlaceOfTheStateIsRefused() throws Exception {
        Files.move(data.resolve("state"), elsewhere);
        Files.createSymbolicLink(data.resolve("state"), elsewhere);
        assertRefused("is no directory: remove it");
    }

    @Test
    void linkToTheWholeDirectoryIsTheMakersOwnChoice() throws Exception {
        Files.move(data, elsewhere);
        Files.createSymbolicLink(data, elsewhere);
        assertOpens();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "state"})
    void directoryOfAnotherUserIsRefused(String name) throws Exception {
        assumeTrue(TestDevice.ownUid() == 0, "only root can give a directory away");
        Files.setAttribute(data.resolve(name), "unix:uid", SOMEBODY_ELSE);
        assertRefused("belongs to another user");
    }

    @Test
    void directoriesAreTakenFromOthers() throws Exception {
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setPosixFilePermissions(data.resolve("state"), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertOpens();
        assertEquals("rwx--x--x", PosixFilePermissions.toString(Files.getPosixFilePermissions(data)));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("state"))));
    }

    @Test
    void linkInPlaceOfTheLockIsNotOpened() throws Exception {
        linked("state/lock", "");
        assertRefused("--data");
    }

    @Test
    void markOfAResetThatSomebodyElseMadeWipesNothing() throws Exception {
        linked("factory-reset", "");
        assertRefused("factory-reset is a link or no file");
        assertTrue(Files.exists(data.resolve("state/device-key.pem"), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void resetWipesWhatIsNotTrusted() throws Exception {
        linked("state/device-key.pem", "of somebody");
        try (DataDirectory opened = DataDirectory.open(directory.resolve("other"))) {
            opened.markReset();
        }
        Files.move(directory.resolve("other/factory-reset"), data.resolve("factory-reset"));
        assertOpens();
        assertFalse(Files.exists(data.resolve("state/device-key.pem"), LinkOption.NOFOLLOW_LINKS));
        assertEquals("of somebody", Files.readString(elsewhere));
    }

    @Test
    void atomicFileDoesNotReadThroughALink() throws Exception {
        linked("state/state.json", "secret");
        AtomicFile file = new AtomicFile(data.resolve("state/state.json"));
        assertThrows(IOException.class, () -> file.read(100));
        file.write(new byte[] {'y'});
        assertEquals("secret", Files.readString(elsewhere), "it replaces the link");
    }

    @Test
    void sharedDirectoryIsNoPlaceForASocket() throws Exception {
        for (String open : new String[] {"rwxrwxrwx", "rwxrwx---", "rwx---rwx"}) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(open));
            assertThrows(UnusableException.class, () -> Ownership.requireNobodyElseReplaces(directory));
        }
        Files.setAttribute(directory, "unix:mode", 01777);
        Ownership.requireNobodyElseReplaces(directory);
        Files.setAttribute(directory, "unix:mode", 0755);
        Ownership.requireNobodyElseReplaces(directory);
        Ownership.requireNobodyElseReplaces(Path.of("/"));
    }
}
