package org.simplesignin.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.server.config.UnusableConfigurationException;
import org.simplesignin.server.storage.StorageException;

/// The directory of a server between its processes.
class DataDirectoryTest {
    @TempDir
    private Path data;

    private DataDirectory open() {
        return DataDirectory.open(data, new SecureRandom(), Clock.systemUTC());
    }

    private List<String> files(String part) throws Exception {
        try (Stream<Path> files = Files.list(data)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.contains(part))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void whatAKilledServerHadUnpackedIsDeletedAndNothingElse() throws Exception {
        String left = "sqlite-3.54.1.0-276e2409-2307-43f8-a5a2-062cdcf29dba-libsqlitejdbc.so";
        Files.writeString(data.resolve(left), "library");
        Files.writeString(data.resolve(left + ".lck"), "");
        Files.writeString(data.resolve("sqlite-notes.txt"), "mine");
        open().close();
        assertEquals(List.of(), files("276e2409"));
        assertEquals(List.of("sqlite-notes.txt"), files("notes"));
    }

    @Test
    void directoryInUseIsLeftAsItIs() throws Exception {
        try (DataDirectory first = open()) {
            Path left = Files.writeString(data.resolve("sqlite-3.54.1.0-x-libsqlitejdbc.so"), "library of the first");
            assertThrows(UnusableConfigurationException.class, this::open);
            assertTrue(Files.exists(left));
            assertTrue(first.storage().ready());
        }
    }

    /// Root may write everywhere but in the kernel's own file system; there even making a file fails.
    @ParameterizedTest
    @ValueSource(strings = {"/proc", "/proc/simple-sign-in"})
    @EnabledOnOs(OS.LINUX)
    void directoryThatNobodyMayWriteIsRefusedWithWhatToDo(Path nobodys) {
        UnusableConfigurationException refused = assertThrows(
                UnusableConfigurationException.class,
                () -> DataDirectory.open(nobodys, new SecureRandom(), Clock.systemUTC()));

        assertTrue(String.valueOf(refused.getMessage()).contains("--data"), refused.getMessage());
    }

    private void assertOpens() {
        open().close();
    }

    private void assertRefused(String advice) {
        RuntimeException refused = assertThrows(RuntimeException.class, this::assertOpens);
        assertTrue(
                refused instanceof UnusableConfigurationException || refused instanceof StorageException,
                refused.toString());
        assertTrue(String.valueOf(refused.getMessage()).contains(advice), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"server.db", "customer-keys.db", "wrapping-keys.json"})
    void linkInPlaceOfAFileIsRefusedAndNotWrittenThrough(String name) throws Exception {
        assertOpens();
        Path elsewhere = data.resolve("elsewhere");
        Files.move(data.resolve(name), elsewhere);
        Files.createSymbolicLink(data.resolve(name), elsewhere);
        byte[] before = Files.readAllBytes(elsewhere);

        assertRefused("is a link or no file");

        assertArrayEquals(before, Files.readAllBytes(elsewhere));
    }

    @ParameterizedTest
    @ValueSource(strings = {"server.db", "customer-keys.db", "wrapping-keys.json", "lock"})
    void linkToNowhereIsNotFollowed(String name) throws Exception {
        Path elsewhere = data.resolve("elsewhere");
        Files.createSymbolicLink(data.resolve(name), elsewhere);

        assertThrows(RuntimeException.class, this::assertOpens);

        assertFalse(Files.exists(elsewhere));
    }

    @ParameterizedTest
    @ValueSource(strings = {"server.db", "customer-keys.db", "wrapping-keys.json"})
    void fileOfAnotherUserIsRefused(String name) throws Exception {
        assertOpens();
        Path file = data.resolve(name);
        assumeTrue((Integer) Files.getAttribute(file, "unix:uid") == 0, "only root can give a file away");
        Files.setAttribute(file, "unix:uid", 4711);

        assertRefused("belongs to another user");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwxrwx", "rwx----w-", "rwxrwx---", "rwx-w----"})
    void directoryThatOthersThanItsOwnerMayWriteIsRefusedWithWhatToDo(String open) throws Exception {
        assertOpens();
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString(open));

        assertRefused("others than its owner may write " + data + ": run chmod go-w " + data);

        assertEquals(
                PosixFilePermissions.fromString(open), Files.getPosixFilePermissions(data), "it is the operator's");
    }

    /// What others may read of it is its files' own matter.
    @Test
    void directoryThatOthersMayReadOpens() throws Exception {
        assertOpens();
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertOpens();
    }

    @Test
    void directoryIsMadeForItsOwnerOnly() throws Exception {
        data = data.resolve("new");

        assertOpens();

        assertEquals(PosixFilePermissions.fromString("rwx------"), Files.getPosixFilePermissions(data));
    }

    @Test
    void directoryOfAnotherUserIsRefused() throws Exception {
        assertOpens();
        assumeTrue((Integer) Files.getAttribute(data, "unix:uid") == 0, "only root can give a directory away");
        Files.setAttribute(data, "unix:uid", 4711);

        assertRefused(data + " belongs to another user: run chown on it");
    }
}
