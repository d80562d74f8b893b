package org.simplesignin.server.storage.sql;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.server.DataDirectory;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.keys.BoundTo;
import org.simplesignin.server.keys.CryptoProvider;
import org.simplesignin.server.link.Link;
import org.simplesignin.server.link.LinkSecrets;
import org.simplesignin.server.link.StoredLink;
import org.simplesignin.tokens.LinkToken;

/// Measures durable inserts and lookups against plain JDBC on the same disk, in turns, so that a busy machine slows all
/// of them alike. Run as a program; `docs/storage.md` has the command and figures.
final class StorageBench implements Conformance {
    private static final int ROUNDS = 15;
    private static final int INSERTS = 100;
    private static final int CONCURRENT = 16;
    private static final int LOOKUPS = 5_000;
    private static final int SIGNING_KEY_BYTES = 138;
    private static final String TOKEN = "t".repeat(600);

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    private DataDirectory data;

    @BeforeEach
    void open() {
        CryptoProvider.install();
        data = DataDirectory.open(directory, RANDOM, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        data.close();
    }

    @Test
    void measure() throws Exception {
        CustomerId crowd = newCustomer();
        CustomerId reader = newCustomer();
        for (int i = 0; i < 3; i++) {
            insert(reader);
        }
        List<double[]> rounds = new ArrayList<>();
        for (int round = 0; round <= ROUNDS; round++) {
            double plain = plainInserts();
            double alone = inserts(crowd, 1);
            double together = inserts(crowd, CONCURRENT);
            rounds.add(new double[] {
                plain, alone, alone / plain, together, together / plain, lookups(reader, false), lookups(reader, true)
            });
        }
        rounds.removeFirst(); // The first one warmed up.
        out.printf(
                Locale.ROOT,
                "medians of %d rounds: plain JDBC insert %.0f/s · one caller %.0f/s (×%.2f) · %d callers %.0f/s (×%.1f)"
                        + " · lookup of 3 links %.1f µs CPU, with their signing keys %.1f µs%n",
                ROUNDS,
                median(rounds, 0),
                median(rounds, 1),
                median(rounds, 2),
                CONCURRENT,
                median(rounds, 3),
                median(rounds, 4),
                median(rounds, 5),
                median(rounds, 6));
    }

    private static double median(List<double[]> rounds, int column) {
        return rounds.stream().mapToDouble(round -> round[column]).sorted().toArray()[rounds.size() / 2];
    }

    /// Returns links a second, each acknowledged once it is durable, each with its audit line.
    private double inserts(CustomerId customer, int callers) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(callers);
        int each = INSERTS * (callers == 1 ? 1 : 4) / callers;
        long start = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < callers; i++) {
                threads.execute(() -> {
                    for (int j = 0; j < each; j++) {
                        insert(customer);
                    }
                    done.countDown();
                });
            }
            done.await();
        }
        return each * callers / seconds(start);
    }

    private Link insert(CustomerId customer) {
        Link link = Conformance.link(customer, Conformance.newLinkId().value());
        return in(customer, tx -> {
            storage().links().insertOrExisting(tx, link, secrets(link));
            appendAudit(tx, "LINKED");
            return link;
        });
    }

    /// Returns rows a second of the barest durable insert: one prepared statement, one commit for each, no audit
    /// line.
    private double plainInserts() throws SQLException {
        try (Connection connection = intruder();
                Statement setUp = connection.createStatement()) {
            setUp.execute("PRAGMA journal_mode = WAL");
            setUp.execute("PRAGMA synchronous = FULL");
            setUp.execute("CREATE TABLE IF NOT EXISTS plain (id TEXT NOT NULL PRIMARY KEY, token TEXT NOT NULL)");
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO plain VALUES (?, ?)")) {
                long start = System.nanoTime();
                for (int i = 0; i < INSERTS; i++) {
                    insert.setString(1, Conformance.newLinkId().value());
                    insert.setString(2, TOKEN);
                    insert.executeUpdate();
                }
                return INSERTS / seconds(start);
            }
        }
    }

    /// Returns the CPU time of the calling thread for the three links of a customer with their secrets, in
    /// microseconds; with the signing keys opened too, it is what minting adds to its signatures.
    private double lookups(CustomerId customer, boolean andSigningKeys) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        long found = 0;
        for (int i = 0; i < LOOKUPS; i++) {
            for (StoredLink link :
                    storage().links().storedOfProvider(customer, PROVIDER).links()) {
                found += andSigningKeys ? opened(link) : 1;
            }
        }
        if (found != 3L * LOOKUPS) {
            throw new IllegalStateException("the lookups found " + found + " links");
        }
        return (threads.getCurrentThreadCpuTime() - start) / 1000.0 / LOOKUPS;
    }

    private LinkSecrets secrets(Link link) {
        byte[] signingKey = new byte[SIGNING_KEY_BYTES];
        return new LinkSecrets(
                LinkToken.of(TOKEN), storage().customerKeys().seal(link.customer(), boundTo(link), signingKey));
    }

    private int opened(StoredLink stored) {
        Link link = stored.link();
        byte[] signingKey =
                storage().customerKeys().open(link.customer(), stored.secrets().signingKey(), boundTo(link));
        return signingKey.length / SIGNING_KEY_BYTES;
    }

    private static BoundTo boundTo(Link link) {
        return BoundTo.of("link-signing-key", link.id().value(), PROVIDER.value());
    }

    private static double seconds(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    @Override
    public SqlStorage storage() {
        return data.storage();
    }

    @Override
    public Connection intruder() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("plain.db"));
    }
}
