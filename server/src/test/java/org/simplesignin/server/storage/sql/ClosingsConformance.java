package org.simplesignin.server.storage.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.simplesignin.server.closing.Closed;
import org.simplesignin.server.device.Device;
import org.simplesignin.server.device.Enrolment;
import org.simplesignin.server.device.Session;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.KeyThumbprint;
import org.simplesignin.server.id.SecretHash;
import org.simplesignin.server.link.LinkInsertion;

/// What every implementation of [org.simplesignin.server.closing.Closings] must do, and everything together that
/// [org.simplesignin.server.customer.DiesWithCustomer] has to delete.
interface ClosingsConformance extends Conformance {
    private static Closed closed(CustomerId customer) {
        return new Closed(customer, NOW, 7, "ab".repeat(32), null);
    }

    private Closed mark(CustomerId customer) {
        Closed closed = closed(customer);
        in(customer, tx -> {
            storage().closings().mark(tx, closed);
            return true;
        });
        return closed;
    }

    private void deleteAll(CustomerId customer) {
        in(customer, tx -> {
            storage().dyingWithCustomers().forEach(one -> one.deleteAll(tx));
            return true;
        });
    }

    @Test
    default void markIsReadBackAndNeverReplaced() {
        CustomerId customer = newCustomer();
        Closed first = mark(customer);

        in(customer, tx -> {
            storage().closings().mark(tx, new Closed(customer, NOW.plusMillis(1), 8, "cd".repeat(32), null));
            return true;
        });

        assertEquals(Optional.of(first), storage().closings().closed(customer));
        assertEquals(Optional.empty(), storage().closings().closed(newCustomer()));
    }

    @Test
    default void shreddingIsNotedOnce() {
        CustomerId customer = newCustomer();
        mark(customer);
        for (int i = 1; i <= 2; i++) {
            int later = i;
            in(customer, tx -> {
                storage().closings().shredded(tx, NOW.plusMillis(later));
                return true;
            });
        }

        assertEquals(
                NOW.plusMillis(1),
                storage().closings().closed(customer).orElseThrow().shreddedAt());
    }

    @Test
    default void anotherCustomersMarkIsRefused() {
        CustomerId customer = newCustomer();

        assertThrows(
                IllegalArgumentException.class,
                () -> in(newCustomer(), tx -> {
                    storage().closings().mark(tx, closed(customer));
                    return true;
                }));
    }

    @Test
    default void marksAreListedPageByPage() {
        Set<CustomerId> marked = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            marked.add(mark(newCustomer()).customer());
        }

        List<CustomerId> listed = new ArrayList<>();
        for (List<Closed> page = storage().closings().all(null, 2);
                !page.isEmpty();
                page = storage().closings().all(page.getLast().customer(), 2)) {
            assertTrue(page.size() <= 2);
            page.forEach(one -> listed.add(one.customer()));
        }

        assertTrue(listed.containsAll(marked));
        assertEquals(
                listed.stream()
                        .sorted(Comparator.comparing(CustomerId::value))
                        .distinct()
                        .toList(),
                listed);
    }

    @Test
    default void everyTableOfACustomerRefersToTheCustomer() throws Exception {
        List<String> free = new ArrayList<>();
        for (String table : tablesOfCustomers()) {
            if (!refersToCustomers(table)) {
                free.add(table);
            }
        }

        // Then a table that nobody deletes from keeps the customer's row, and the deletion fails where it is tested.
        assertEquals(List.of("closings", "customers"), free.stream().sorted().toList());
    }

    private List<String> tablesOfCustomers() throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Connection connection = intruder();
                ResultSet rows = connection.getMetaData().getColumns(null, null, null, "customer_id")) {
            while (rows.next()) {
                tables.add(rows.getString("TABLE_NAME"));
            }
        }
        // Indexes have columns too.
        tables.removeIf(table -> table.endsWith("_pkey") || table.contains("autoindex") || table.endsWith("_key"));
        return tables;
    }

    private boolean refersToCustomers(String table) throws SQLException {
        try (Connection connection = intruder();
                ResultSet keys = connection.getMetaData().getImportedKeys(null, null, table)) {
            while (keys.next()) {
                if (List.of("customers", "devices").contains(keys.getString("PKTABLE_NAME"))) {
                    return true;
                }
            }
            return false;
        }
    }

    @Test
    default void nothingOfADeletedCustomerStaysAndTheNeighbourKeepsEverything() throws Exception {
        CustomerId customer = withEverything();
        CustomerId neighbour = withEverything();
        assertEquals(withRowsOf(neighbour), withRowsOf(customer));
        assertTrue(withRowsOf(customer).size() >= 8, withRowsOf(customer)::toString);

        deleteAll(customer);
        deleteAll(customer);

        assertEquals(List.of(), withRowsOf(customer));
        assertTrue(withRowsOf(neighbour).size() >= 8, withRowsOf(neighbour)::toString);
        assertEquals(1, storage().links().ofCustomer(neighbour).size());
    }

    private CustomerId withEverything() {
        CustomerId customer = newCustomer();
        SecretHash secret = SecretHash.of(Conformance.newLinkId().value());
        Device device = new Device(
                Conformance.newDevice(), customer, "tv", "TV", "Demo TV", new KeyThumbprint("k".repeat(43)), NOW);
        in(customer, tx -> {
            storage().devices().addEnrolment(tx, new Enrolment(secret, customer, "tv", "TV", "Demo TV", NOW, null));
            storage().devices().register(tx, device, new Session(secret, NOW, null, null, secret, null, NOW));
            storage().links().insertOrExisting(tx, Conformance.link(customer, "kept"), Conformance.secrets("token"));
            LinkInsertion ended = storage()
                    .links()
                    .insertOrExisting(tx, Conformance.link(customer, "ended"), Conformance.secrets("token"));
            storage().links().end(tx, ((LinkInsertion.Stored) ended).link().id(), NOW);
            storage().switches().setAccount(tx, false, NOW);
            storage()
                    .declines()
                    .add(tx, APP, new org.simplesignin.server.consent.Decline(Conformance.newLinkId(), NOW));
            return appendAudit(tx, "LINKED");
        });
        return customer;
    }

    /// Returns the tables that hold rows of this customer.
    private List<String> withRowsOf(CustomerId customer) throws SQLException {
        List<String> tables = new ArrayList<>();
        for (String table : tablesOfCustomers()) {
            try (Connection connection = intruder();
                    var query =
                            connection.prepareStatement("SELECT COUNT(*) FROM " + table + " WHERE customer_id = ?")) {
                query.setBytes(1, customer.bytes());
                try (ResultSet row = query.executeQuery()) {
                    if (row.next() && row.getInt(1) > 0) {
                        tables.add(table);
                    }
                }
            }
        }
        return tables;
    }

    @Test
    default void secretOfADeletedCustomerIsNeverGoodAgain() {
        CustomerId customer = newCustomer();
        Enrolment enrolment = new Enrolment(
                SecretHash.of(Conformance.newLinkId().value()), customer, "tv", "TV", "Demo TV", NOW, null);
        in(customer, tx -> storage().devices().addEnrolment(tx, enrolment));
        deleteAll(customer);
        CustomerId next = newCustomer();

        assertFalse(did(
                next,
                tx -> storage()
                        .devices()
                        .addEnrolment(tx, new Enrolment(enrolment.secret(), next, "tv", "TV", "Demo TV", NOW, null))));
        assertEquals(Optional.empty(), storage().devices().enrolment(enrolment.secret()));
    }
}
