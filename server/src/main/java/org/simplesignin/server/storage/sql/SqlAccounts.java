package org.simplesignin.server.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.simplesignin.server.account.Account;
import org.simplesignin.server.account.Accounts;
import org.simplesignin.server.customer.DiesWithCustomer;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.keys.BoundTo;
import org.simplesignin.server.keys.Wrapped;
import org.simplesignin.server.mail.MailAddress;
import org.simplesignin.server.password.PasswordHash;
import org.simplesignin.server.storage.Tx;

/// Accounts in SQL. The password's hash is sealed too: who has the database alone cannot even begin to guess.
final class SqlAccounts implements Accounts, DiesWithCustomer {
    private static final String ACCOUNT = """
            SELECT accounts.customer_id AS customer_id, email, password, created_at
            FROM accounts JOIN account_emails ON account_emails.customer_id = accounts.customer_id
            WHERE accounts.customer_id = ? AND replaced_at IS NULL""";
    private static final BoundTo EMAIL = BoundTo.of("account-email");
    private static final BoundTo PASSWORD = BoundTo.of("account-password");

    private final Engine engine;
    private final Seals seals;

    SqlAccounts(Engine engine, Seals seals) {
        this.engine = engine;
        this.seals = seals;
    }

    @Override
    public boolean add(Tx tx, Account account) {
        SqlTx.requireOwn(tx, account.customer());
        return SqlTx.run(tx, session -> {
            if (isTaken(session, account.customer(), account.email(), account.createdAt())) {
                return false;
            }
            PasswordHash password = account.password();
            int added = session.update(
                    "INSERT INTO accounts (customer_id, password, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                    account.customer(),
                    password == null ? null : seal(account.customer(), password),
                    account.createdAt());
            return added == 1 && addEmail(session, account.customer(), account.email(), account.createdAt());
        });
    }

    /// An address that its owner gave up long enough ago is free; that row is removed, and is nobody's any more.
    private boolean isTaken(SqlSession session, CustomerId customer, MailAddress email, Instant now)
            throws SQLException {
        session.update(
                "DELETE FROM account_emails WHERE email_index = ? AND replaced_at <= ?",
                index(email),
                now.minus(FORMER));
        return session.queryOne(
                        "SELECT customer_id FROM account_emails WHERE email_index = ?", Columns::customer, index(email))
                .filter(owner -> !owner.equals(customer))
                .isPresent();
    }

    private boolean addEmail(SqlSession session, CustomerId customer, MailAddress email, Instant now)
            throws SQLException {
        int added = session.update("""
                INSERT INTO account_emails (email_index, customer_id, email, since, replaced_at)
                VALUES (?, ?, ?, ?, NULL) ON CONFLICT DO NOTHING""", index(email), customer, seals.seal(customer, EMAIL, email.value()), now);
        if (added != 1) {
            // Somebody else took it a moment ago, so nothing of this unit may be committed; repeated, it is refused.
            throw Failures.undone(new IllegalStateException("the address was taken meanwhile"));
        }
        return true;
    }

    @Override
    public Optional<Account> account(CustomerId customer) {
        return engine.read(session -> session.queryOne(ACCOUNT, this::read, customer));
    }

    @Override
    public Optional<Account> account(Tx tx) {
        return SqlTx.run(tx, session -> session.queryOne(ACCOUNT, this::read, tx.customer()));
    }

    @Override
    public Optional<CustomerId> byEmail(MailAddress email) {
        return engine.read(session -> session.queryOne(
                "SELECT customer_id FROM account_emails WHERE email_index = ? AND replaced_at IS NULL",
                Columns::customer,
                index(email)));
    }

    @Override
    public Optional<CustomerId> byFormerEmail(MailAddress email, Instant now) {
        return engine.read(session -> session.queryOne(
                "SELECT customer_id FROM account_emails WHERE email_index = ? AND replaced_at > ?",
                Columns::customer,
                index(email),
                now.minus(FORMER)));
    }

    @Override
    public List<MailAddress> emails(CustomerId customer) {
        return engine.read(session -> session.query(
                "SELECT email FROM account_emails WHERE customer_id = ? ORDER BY since",
                row -> new MailAddress(seals.open(customer, EMAIL, Columns.wrapped(row, "email"))
                        .next()),
                customer));
    }

    @Override
    public boolean setPassword(Tx tx, PasswordHash password) {
        Wrapped sealed = seal(tx.customer(), password);
        return SqlTx.run(
                tx,
                session ->
                        session.update("UPDATE accounts SET password = ? WHERE customer_id = ?", sealed, tx.customer())
                                == 1);
    }

    @Override
    public boolean replaceEmail(Tx tx, MailAddress email, Instant now) {
        CustomerId customer = tx.customer();
        return SqlTx.run(tx, session -> {
            if (isTaken(session, customer, email, now)) {
                return false;
            }
            int replaced = session.update(
                    "UPDATE account_emails SET replaced_at = ? WHERE customer_id = ? AND replaced_at IS NULL",
                    now,
                    customer);
            if (replaced != 1) {
                return false;
            }
            session.update(
                    "DELETE FROM account_emails WHERE email_index = ? AND customer_id = ?", index(email), customer);
            return addEmail(session, customer, email, now);
        });
    }

    @Override
    public boolean restoreEmail(Tx tx, MailAddress email, Instant now) {
        return SqlTx.run(tx, session -> {
            boolean restored = session.update("""
                            UPDATE account_emails SET replaced_at = NULL
                            WHERE email_index = ? AND customer_id = ? AND replaced_at > ?""", index(email), tx.customer(), now.minus(FORMER)) == 1;
            if (restored) {
                session.update(
                        "DELETE FROM account_emails WHERE customer_id = ? AND email_index <> ?",
                        tx.customer(),
                        index(email));
            }
            return restored;
        });
    }

    @Override
    public void deleteAll(Tx tx) {
        SqlTx.run(tx, session -> {
            session.update("DELETE FROM account_emails WHERE customer_id = ?", tx.customer());
            return session.update("DELETE FROM accounts WHERE customer_id = ?", tx.customer());
        });
    }

    private byte[] index(MailAddress email) {
        return seals.lookup("account-email", email.key());
    }

    private Wrapped seal(CustomerId customer, PasswordHash password) {
        return seals.seal(customer, PASSWORD, password.written());
    }

    private Account read(ResultSet row) throws SQLException {
        CustomerId customer = Columns.customer(row);
        String email =
                seals.open(customer, EMAIL, Columns.wrapped(row, "email")).next();
        byte[] password = row.getBytes("password");
        return new Account(
                customer,
                new MailAddress(email),
                password == null
                        ? null
                        : PasswordHash.parse(seals.open(customer, PASSWORD, Wrapped.of(password))
                                .next()),
                Columns.time(row, "created_at"));
    }
}
