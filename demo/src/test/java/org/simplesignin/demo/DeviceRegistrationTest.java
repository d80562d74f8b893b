package org.simplesignin.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.client.Client;
import org.simplesignin.client.ClientOptions;
import org.simplesignin.client.device.DeviceForm;
import org.simplesignin.client.session.ServerUrl;
import org.simplesignin.client.shell.Look;
import org.simplesignin.client.shell.Screen;
import org.simplesignin.client.time.SystemTime;
import org.simplesignin.demo.CuttingProxy.Place;
import org.simplesignin.server.DataDirectory;
import org.simplesignin.server.Server;
import org.simplesignin.server.ServerSettings;
import org.simplesignin.server.device.Device;
import org.simplesignin.server.device.Registration;
import org.simplesignin.server.http.NetworkAddress;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.RegistrationId;
import org.simplesignin.server.keys.CryptoProvider;
import org.simplesignin.server.registration.Approving.Decision;
import org.simplesignin.server.registration.UserCode;
import tools.jackson.databind.JsonNode;

/// The device grant between the real client and the real server, in one process: the customer's part is the server's
/// own rule, without a page.
final class DeviceRegistrationTest {
    private static final NetworkAddress PHONE = new NetworkAddress(InetAddress.getLoopbackAddress());

    private final CuttingProxy wire;
    private final SystemTime time = new SystemTime();
    private Path directory;
    private DataDirectory data;
    private Server server;
    private Client client;
    private PlayedShell shell;

    DeviceRegistrationTest() throws Exception {
        wire = new CuttingProxy();
    }

    @BeforeEach
    void start(@TempDir Path temporary) throws Exception {
        CryptoProvider.install();
        directory = temporary;
        SecureRandom random = new SecureRandom();
        Path registry = Files.writeString(directory.resolve("registry.json"), """
                {"identityProviders":[{"identityProviderName":"example-video","name":"Example Video"}],
                 "apps":[{"app":"example-tv","name":"Example TV","publisher":"Example",
                          "identityProviderName":"example-video","webOrigins":["https://app.example"]}]}
                """);
        Path customers = Files.writeString(directory.resolve("enrolments.json"), """
                {"customers":[{"customer":"alice","displayName":"Alice"},{"customer":"bob","displayName":"Bob"}],
                 "enrolments":[]}
                """);
        data = DataDirectory.open(directory.resolve("server"), random, Clock.systemUTC());
        server = new Server(
                ServerSettings.of(
                                0,
                                registry,
                                customers,
                                wire.url(),
                                "https://platform.example",
                                directory.resolve("mail"))
                        .with(usual -> usual.pollInterval(Duration.ofSeconds(1))),
                data.wrappingKeys(),
                data.stores(),
                random,
                Clock.systemUTC());
        wire.forwardTo(server.port());
        client = new Client(
                new ClientOptions(
                        0,
                        directory.resolve("device"),
                        "127.0.0.1",
                        ServerUrl.parse(wire.url()),
                        new Screen(
                                "Living room",
                                DeviceForm.TV,
                                "Test TV",
                                org.simplesignin.client.device.Platform.DESKTOP),
                        Look.PLAIN,
                        List.of(),
                        List.of(),
                        Map.of(),
                        Map.of(),
                        Optional.empty()),
                time,
                Clock.systemUTC(),
                random);
        open();
    }

    private void open() throws Exception {
        shell = new PlayedShell(client.url(), directory.resolve("device/shell.key"));
    }

    @AfterEach
    void stop() throws Exception {
        shell.close();
        client.close();
        server.close();
        data.close();
        time.close();
        wire.close();
    }

    private CustomerId customer(String externalKey) {
        return data.stores()
                .customers()
                .byExternalKey(externalKey)
                .orElseThrow()
                .id();
    }

    private List<Device> devices(String externalKey) {
        return data.stores().devices().ofCustomer(customer(externalKey)).stream()
                .map(Registration::device)
                .toList();
    }

    private String begin() throws Exception {
        JsonNode told = shell.ask("POST", "/shell/registration");
        assertEquals("waiting", told.get("state").asString(), told::toString);
        return told.get("userCode").asString();
    }

    private RegistrationId typed(String externalKey, String userCode) {
        return server.approving().open(customer(externalKey), PHONE, userCode).orElseThrow();
    }

    private void approve(String externalKey, String userCode) {
        assertEquals(
                Decision.APPROVED,
                server.approving().choose(customer(externalKey), typed(externalKey, userCode), userCode));
    }

    private void awaitState(String wanted) throws Exception {
        while (!shell.ask("GET", "/shell/registration").get("state").asString().equals(wanted)) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private void register(String externalKey) throws Exception {
        approve(externalKey, begin());
        awaitState("registered");
    }

    private List<String> people() throws Exception {
        return shell.ask("GET", "/shell/state").get("customers").findValuesAsString("displayName");
    }

    @Test
    void approvedDeviceIsTheCustomersUntilItIsRemovedHere() throws Exception {
        register("alice");
        assertEquals(List.of("Alice"), people());
        Device device = devices("alice").getFirst();
        assertEquals("Living room", device.name());
        assertEquals("Test TV", device.model());
        register("bob");
        assertEquals(List.of("Alice", "Bob"), people());
        assertEquals(device.key(), devices("bob").getFirst().key());
        JsonNode alice = shell.ask("GET", "/shell/state").get("customers").get(0);
        shell.change("DELETE", "/shell/customers/" + alice.get("customer").asString(), "");
        assertEquals(List.of("Bob"), people());
        while (!devices("alice").isEmpty()) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        assertEquals(1, devices("bob").size());
    }

    @Test
    void wrongCodeAndRefusalLetNobodyIn() throws Exception {
        String code = begin();
        RegistrationId id = typed("alice", code);
        String decoy = server.approving().asked(customer("alice"), id).orElseThrow().choices().stream()
                .map(UserCode::shown)
                .filter(choice -> !choice.equals(code))
                .findFirst()
                .orElseThrow();
        assertEquals(Decision.WRONG_CODE, server.approving().choose(customer("alice"), id, decoy));
        awaitState("refused");
        server.approving().refuse(customer("alice"), typed("alice", begin()));
        awaitState("refused");
        assertEquals(List.of(), people());
        assertEquals(List.of(), devices("alice"));
    }

    @Test
    void lostAnswerRegistersOneDeviceAndOneCustomer() throws Exception {
        String code = begin();
        wire.cutOnce(Place.BEFORE_THE_ANSWER, "POST /oauth/token", () -> {});
        approve("alice", code);
        awaitState("registered");
        assertEquals(List.of("Alice"), people());
        assertEquals(1, devices("alice").size());
        // The session works: the server tells the switches with it.
        while (!shell.ask("GET", "/shell/state").has("switches")) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    @Test
    void factoryResetEndsTheSessionsAndBringsANewKey() throws Exception {
        register("alice");
        Object key = devices("alice").getFirst().key();
        String digits =
                shell.ask("POST", "/shell/factory-reset/start").get("code").asString();
        shell.change("POST", "/shell/factory-reset/finish", "{\"code\":\"" + digits + "\"}");
        while (!devices("alice").isEmpty() || !reopened()) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        assertEquals(List.of(), people());
        register("bob");
        assertNotEquals(key, devices("bob").getFirst().key());
        assertTrue(devices("alice").isEmpty());
    }

    /// The old session is refused once the device has begun anew.
    private boolean reopened() {
        try {
            shell.ask("GET", "/shell/state");
            return false;
        } catch (Exception refused) {
            try {
                PlayedShell old = shell;
                open();
                old.close();
                return true;
            } catch (Exception notYet) {
                return false;
            }
        }
    }
}
