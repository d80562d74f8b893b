package org.simplesignin.server.closing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.simplesignin.protocol.device.CustomerView;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.DeviceAuthorizationAnswer;
import org.simplesignin.protocol.device.StartLinkRequest;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.testing.Canaries;
import org.simplesignin.server.testing.Partner;
import org.simplesignin.server.testing.RecordedLog;
import org.simplesignin.server.testing.TestBrowser;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.server.testing.TestServer;

/// Everything personal that can be given to the server is given to it, in ways that can be found again; then the
/// account is deleted, and everything the server has written is searched: database, write-ahead log, keys, a backup
/// from before, the log.
@Isolated("What other tests log is not what this one asks about.")
final class CanariesTest {
    @TempDir
    Path directory;

    private final Canaries canaries = new Canaries();

    @Test
    void searchFindsWhatItIsMeantToFind() throws Exception {
        canaries.plant("Canary Ägnes Müller");
        List<String> forms = canaries.forms();
        assertTrue(forms.size() >= 18, forms::toString);
        for (String form : forms) {
            byte[] bytes = ("x" + form + "y").getBytes(StandardCharsets.ISO_8859_1);
            assertEquals(1, canaries.in(bytes).size(), form);
            Files.write(directory.resolve("found"), bytes);
            assertEquals(List.of("found: Canary Ägnes Müller"), canaries.inFilesOf(directory));
        }
        for (int before = 0; before < 6; before++) {
            String encoded = java.util.Base64.getEncoder()
                    .encodeToString(
                            ("a".repeat(before) + "Canary Ägnes Müller" + "b").getBytes(StandardCharsets.UTF_8));
            assertEquals(1, canaries.in(encoded).size(), encoded);
        }
        assertEquals(List.of(), canaries.in("Canary Agnes Muller"));
    }

    @Test
    void nothingOfADeletedCustomerIsFoundAnywhere(@TempDir Path backups) throws Exception {
        try (RecordedLog log = new RecordedLog();
                TestServer server = TestServer.start(directory)) {
            Customer customer =
                    server.newCustomer(canaries.plant("canary-external-4711"), canaries.plant("Canary Ägnes Müller"));
            TestBrowser browser = server.browser(customer).userAgent(canaries.plant("CanaryBrowser/42.17"));
            TestDevice device = register(server, customer);
            Partner video = new Partner(server, "sample-tv", "sample-video");
            StartLinkRequest request = video.linkRequest(device, canaries.plant("canary-partner-user-0815"));
            canaries.plant(request.linkToken().token());
            canaries.plant(request.linkSigningKey());
            TestServer.link(device, request);
            canaries.plant(video.links(device).getFirst().ssiToken().token());
            canaries.plant(device.tokens().access_token());
            canaries.plant(device.tokens().refresh_token());
            browser.get("/");
            assertEquals(
                    "Canary Ägnes Müller",
                    device.get(DeviceApi.CUSTOMER).as(CustomerView.class).displayName(),
                    "what was planted is there");
            Canaries.backUp(directory, backups);

            browser.get("/account/delete");
            assertEquals(303, browser.post("/account/delete").status());

            assertEquals(List.of(), canaries.inFilesOf(directory));
            assertEquals(List.of(), canaries.inFilesOf(backups));
            assertEquals(List.of(), canaries.in(log.text()));
            assertTrue(log.text().length() > 0, "the log is being recorded");
            for (String file : List.of("server.db", "server.db-wal", "server.db-shm", "customer-keys.db")) {
                assertTrue(Files.size(directory.resolve(file)) > 0, file + " was searched");
            }
        }
    }

    private TestDevice register(TestServer server, Customer customer) {
        TestDevice device = server.stranger();
        DeviceAuthorizationAnswer codes = device.authorize(
                        Map.of(
                                "client_id",
                                DeviceApi.CLIENT_ID,
                                "device_name",
                                canaries.plant("Canary living room"),
                                "device_model",
                                canaries.plant("CanaryVision 9000")),
                        true)
                .as(DeviceAuthorizationAnswer.class);
        server.approve(customer, Objects.requireNonNull(codes.user_code()));
        assertEquals(200, device.poll(codes.device_code()).status());
        return device;
    }
}
