package org.simplesignin.server.storage.sql;

import java.sql.SQLException;
import java.util.Objects;
import java.util.function.Function;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.storage.Transactions;
import org.simplesignin.server.storage.Tx;

/// Runs a customer's transaction as one unit of the engine. Where the engine has several writers, the customer's row is
/// locked first: that alone serializes the transactions of one customer, turn-off against insert among them.
final class SqlTransactions implements Transactions {
    private final Engine engine;
    private final String lock;

    SqlTransactions(Engine engine) {
        this.engine = engine;
        this.lock = engine.dialect().rowLock().isEmpty()
                ? ""
                : "SELECT customer_id FROM customers WHERE customer_id = ?"
                        + engine.dialect().rowLock();
    }

    @Override
    public <T> T inCustomerTransaction(CustomerId customer, Function<Tx, T> work) {
        return engine.write(session -> {
            lock(session, customer);
            SqlTx tx = new SqlTx(customer, session, engine.dialect());
            try {
                T result = Objects.requireNonNull(work.apply(tx), "the work returned null");
                tx.requireUnharmed();
                return result;
            } finally {
                tx.end();
            }
        });
    }

    private void lock(SqlSession session, CustomerId customer) throws SQLException {
        if (!lock.isEmpty()) {
            // A customer without a row has no other rows either: the foreign keys see to that.
            session.queryOne(lock, Columns::customer, customer);
        }
    }
}
