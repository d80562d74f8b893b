package org.simplesignin.server.storage.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.keys.CustomerKeyStore;
import org.simplesignin.server.keys.CustomerKeyStoreConformance;
import org.simplesignin.server.keys.Wrapped;
import org.simplesignin.server.storage.StorageException;

final class SqliteCustomerKeysTest implements CustomerKeyStoreConformance {
    @TempDir
    private Path directory;

    private SqliteCustomerKeys keys;

    @BeforeEach
    void open() {
        keys = SqliteCustomerKeys.open(file());
    }

    @AfterEach
    void close() {
        keys.close();
    }

    @Override
    public CustomerKeyStore store() {
        return keys;
    }

    private Path file() {
        return directory.resolve("customer-keys.db");
    }

    private Connection intruder() throws Exception {
        return DriverManager.getConnection("jdbc:sqlite:" + file());
    }

    /// Returns a connection with the settings of the store.
    private Connection shredding() throws Exception {
        Connection connection = intruder();
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = PERSIST");
            statement.execute("PRAGMA secure_delete = ON");
        }
        return connection;
    }

    /// Returns the names of the files in which these bytes stand.
    private List<String> filesWith(Wrapped key) throws IOException {
        String needle = new String(key.bytes(), StandardCharsets.ISO_8859_1);
        List<String> found = new ArrayList<>();
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(needle)) {
                    found.add(file.getFileName().toString());
                }
            }
        }
        return found;
    }

    @Test
    void filesAreForTheirOwnerOnly() throws Exception {
        store().addOrExisting(CustomerKeyStoreConformance.newCustomer(), CustomerKeyStoreConformance.newKey());

        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                assertEquals(
                        "rw-------",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
                        file.toString());
            }
        }
    }

    @Test
    void keysAndShreddingOutliveARestart() {
        CustomerId kept = CustomerKeyStoreConformance.newCustomer();
        CustomerId gone = CustomerKeyStoreConformance.newCustomer();
        Wrapped key = CustomerKeyStoreConformance.newKey();
        keys.addOrExisting(kept, key);
        keys.addOrExisting(gone, CustomerKeyStoreConformance.newKey());
        keys.shred(gone);
        keys.close();

        keys = SqliteCustomerKeys.open(file());

        assertEquals(Optional.of(key), keys.key(kept));
        assertTrue(keys.isShredded(gone));
    }

    @Test
    void shreddedKeyIsInNoFileWhileTheProcessGoesOn() throws Exception {
        CustomerId customer = CustomerKeyStoreConformance.newCustomer();
        Wrapped key = CustomerKeyStoreConformance.newKey();
        keys.addOrExisting(customer, key);
        assertEquals(List.of("customer-keys.db"), filesWith(key));

        keys.shred(customer);

        assertEquals(List.of(), filesWith(key));
    }

    @Test
    void noneOfManyShreddedKeysIsLeftInAnyPage() throws Exception {
        List<CustomerId> customers = new ArrayList<>();
        List<Wrapped> wrapped = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            customers.add(CustomerKeyStoreConformance.newCustomer());
            wrapped.add(CustomerKeyStoreConformance.newKey());
        }
        // As addOrExisting does it, but in one commit: three thousand would take a while.
        keys.close();
        try (Connection connection = shredding();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO customer_keys (customer_id, shredded, wrapped_key) VALUES (?, 0, ?)")) {
            connection.setAutoCommit(false);
            for (int i = 0; i < customers.size(); i++) {
                insert.setBytes(1, customers.get(i).bytes());
                insert.setBytes(2, wrapped.get(i).bytes());
                insert.executeUpdate();
            }
            connection.commit();
        }
        keys = SqliteCustomerKeys.open(file());

        for (int i = 0; i < customers.size(); i += 30) {
            keys.shred(customers.get(i));
        }

        String content = new String(Files.readAllBytes(file()), StandardCharsets.ISO_8859_1);
        for (int i = 0; i < customers.size(); i++) {
            boolean there = content.contains(new String(wrapped.get(i).bytes(), StandardCharsets.ISO_8859_1));
            assertEquals(i % 30 != 0, there, "key " + i);
        }
    }

    @Test
    void journalOfAProcessThatEndedBetweenCommitAndOverwritingIsOverwrittenAtTheStart() throws Exception {
        CustomerId customer = CustomerKeyStoreConformance.newCustomer();
        Wrapped key = CustomerKeyStoreConformance.newKey();
        keys.addOrExisting(customer, key);
        keys.close();
        try (Connection connection = shredding();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    "UPDATE customer_keys SET shredded = 1, wrapped_key = zeroblob(length(wrapped_key))");
        }
        assertEquals(List.of("customer-keys.db-journal"), filesWith(key), "the case is what it is meant to be");

        keys = SqliteCustomerKeys.open(file());

        assertEquals(List.of(), filesWith(key));
        assertTrue(keys.isShredded(customer));
    }

    @Test
    void changeThatACrashCutOffIsUndoneFromItsJournal() throws Exception {
        CustomerId customer = CustomerKeyStoreConformance.newCustomer();
        Wrapped key = CustomerKeyStoreConformance.newKey();
        keys.addOrExisting(customer, key);
        keys.close();
        Path copy = Files.createDirectory(directory.resolve("copy"));
        try (Connection connection = intruder();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = PERSIST");
            statement.execute("PRAGMA cache_spill = 1");
            statement.execute("PRAGMA cache_size = 1");
            connection.setAutoCommit(false);
            statement.executeUpdate("UPDATE customer_keys SET wrapped_key = zeroblob(length(wrapped_key))");
            statement.executeUpdate("CREATE TABLE filler AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1"
                    + " FROM n WHERE i < 2000) SELECT i, hex(randomblob(50)) AS text FROM n");
            // As the disk looks when the power goes now.
            for (String name : List.of("customer-keys.db", "customer-keys.db-journal")) {
                Files.copy(directory.resolve(name), copy.resolve(name));
            }
            connection.rollback();
        }
        keys = SqliteCustomerKeys.open(file());

        try (SqliteCustomerKeys afterCrash = SqliteCustomerKeys.open(copy.resolve("customer-keys.db"))) {
            assertEquals(Optional.of(key), afterCrash.key(customer));
        }
    }

    @Test
    void serversDatabaseIsNotTakenForAKeyFile() {
        Path other = directory.resolve("server.db");
        SqliteEngine.open(other).close();

        StorageException refusal = assertThrows(StorageException.class, () -> SqliteCustomerKeys.open(other));

        assertTrue(String.valueOf(refusal.getMessage()).contains("choose another data directory"));
    }

    @Test
    void damagedFileIsRefusedAndLeftAsItIs() throws Exception {
        Path other = Files.writeString(directory.resolve("damaged.db"), "not a database, not a database");

        StorageException refusal = assertThrows(StorageException.class, () -> SqliteCustomerKeys.open(other));

        assertTrue(String.valueOf(refusal.getMessage()).contains("is damaged"), refusal.getMessage());
        assertEquals("not a database, not a database", Files.readString(other));
    }

    @Test
    void fileOfANewerVersionIsRefused() throws Exception {
        keys.close();
        try (Connection connection = intruder();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version = 2");
        }

        StorageException refusal = assertThrows(StorageException.class, () -> SqliteCustomerKeys.open(file()));

        assertTrue(String.valueOf(refusal.getMessage()).contains("newer version"));
        assertFalse(refusal.retryable());
    }
}
