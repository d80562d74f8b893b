package org.simplesignin.server.storage.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.keys.CustomerGoneException;
import org.simplesignin.server.keys.UnwrapException;

/// What every implementation of [org.simplesignin.server.customer.Customers] must do.
interface CustomersConformance extends Conformance {
    private Customer add(Customer customer) {
        storage().customerKeys().make(customer.id());
        return in(customer.id(), tx -> storage().customers().addOrExisting(tx, customer));
    }

    private static Customer customer(String externalKey) {
        return new Customer(CustomerId.generate(RANDOM), externalKey, "Zoë 🎬", NOW);
    }

    @Test
    default void customerIsReadBackWhole() {
        Customer customer = customer("whole");

        assertEquals(customer, add(customer));

        assertEquals(Optional.of(customer), storage().customers().customer(customer.id()));
        assertEquals(Optional.of(customer), storage().customers().byExternalKey("whole"));
    }

    @Test
    default void unknownCustomerIsEmpty() {
        assertEquals(Optional.empty(), storage().customers().customer(CustomerId.generate(RANDOM)));
        assertEquals(Optional.empty(), storage().customers().byExternalKey("nobody"));
    }

    @Test
    default void oneExternalKeyIsOneCustomerHoweverManyAddIt() throws Exception {
        List<Customer> answers = Conformance.race(CALLERS, i -> add(customer("raced")));

        Set<Customer> distinct = answers.stream().collect(Collectors.toSet());
        assertEquals(1, distinct.size());
        assertEquals(
                storage().customers().byExternalKey("raced"), distinct.stream().findFirst());
    }

    @Test
    default void existingCustomerIsLeftAsItIs() {
        Customer first = add(customer("kept"));

        assertEquals(first, add(new Customer(CustomerId.generate(RANDOM), "kept", "Another name", NOW.plusMillis(1))));

        assertEquals(Optional.of(first), storage().customers().byExternalKey("kept"));
    }

    @Test
    default void idThatIsTakenIsNotGivenToAnotherKey() {
        Customer first = add(customer("first"));

        assertThrows(IllegalStateException.class, () -> add(new Customer(first.id(), "second", "Bob", NOW)));
        assertEquals(Optional.empty(), storage().customers().byExternalKey("second"));
    }

    @Test
    default void customerIsAddedInItsOwnTransactionOnly() {
        Customer customer = customer("foreign");

        assertThrows(
                IllegalArgumentException.class,
                () -> in(newCustomer(), tx -> storage().customers().addOrExisting(tx, customer)));
        assertEquals(Optional.empty(), storage().customers().byExternalKey("foreign"));
    }

    @Test
    default void customersWithoutAnExternalKeyAreEachTheirOwn() {
        Customer one = add(new Customer(CustomerId.generate(RANDOM), null, "Alice", NOW));
        Customer two = add(new Customer(CustomerId.generate(RANDOM), null, "Alice", NOW));

        assertEquals(Optional.of(one), storage().customers().customer(one.id()));
        assertEquals(Optional.of(two), storage().customers().customer(two.id()));
        assertEquals(one, add(new Customer(one.id(), null, "Another name", NOW.plusMillis(1))));
    }

    @Test
    default void idInUseIsNotGivenToACustomerWithoutAnExternalKey() {
        Customer first = add(customer("keyed"));

        assertThrows(IllegalStateException.class, () -> add(new Customer(first.id(), null, "Bob", NOW)));
    }

    @Test
    default void customerWithoutAKeyIsNotStored() {
        Customer customer = customer("no key");

        assertThrows(
                CustomerGoneException.class,
                () -> in(customer.id(), tx -> storage().customers().addOrExisting(tx, customer)));
        assertEquals(Optional.empty(), storage().customers().customer(customer.id()));
    }

    @Test
    default void namesOfAnotherCustomerAndOfAShreddedOneDoNotOpen() throws Exception {
        Customer victim = add(customer("victim"));
        Customer thief = add(customer("thief"));
        intrude("UPDATE customers SET sealed_names = (SELECT sealed_names FROM customers WHERE customer_id = "
                + bytes(victim) + ") WHERE customer_id = " + bytes(thief));
        assertThrows(UnwrapException.class, () -> storage().customers().customer(thief.id()));

        storage().customerKeys().shred(victim.id());

        assertThrows(CustomerGoneException.class, () -> storage().customers().customer(victim.id()));
    }

    /// Returns the id as this engine writes bytes.
    private String bytes(Customer customer) throws Exception {
        try (Connection connection = intruder()) {
            return connection.getMetaData().getDatabaseProductName().equals("SQLite")
                    ? "x'" + customer.id() + "'"
                    : "'\\x" + customer.id() + "'";
        }
    }
}
