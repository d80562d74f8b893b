package org.simplesignin.server.storage.sql;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.simplesignin.server.audit.AuditChain;
import org.simplesignin.server.audit.AuditLine;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.DeviceId;
import org.simplesignin.server.keys.Wrapped;
import org.simplesignin.server.link.Link;
import org.simplesignin.server.link.LinkSecrets;
import org.simplesignin.server.storage.Tx;
import org.simplesignin.tokens.AppId;
import org.simplesignin.tokens.IdentityProviderName;
import org.simplesignin.tokens.LinkId;
import org.simplesignin.tokens.LinkToken;
import org.simplesignin.tokens.PartnerUserId;

/// What the conformance suites of the ports share. Each suite is an interface with the tests; a test class of an engine
/// implements them all, so that every engine passes the same tests.
interface Conformance {
    Instant NOW = Instant.parse("2026-11-21T12:00:00.123Z");
    AppId APP = AppId.of("sample-tv");
    IdentityProviderName PROVIDER = new IdentityProviderName("sample-video");
    int CALLERS = 16;
    SecureRandom RANDOM = new SecureRandom();

    /// Returns the storage under test. It may hold rows of other tests: each test makes its own customers.
    SqlStorage storage();

    /// Returns a connection of its own to the same database, to do what only an intruder does.
    Connection intruder() throws SQLException;

    default int intrude(String sql) throws SQLException {
        try (Connection connection = intruder();
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    default <T> T in(CustomerId customer, Function<Tx, T> work) {
        return storage().transactions().inCustomerTransaction(customer, work);
    }

    default boolean did(CustomerId customer, Predicate<Tx> work) {
        return in(customer, work::test);
    }

    default CustomerId newCustomer() {
        CustomerId id = CustomerId.generate(RANDOM);
        storage().customerKeys().make(id);
        return in(id, tx -> storage().customers().addOrExisting(tx, new Customer(id, "key-" + id, "Alice", NOW)))
                .id();
    }

    static DeviceId newDevice() {
        return DeviceId.generate(RANDOM);
    }

    static LinkId newLinkId() {
        return LinkId.of(DeviceId.generate(RANDOM).value());
    }

    static Link link(CustomerId customer, String account) {
        return link(customer, account, PROVIDER);
    }

    static Link link(CustomerId customer, String account, IdentityProviderName provider) {
        return new Link(newLinkId(), customer, provider, new PartnerUserId(account), APP, newDevice(), NOW, null);
    }

    static LinkSecrets secrets(String token) {
        return new LinkSecrets(LinkToken.of(token), Wrapped.of(new byte[] {1, 2, 3}));
    }

    /// Adds an audit line after the last one.
    default AuditLine appendAudit(Tx tx, String kind) {
        Optional<AuditLine> last = storage().auditLog().last(tx);
        AuditLine line =
                last.isPresent() ? last.get().next(NOW, kind, "{}") : AuditLine.first(tx.customer(), NOW, kind, "{}");
        storage().auditLog().append(tx, List.of(line));
        return line;
    }

    /// Returns where the hash chain of the customer's audit log breaks.
    default OptionalLong brokenAuditLine(CustomerId customer) {
        return AuditChain.firstBroken(storage().auditLog().lines(customer, 1, Integer.MAX_VALUE));
    }

    /// Runs so many callers as near to the same moment as can be, and returns what each got.
    static <T> List<T> race(int callers, IntFunction<T> call) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> answers = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                int number = i;
                answers.add(threads.submit(() -> {
                    start.await();
                    return call.apply(number);
                }));
            }
            start.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> answer : answers) {
                results.add(answer.get());
            }
            return results;
        }
    }
}
