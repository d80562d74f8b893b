package org.simplesignin.server.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.customer.Customers;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.storage.Tx;

/// Customers in SQL.
final class SqlCustomers implements Customers {
    private static final String SELECT =
            "SELECT customer_id, external_key, display_name, created_at FROM customers WHERE ";
    private static final String BY_EXTERNAL_KEY = SELECT + "external_key = ?";

    private final Engine engine;

    SqlCustomers(Engine engine) {
        this.engine = engine;
    }

    @Override
    public Customer addOrExisting(Tx tx, Customer customer) {
        SqlTx.requireOwn(tx, customer.id());
        return SqlTx.run(tx, session -> {
            session.update("""
                    INSERT INTO customers (customer_id, external_key, display_name, created_at)
                    VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING""", customer.id(), customer.externalKey(), customer.displayName(), customer.createdAt());
            return session.queryOne(BY_EXTERNAL_KEY, SqlCustomers::read, customer.externalKey())
                    .orElseThrow(() -> new IllegalStateException("this id is another customer's"));
        });
    }

    @Override
    public Optional<Customer> customer(CustomerId id) {
        return engine.read(session -> session.queryOne(SELECT + "customer_id = ?", SqlCustomers::read, id));
    }

    @Override
    public Optional<Customer> byExternalKey(String externalKey) {
        return engine.read(session -> session.queryOne(BY_EXTERNAL_KEY, SqlCustomers::read, externalKey));
    }

    private static Customer read(ResultSet row) throws SQLException {
        return new Customer(
                Columns.customer(row),
                row.getString("external_key"),
                row.getString("display_name"),
                Columns.time(row, "created_at"));
    }
}
