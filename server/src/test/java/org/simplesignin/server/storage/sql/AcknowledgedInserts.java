package org.simplesignin.server.storage.sql;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.concurrent.Executors;
import org.simplesignin.server.DataDirectory;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.link.Link;

/// A process to be killed: several callers insert links, each with an audit line, for ever, and print the id of each
/// link once its insert was acknowledged.
final class AcknowledgedInserts implements Conformance {
    private static final int WRITERS = 8;

    private final SqlStorage storage;

    private AcknowledgedInserts(SqlStorage storage) {
        this.storage = storage;
    }

    /// @param arguments the data directory, and the customer's id
    public static void main(String[] arguments) {
        DataDirectory data = DataDirectory.open(Path.of(arguments[0]), RANDOM, Clock.fixed(NOW, ZoneOffset.UTC));
        new AcknowledgedInserts(data.storage()).run(new CustomerId(arguments[1]));
    }

    private void run(CustomerId customer) {
        PrintStream acknowledged = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < WRITERS; i++) {
                writers.execute(() -> {
                    while (true) {
                        acknowledged.println(insert(customer).id());
                    }
                });
            }
        }
    }

    private Link insert(CustomerId customer) {
        Link link = Conformance.link(customer, Conformance.newLinkId().value());
        return in(customer, tx -> {
            storage.links().insertOrExisting(tx, link, Conformance.secrets("t".repeat(600)));
            appendAudit(tx, "LINKED");
            return link;
        });
    }

    @Override
    public SqlStorage storage() {
        return storage;
    }

    @Override
    public Connection intruder() {
        throw new UnsupportedOperationException();
    }
}
