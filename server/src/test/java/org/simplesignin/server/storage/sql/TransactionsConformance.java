package org.simplesignin.server.storage.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.simplesignin.server.audit.AuditLine;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.link.Link;
import org.simplesignin.server.storage.Tx;

/// What every implementation of [org.simplesignin.server.storage.Transactions] must do.
interface TransactionsConformance extends Conformance {
    private Link insert(Tx tx, String account) {
        Link link = Conformance.link(tx.customer(), account);
        storage().links().insertOrExisting(tx, link, Conformance.secrets("token"));
        return link;
    }

    @Test
    default void linkAndAuditLineAreCommittedTogether() {
        CustomerId customer = newCustomer();

        Link link = in(customer, tx -> {
            appendAudit(tx, "LINKED");
            return insert(tx, "a");
        });

        assertEquals(List.of(link), storage().links().ofCustomer(customer));
        assertEquals(1, storage().auditLog().lines(customer, 1, 10).size());
    }

    @Test
    default void workThatThrowsLeavesNothingAndTheExceptionArrivesAsItIs() {
        CustomerId customer = newCustomer();
        IllegalStateException thrown = new IllegalStateException("second thoughts");

        Exception caught = assertThrows(
                IllegalStateException.class,
                () -> in(customer, tx -> {
                    insert(tx, "a");
                    appendAudit(tx, "LINKED");
                    storage().switches().setAccount(tx, false, NOW);
                    throw thrown;
                }));

        assertSame(thrown, caught);
        assertEquals(List.of(), storage().links().ofCustomer(customer));
        assertEquals(List.of(), storage().auditLog().lines(customer, 1, 10));
        assertTrue(storage().switches().state(customer, Conformance.newDevice()).accountOn());
    }

    @Test
    default void verbThatFailsTakesTheWholeTransactionWithIt() {
        CustomerId customer = newCustomer();
        AuditLine line = AuditLine.first(customer, NOW, "LINKED", "{}");

        assertThrows(
                IllegalStateException.class,
                () -> in(customer, tx -> {
                    insert(tx, "a");
                    storage().auditLog().append(tx, List.of(line, line));
                    return true;
                }));

        assertEquals(List.of(), storage().links().ofCustomer(customer));
        assertEquals(List.of(), storage().auditLog().lines(customer, 1, 10));
    }

    @Test
    default void swallowedFailureOfAVerbIsNotCommitted() {
        CustomerId customer = newCustomer();
        AuditLine line = AuditLine.first(customer, NOW, "LINKED", "{}");

        assertThrows(
                IllegalStateException.class,
                () -> in(customer, tx -> {
                    insert(tx, "a");
                    assertThrows(
                            IllegalStateException.class,
                            () -> storage().auditLog().append(tx, List.of(line, line)));
                    return true;
                }));

        assertEquals(List.of(), storage().links().ofCustomer(customer));
    }

    @Test
    default void failingTransactionsLeaveTheirNeighboursAlone() throws Exception {
        List<CustomerId> customers =
                Conformance.race(CALLERS, i -> newCustomer()).stream().toList();

        List<Boolean> committed = Conformance.race(CALLERS, i -> {
            try {
                return in(customers.get(i), tx -> {
                    insert(tx, "a");
                    appendAudit(tx, "LINKED");
                    if (i % 2 == 1) {
                        throw new IllegalStateException("odd");
                    }
                    return true;
                });
            } catch (IllegalStateException odd) {
                return false;
            }
        });

        for (int i = 0; i < CALLERS; i++) {
            assertEquals(i % 2 == 0, committed.get(i));
            int rows = i % 2 == 0 ? 1 : 0;
            assertEquals(rows, storage().links().ofCustomer(customers.get(i)).size());
            assertEquals(
                    rows, storage().auditLog().lines(customers.get(i), 1, 10).size());
        }
    }

    @Test
    default void manyCallersOfManyCustomersKeepEveryChain() throws Exception {
        List<CustomerId> customers = List.of(newCustomer(), newCustomer(), newCustomer());

        Conformance.race(
                4 * CALLERS,
                i -> in(customers.get(i % 3), tx -> {
                    appendAudit(tx, "LINKED");
                    return insert(tx, "account " + i);
                }));

        for (CustomerId customer : customers) {
            int lines = storage().auditLog().lines(customer, 1, 1000).size();
            assertEquals(lines, storage().links().ofCustomer(customer).size());
            assertEquals(OptionalLong.empty(), brokenAuditLine(customer));
        }
    }

    @Test
    default void transactionSeesItsOwnWritesAndOthersDoNot() {
        CustomerId customer = newCustomer();

        in(customer, tx -> {
            insert(tx, "a");
            assertEquals(1, storage().links().count(tx, PROVIDER));
            List<Link> seenByOthers = CompletableFuture.supplyAsync(
                            () -> storage().links().ofCustomer(customer))
                    .join();
            assertEquals(List.of(), seenByOthers);
            return true;
        });

        assertEquals(1, storage().links().ofCustomer(customer).size());
    }

    @Test
    default void transactionInsideATransactionIsRefused() {
        CustomerId customer = newCustomer();

        in(customer, tx -> {
            assertThrows(IllegalStateException.class, () -> in(customer, inner -> insert(inner, "inner")));
            return insert(tx, "outer");
        });

        assertEquals(1, storage().links().ofCustomer(customer).size());
    }

    @Test
    default void verbWithoutTheTransactionIsRefusedInsideIt() {
        CustomerId customer = newCustomer();

        in(customer, tx -> {
            assertThrows(IllegalStateException.class, () -> storage().links().ofCustomer(customer));
            return true;
        });
    }

    @Test
    default void endedTransactionIsWorthless() {
        CustomerId customer = newCustomer();
        AtomicReference<Tx> kept = new AtomicReference<>();
        in(customer, tx -> {
            kept.set(tx);
            return true;
        });

        assertThrows(IllegalStateException.class, () -> insert(kept.get(), "late"));
        assertEquals(List.of(), storage().links().ofCustomer(customer));
    }

    @Test
    default void transactionIsRefusedOnAnotherThread() {
        CustomerId customer = newCustomer();

        in(customer, tx -> {
            CompletionException failure = assertThrows(
                    CompletionException.class,
                    () -> CompletableFuture.supplyAsync(() -> insert(tx, "elsewhere"))
                            .join());
            assertInstanceOf(IllegalStateException.class, failure.getCause());
            return true;
        });
    }

    @Test
    default void transactionMadeUpByTheCallerIsRefused() {
        CustomerId customer = newCustomer();

        assertThrows(IllegalStateException.class, () -> insert(() -> customer, "made up"));
    }

    @Test
    default void workThatReturnsNullIsNotCommitted() {
        CustomerId customer = newCustomer();

        assertThrows(
                NullPointerException.class,
                () -> in(customer, tx -> {
                    insert(tx, "a");
                    return nothing();
                }));

        assertEquals(List.of(), storage().links().ofCustomer(customer));
    }

    @SuppressWarnings("NullAway") // The point of the test.
    private static Object nothing() {
        return null;
    }
}
