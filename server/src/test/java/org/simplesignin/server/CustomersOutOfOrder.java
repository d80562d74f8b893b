package org.simplesignin.server;

import java.util.Optional;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.customer.Customers;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.storage.Tx;

/// Customers that cannot be read.
record CustomersOutOfOrder(Customers real) implements Customers {
    @Override
    public Customer addOrExisting(Tx tx, Customer customer) {
        return real.addOrExisting(tx, customer);
    }

    @Override
    public Optional<Customer> customer(CustomerId id) {
        throw new IllegalStateException("out of order");
    }

    @Override
    public Optional<Customer> byExternalKey(String externalKey) {
        throw new IllegalStateException("out of order");
    }
}
