package org.simplesignin.server.storage.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.simplesignin.server.audit.AuditLine;
import org.simplesignin.server.id.CustomerId;

/// What every implementation of [org.simplesignin.server.audit.AuditLog] must do.
interface AuditLogConformance extends Conformance {
    private CustomerId customerWithLines(int lines) {
        CustomerId customer = newCustomer();
        for (int i = 0; i < lines; i++) {
            in(customer, tx -> appendAudit(tx, "MINTED"));
        }
        return customer;
    }

    @Test
    default void linesAreReadBackWholeAndInOrder() {
        CustomerId customer = newCustomer();
        AuditLine first = AuditLine.first(customer, NOW, "LINKED", "{\"app\":\"a\"}");
        AuditLine second = first.next(NOW.plusMillis(1), "MINTED", "{}");
        AuditLine third = second.next(NOW.plusMillis(2), "MINTED", "{}");

        assertEquals(Optional.empty(), in(customer, tx -> storage().auditLog().last(tx)));
        in(customer, tx -> {
            storage().auditLog().append(tx, List.of(first, second, third));
            return true;
        });

        assertEquals(Optional.of(third), in(customer, tx -> storage().auditLog().last(tx)));
        assertEquals(List.of(first, second, third), storage().auditLog().lines(customer, 1, 10));
        assertEquals(List.of(second), storage().auditLog().lines(customer, 2, 1));
        assertEquals(List.of(), storage().auditLog().lines(customer, 4, 10));
        assertEquals(List.of(third, second), storage().auditLog().newest(customer, Long.MAX_VALUE, 2));
        assertEquals(List.of(first), storage().auditLog().newest(customer, 2, 10));
        assertEquals(List.of(), storage().auditLog().newest(newCustomer(), Long.MAX_VALUE, 10));
        assertEquals(OptionalLong.empty(), brokenAuditLine(customer));
    }

    @Test
    default void sixteenWritersMakeOneChain() throws Exception {
        CustomerId customer = newCustomer();

        Conformance.race(CALLERS, i -> in(customer, tx -> appendAudit(tx, "MINTED")));

        assertEquals(
                CALLERS, storage().auditLog().lines(customer, 1, 2 * CALLERS).size());
        assertEquals(OptionalLong.empty(), brokenAuditLine(customer));
    }

    @Test
    default void sequenceThatIsThereIsRefusedAndRollsBack() {
        CustomerId customer = customerWithLines(1);
        AuditLine again = AuditLine.first(customer, NOW, "FORGED", "{}");

        assertThrows(
                IllegalStateException.class,
                () -> in(customer, tx -> {
                    appendAudit(tx, "MINTED");
                    storage().auditLog().append(tx, List.of(again));
                    return true;
                }));

        assertEquals(1, storage().auditLog().lines(customer, 1, 10).size());
    }

    @Test
    default void lineOfAnotherCustomerIsRefused() {
        AuditLine foreign = AuditLine.first(newCustomer(), NOW, "LINKED", "{}");

        assertThrows(
                IllegalArgumentException.class,
                () -> in(newCustomer(), tx -> {
                    storage().auditLog().append(tx, List.of(foreign));
                    return true;
                }));
    }

    @Test
    default void changedLineIsFound() throws Exception {
        CustomerId customer = customerWithLines(5);

        tamper(customer, "UPDATE audit_lines SET details = '{ }' WHERE sequence = 3 AND customer_id = ?");

        assertEquals(OptionalLong.of(3), brokenAuditLine(customer));
    }

    @Test
    default void removedLineIsFound() throws Exception {
        CustomerId customer = customerWithLines(5);

        tamper(customer, "DELETE FROM audit_lines WHERE sequence = 2 AND customer_id = ?");

        assertEquals(OptionalLong.of(3), brokenAuditLine(customer));
    }

    @Test
    default void removedFirstLineIsFound() throws Exception {
        CustomerId customer = customerWithLines(2);

        tamper(customer, "DELETE FROM audit_lines WHERE sequence = 1 AND customer_id = ?");

        assertEquals(OptionalLong.of(2), brokenAuditLine(customer));
    }

    @Test
    default void removedLineWithTheOthersMovedUpIsFound() throws Exception {
        CustomerId customer = customerWithLines(3);

        tamper(customer, "DELETE FROM audit_lines WHERE sequence = 2 AND customer_id = ?");
        tamper(customer, "UPDATE audit_lines SET sequence = 2 WHERE sequence = 3 AND customer_id = ?");

        assertEquals(OptionalLong.of(2), brokenAuditLine(customer));
    }

    @Test
    default void lineRewrittenWithItsHashIsFoundAtTheNextOne() throws Exception {
        CustomerId customer = customerWithLines(3);
        List<AuditLine> lines = storage().auditLog().lines(customer, 1, 10);
        AuditLine forged = lines.getFirst().next(NOW, "UNLINKED", "{}");

        tamper(customer, "DELETE FROM audit_lines WHERE sequence = 2 AND customer_id = ?");
        in(customer, tx -> {
            storage().auditLog().append(tx, List.of(forged));
            return true;
        });

        assertEquals(OptionalLong.of(3), brokenAuditLine(customer));
    }

    private void tamper(CustomerId customer, String sql) throws Exception {
        try (Connection connection = intruder();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setBytes(1, HexFormat.of().parseHex(customer.value()));
            assertEquals(1, statement.executeUpdate());
        }
    }
}
