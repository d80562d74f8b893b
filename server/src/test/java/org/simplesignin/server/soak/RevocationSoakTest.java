package org.simplesignin.server.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.server.DataDirectory;
import org.simplesignin.server.keys.CryptoProvider;

/// After an acknowledged revocation no mint succeeds: sixteen clients do everything that a device can do, on twelve
/// devices of four customers, while the server is killed with SIGKILL. `-Dsoak=100000` lets each client do so many
/// things; without it there is a short run.
final class RevocationSoakTest {
    private static final long SHORT = 60;
    private static final long OPERATIONS_BETWEEN_KILLS = 40_000;

    @TempDir
    private Path directory;

    @Test
    @Timeout(value = 6, unit = TimeUnit.HOURS)
    void noMintSucceedsAfterAnAcknowledgedRevocation() throws Exception {
        CryptoProvider.install();
        long each = Long.getLong("soak", SHORT);
        long all = each * Soak.CUSTOMERS * Soak.CLIENTS_OF_CUSTOMER;
        boolean isShort = each == SHORT;
        long started = System.nanoTime();
        // Enough enrolment secrets for one removal in a thousand, and some luck.
        int secrets = (int) (20 + all / 1000 / Soak.CUSTOMERS * 2);
        try (Soak soak = new Soak(
                directory,
                secrets,
                isShort ? all / 3 : OPERATIONS_BETWEEN_KILLS,
                isShort ? List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC") : List.of("-Xmx512m"))) {
            soak.run(each);
            soak.server().kill();
            long minutes = TimeUnit.NANOSECONDS.toMinutes(System.nanoTime() - started);
            System.out.println("Soak: " + soak.report() + "; " + minutes + " minutes");
            judge(soak);
        }
    }

    private static void judge(Soak soak) {
        try (DataDirectory data = DataDirectory.open(soak.data(), new SecureRandom(), Clock.systemUTC())) {
            long told = 0;
            long handedOut = 0;
            for (int customer = 0; customer < Soak.CUSTOMERS; customer++) {
                CustomerModel model = soak.models().get(customer);
                told += new AuditJudge(data.storage().auditLog(), model)
                        .judge(data.storage()
                                .customers()
                                .byExternalKey("c" + customer)
                                .orElseThrow()
                                .id());
                assertEquals(0, model.untold(), "tokens without a line in the audit log");
                handedOut += model.handedOut();
            }
            assertTrue(handedOut > 0 && told >= handedOut);
        }
    }
}
