package org.simplesignin.server.storage.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.server.DataDirectory;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.device.Device;
import org.simplesignin.server.device.Enrolment;
import org.simplesignin.server.device.Session;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.KeyThumbprint;
import org.simplesignin.server.id.SecretHash;
import org.simplesignin.server.link.Link;
import org.simplesignin.tokens.PartnerUserId;

/// What is personal stands in no file in the clear, while its customer lives.
final class SealedRowsTest {
    @TempDir
    Path directory;

    @Test
    void whatIsPersonalIsInNoFile() throws Exception {
        try (DataDirectory data =
                DataDirectory.open(directory, Conformance.RANDOM, Clock.fixed(Conformance.NOW, ZoneOffset.UTC))) {
            store(data.storage());

            for (Path file : files()) {
                String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertEquals(-1, content.indexOf("canary"), file.toString());
                assertEquals(-1, content.indexOf("customers/42"), file.toString());
            }
            assertTrue(files().size() >= 4, "the write-ahead log was read too");
        }
    }

    private static void store(SqlStorage storage) {
        CustomerId id = CustomerId.generate(Conformance.RANDOM);
        storage.customerKeys().make(id);
        storage.transactions().inCustomerTransaction(id, tx -> {
            storage.customers()
                    .addOrExisting(tx, new Customer(id, "canary external key", "canary name", Conformance.NOW));
            SecretHash secret = SecretHash.of("secret");
            storage.devices()
                    .addEnrolment(
                            tx,
                            new Enrolment(
                                    secret, id, "canary key", "canary TV", "canary model", Conformance.NOW, null));
            Device device = new Device(
                    Conformance.newDevice(),
                    id,
                    "canary key",
                    "canary TV",
                    "canary model",
                    new KeyThumbprint("k".repeat(43)),
                    Conformance.NOW);
            storage.devices()
                    .register(
                            tx,
                            device,
                            new Session(secret, Conformance.NOW, null, null, secret, null, Conformance.NOW));
            Link link = new Link(
                    Conformance.newLinkId(),
                    id,
                    Conformance.PROVIDER,
                    new PartnerUserId("customers/42"),
                    Conformance.APP,
                    device.id(),
                    Conformance.NOW,
                    null);
            return storage.links().insertOrExisting(tx, link, Conformance.secrets("canary.link.token"));
        });
    }

    private List<Path> files() throws Exception {
        try (var files = Files.list(directory)) {
            return new ArrayList<>(files.filter(Files::isRegularFile).toList());
        }
    }
}
