package org.simplesignin.server.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.customer.Customers;
import org.simplesignin.server.customer.DiesWithCustomer;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.keys.BoundTo;
import org.simplesignin.server.storage.Tx;

/// Customers in SQL. Their names are sealed; the external key is found by its lookup index.
final class SqlCustomers implements Customers, DiesWithCustomer {
    private static final String SELECT =
            "SELECT customer_id, external_key_index, sealed_names, created_at FROM customers WHERE ";
    private static final String BY_ID = SELECT + "customer_id = ?";
    private static final String BY_EXTERNAL_KEY = SELECT + "external_key_index = ?";

    private final Engine engine;
    private final Seals seals;

    SqlCustomers(Engine engine, Seals seals) {
        this.engine = engine;
        this.seals = seals;
    }

    @Override
    public Customer addOrExisting(Tx tx, Customer customer) {
        SqlTx.requireOwn(tx, customer.id());
        return SqlTx.run(tx, session -> {
            String externalKey = customer.externalKey();
            byte[] index = externalKey == null ? null : externalKeyIndex(externalKey);
            session.update(
                    """
                    INSERT INTO customers (customer_id, external_key_index, sealed_names, created_at)
                    VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING""",
                    customer.id(),
                    index,
                    seals.seal(customer.id(), names(), externalKey, customer.displayName()),
                    customer.createdAt());
            Optional<Customer> stored = index == null
                    ? session.queryOne(BY_ID, this::read, customer.id())
                    : session.queryOne(BY_EXTERNAL_KEY, this::read, index);
            return stored.filter(one -> Objects.equals(one.externalKey(), externalKey))
                    .orElseThrow(() -> new IllegalStateException("this id is another customer's"));
        });
    }

    @Override
    public Optional<Customer> customer(CustomerId id) {
        return engine.read(session -> session.queryOne(BY_ID, this::read, id));
    }

    @Override
    public Optional<Customer> byExternalKey(String externalKey) {
        return engine.read(session -> session.queryOne(BY_EXTERNAL_KEY, this::read, externalKeyIndex(externalKey)));
    }

    @Override
    public void deleteAll(Tx tx) {
        SqlTx.run(tx, session -> session.update("DELETE FROM customers WHERE customer_id = ?", tx.customer()));
    }

    private byte[] externalKeyIndex(String externalKey) {
        return seals.lookup("customer-external-key", externalKey);
    }

    private Customer read(ResultSet row) throws SQLException {
        CustomerId id = Columns.customer(row);
        Seals.Texts names = seals.open(id, names(), Columns.wrapped(row, "sealed_names"));
        return new Customer(id, names.nextOrNull(), names.next(), Columns.time(row, "created_at"));
    }

    private static BoundTo names() {
        return BoundTo.of("customer-names");
    }
}
