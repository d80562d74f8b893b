package org.simplesignin.server.storage.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.simplesignin.server.device.Device;
import org.simplesignin.server.device.Registration;
import org.simplesignin.server.device.Session;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.KeyThumbprint;
import org.simplesignin.server.id.SecretHash;
import org.simplesignin.server.link.Link;
import org.simplesignin.server.link.LinkUse;
import org.simplesignin.server.link.StoredLink;

/// What every engine must do with the database of an earlier version: bring it up to date, and keep what is in it.
interface MigrationsConformance extends Conformance {
    /// Those before others that refer to them.
    List<String> TABLES = List.of("server_secrets", "customers", "devices", "sessions", "links", "audit_lines");

    /// Returns another database than that of [#storage()], with the tables of the first version and no row.
    DataSource firstVersion() throws Exception;

    /// Opens that other database as the server does, under the keys of [#storage()].
    SqlStorage openIt() throws Exception;

    static DataSource firstVersion(DataSource empty, Dialect dialect) {
        Schema.migrations(empty, dialect).target("1").load().migrate();
        return empty;
    }

    @Test
    default void rowsOfTheFirstVersionAreThereInThisOneAndOfUse() throws Exception {
        CustomerId customer = newCustomer();
        Registration registration = new Registration(
                new Device(
                        Conformance.newDevice(),
                        customer,
                        "tv",
                        "TV",
                        "Demo TV",
                        new KeyThumbprint("k".repeat(43)),
                        NOW),
                new Session(SecretHash.of("a"), NOW, null, null, SecretHash.of("r"), null, NOW));
        Link link = Conformance.link(customer, "alice");
        LinkUse use = new LinkUse(NOW, registration.device().id());
        in(customer, tx -> {
            storage().devices().register(tx, registration.device(), registration.session());
            storage().links().insertOrExisting(tx, link, Conformance.secrets("token"));
            storage().links().touch(tx, link.id(), use);
            return appendAudit(tx, "LINKED");
        });
        copyTo(firstVersion());

        try (SqlStorage upgraded = openIt()) {
            assertEquals(
                    storage().customers().customer(customer),
                    upgraded.customers().customer(customer));
            assertEquals(
                    Optional.of(registration),
                    upgraded.devices()
                            .registration(customer, registration.device().id()));
            assertEquals(
                    storage().auditLog().lines(customer, 1, 10),
                    upgraded.auditLog().lines(customer, 1, 10));
            assertEquals(
                    Optional.of(link),
                    upgraded.links().byAccount(customer, PROVIDER, link.partnerUserId()),
                    "without a last use, as the first version did not know on which device");
            assertEquals(
                    List.of(new StoredLink(link, Conformance.secrets("token"))),
                    upgraded.links().storedOfProvider(customer, PROVIDER).links());
            boolean touched = upgraded.transactions()
                    .inCustomerTransaction(customer, tx -> upgraded.links().touch(tx, link.id(), use));
            assertTrue(touched);
            assertEquals(
                    Optional.of(use), upgraded.links().byId(customer, link.id()).map(Link::lastUse));
        }
    }

    private void copyTo(DataSource target) throws SQLException {
        try (Connection from = intruder();
                Connection to = target.getConnection()) {
            to.setAutoCommit(false);
            for (String table : TABLES) {
                copy(table, from, to);
            }
            to.commit();
        }
    }

    private static void copy(String table, Connection from, Connection to) throws SQLException {
        List<String> columns = columns(table, to);
        String names = String.join(", ", columns);
        String parameters = String.join(", ", Collections.nCopies(columns.size(), "?"));
        try (Statement select = from.createStatement();
                ResultSet rows = select.executeQuery("SELECT " + names + " FROM " + table);
                PreparedStatement insert =
                        to.prepareStatement("INSERT INTO " + table + " (" + names + ") VALUES (" + parameters + ")")) {
            while (rows.next()) {
                for (int i = 1; i <= columns.size(); i++) {
                    insert.setObject(i, rows.getObject(i));
                }
                insert.executeUpdate();
            }
        }
    }

    private static List<String> columns(String table, Connection connection) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet none = statement.executeQuery("SELECT * FROM " + table + " WHERE 1 = 0")) {
            for (int i = 1; i <= none.getMetaData().getColumnCount(); i++) {
                columns.add(none.getMetaData().getColumnName(i));
            }
        }
        return columns;
    }
}
