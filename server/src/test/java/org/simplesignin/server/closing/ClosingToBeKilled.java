package org.simplesignin.server.closing;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import org.simplesignin.server.DataDirectory;
import org.simplesignin.server.Stores;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.keys.CustomerKeys;
import org.simplesignin.server.metric.Figures;
import org.simplesignin.server.storage.sql.SqliteCustomerKeys;
import org.simplesignin.server.time.Ticker;

/// A process to be killed: it deletes an account and stops before or after the key is shredded, for ever.
final class ClosingToBeKilled {
    private ClosingToBeKilled() {}

    /// @param arguments the data directory, the customer's id, and `before` or `after`
    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        SecureRandom random = new SecureRandom();
        Clock clock = Clock.systemUTC();
        DataDirectory data = DataDirectory.open(directory, random, clock);
        Stores stores = data.stores();
        UnsureKeys keys = new UnsureKeys(
                SqliteCustomerKeys.open(directory.resolve("customer-keys.db")),
                arguments[2].equals("before") ? ClosingToBeKilled::stop : () -> {},
                arguments[2].equals("after") ? ClosingToBeKilled::stop : () -> {});
        new Closing(
                        stores.closings(),
                        stores.transactions(),
                        new CustomerKeys(keys, data.wrappingKeys(), random, Ticker.SYSTEM),
                        stores.dyingWithCustomers(),
                        stores.auditLog(),
                        Farewell.NONE,
                        new Figures(new SimpleMeterRegistry()),
                        clock)
                .close(new CustomerId(arguments[1]));
    }

    private static void stop() {
        System.out.write("here\n".getBytes(StandardCharsets.US_ASCII), 0, 5);
        System.out.flush();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
