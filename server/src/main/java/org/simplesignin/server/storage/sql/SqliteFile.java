package org.simplesignin.server.storage.sql;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.simplesignin.server.config.SecretFile;
import org.simplesignin.server.storage.StorageException;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;

/// The database as a file: whose it is, who may read it, and what is wrong with it.
final class SqliteFile {
    /// "SSI1": SQLite keeps this number in the file's header, so that the file can be told from other programs'
    /// files.
    static final int DATABASE = 0x53534931;

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private SqliteFile() {}

    /// Makes the file and its directory when absent, and takes it from everybody but the owner. SQLite gives its
    /// companion files (`-wal`, `-shm`, `-journal`) the mode of the file itself.
    static void prepare(Path file) {
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            create(file);
            for (String companion : List.of("", "-wal", "-shm", "-journal")) {
                Path path = file.resolveSibling(file.getFileName() + companion);
                if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                    requireOwn(path);
                    Files.setPosixFilePermissions(path, OWNER_ONLY);
                }
            }
        } catch (IOException failure) {
            throw notWritable(file, failure);
        }
        if (!Files.isRegularFile(file) || !Files.isWritable(file)) {
            throw notWritable(file, new IOException("not a writable file"));
        }
    }

    private static void requireOwn(Path path) throws IOException {
        String strange = SecretFile.strangeness(path).orElse(null);
        if (strange != null) {
            throw Failures.unusable(strange);
        }
    }

    /// Refuses a database that another program made, or that is ours for something else; marks a new one.
    static void refuseForeign(Path file, int applicationId) throws SQLException {
        // Without our settings, which would change the other program's file.
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file);
        try (SqlSession session = new SqlSession(source.getConnection())) {
            String id = session.pragma("application_id");
            boolean empty = session.query("SELECT name FROM sqlite_master LIMIT 1", row -> row.getString(1))
                    .isEmpty();
            if (empty && id.equals("0")) {
                session.pragma("application_id = " + applicationId);
            } else if (!id.equals(Integer.toString(applicationId))) {
                throw Failures.unusable(file + " belongs to another program: choose another data directory");
            }
        }
    }

    /// Returns what to tell the operator about a file that does not open.
    static StorageException unusable(Path file, SQLException failure) {
        String whatToDo = switch (SQLiteErrorCode.getErrorCode(failure.getErrorCode() & Dialect.PRIMARY_CODE)) {
            case SQLITE_NOTADB, SQLITE_CORRUPT -> " is damaged or not a database: move it away and restore a backup";
            case SQLITE_BUSY, SQLITE_LOCKED -> " is in use: stop the other program that has it open";
            case SQLITE_FULL -> " has no room left: free some space on its disk";
            case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_IOERR ->
                " cannot be written: check the directory, its owner and its disk";
            default -> " does not open as a database";
        };
        return Failures.unusable(file + whatToDo, failure);
    }

    private static void create(Path file) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } catch (FileAlreadyExistsException alreadyThere) {
            // The usual start. What is there is judged below.
            return;
        }
    }

    private static StorageException notWritable(Path file, IOException failure) {
        return Failures.unusable(
                file + " cannot be written: choose a data directory that this user may write", failure);
    }
}
