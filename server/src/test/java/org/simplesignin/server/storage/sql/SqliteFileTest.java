package org.simplesignin.server.storage.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.server.storage.StorageException;

final class SqliteFileTest {
    @TempDir
    private Path directory;

    @Test
    void databaseAndItsCompanionsAreTheOwnersAlone() throws Exception {
        Path file = directory.resolve("new/deep/server.db");
        try (SqliteEngine engine = SqliteEngine.open(file)) {
            assertTrue(engine.ready());
            for (String companion : new String[] {"", "-wal", "-shm"}) {
                assertEquals("rw-------", mode(file.resolveSibling("server.db" + companion)));
            }
        }
    }

    @Test
    void databaseThatOthersCouldReadIsTakenFromThem() throws Exception {
        Path file = directory.resolve("server.db");
        SqliteEngine.open(file).close();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        SqliteEngine.open(file).close();

        assertEquals("rw-------", mode(file));
    }

    @Test
    void directoryThatCannotBeMadeIsRefusedWithWhatToDo() throws Exception {
        Path notADirectory = Files.createFile(directory.resolve("file"));

        String told = refusal(notADirectory.resolve("server.db"));

        assertTrue(told.contains("choose a data directory that this user may write"), told);
    }

    @Test
    void directoryInPlaceOfTheFileIsRefused() throws Exception {
        String told = refusal(Files.createDirectory(directory.resolve("server.db")));

        assertTrue(told.contains("is a link or no file"), told);
    }

    @Test
    void fileThatIsNoDatabaseIsRefusedAndLeftAlone() throws Exception {
        Path file = directory.resolve("server.db");
        byte[] letter = "Dear Sir or Madam, ".repeat(500).getBytes(StandardCharsets.UTF_8);
        Files.write(file, letter);

        String told = refusal(file);

        assertTrue(told.contains("is damaged or not a database"), told);
        assertTrue(Arrays.equals(letter, Files.readAllBytes(file)));
    }

    @Test
    void truncatedDatabaseIsRefused() throws Exception {
        Path file = directory.resolve("server.db");
        SqliteEngine.open(file).close();
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 3));

        String told = refusal(file);

        assertTrue(told.contains("is damaged or not a database"), told);
    }

    @Test
    void databaseOfAnotherProgramIsRefusedAndLeftAlone() throws Exception {
        Path file = directory.resolve("server.db");
        run(file, "CREATE TABLE theirs (id INTEGER)");
        byte[] before = Files.readAllBytes(file);

        String told = refusal(file);

        assertTrue(told.contains("belongs to another program"), told);
        assertTrue(Arrays.equals(before, Files.readAllBytes(file)));
    }

    @Test
    void databaseOfANewerVersionIsRefused() throws Exception {
        Path file = directory.resolve("server.db");
        SqliteEngine.open(file).close();
        run(file, """
                INSERT INTO flyway_schema_history
                SELECT installed_rank + 1, '9999', 'from the future', type, 'V9999__from_the_future.sql', checksum,
                       installed_by, installed_on, execution_time, success
                FROM flyway_schema_history ORDER BY installed_rank DESC LIMIT 1
                """);

        String told = refusal(file);

        assertTrue(told.contains("was written by a newer version"), told);
    }

    @Test
    void databaseWithAChangedMigrationIsRefused() throws Exception {
        Path file = directory.resolve("server.db");
        SqliteEngine.open(file).close();
        run(file, "UPDATE flyway_schema_history SET checksum = checksum + 1 WHERE version = '1'");

        String told = refusal(file);

        assertTrue(told.contains("does not come up to this version's schema"), told);
    }

    @Test
    void connectionThatWouldLoseCommitsIsRefused() throws Exception {
        Path file = directory.resolve("server.db");
        SqliteEngine.open(file).close();
        for (String weaker : new String[] {"synchronous = NORMAL", "synchronous = OFF", "foreign_keys = OFF"}) {
            try (SqlSession session = new SqlSession(DriverManager.getConnection("jdbc:sqlite:" + file))) {
                session.pragma("synchronous = FULL");
                session.pragma("foreign_keys = ON");
                SqlitePragmas.verifyDurable(session);
                session.pragma(weaker);

                StorageException refused =
                        assertThrows(StorageException.class, () -> SqlitePragmas.verifyDurable(session), weaker);

                assertFalse(refused.retryable());
            }
        }
    }

    @Test
    void databaseWithoutWriteAheadLogIsRefused() throws Exception {
        try (SqlSession session = new SqlSession(DriverManager.getConnection("jdbc:sqlite::memory:"))) {
            session.pragma("foreign_keys = ON");

            assertThrows(StorageException.class, () -> SqlitePragmas.verifyDurable(session));
        }
    }

    private static String refusal(Path file) {
        StorageException refused = assertThrows(
                StorageException.class, () -> SqliteEngine.open(file).close());
        assertFalse(refused.retryable());
        return String.valueOf(refused.getMessage());
    }

    private static String mode(Path file) throws java.io.IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static void run(Path file, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
