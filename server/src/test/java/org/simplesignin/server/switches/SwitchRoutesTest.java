package org.simplesignin.server.switches;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.protocol.LinkUserAccountResponse;
import org.simplesignin.protocol.RequestStatus;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.LinkedAccounts;
import org.simplesignin.protocol.device.StartLinkRequest;
import org.simplesignin.protocol.device.SwitchChange;
import org.simplesignin.protocol.device.SwitchScope;
import org.simplesignin.protocol.device.Switches;
import org.simplesignin.server.audit.AuditChain;
import org.simplesignin.server.audit.AuditLine;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.testing.Partner;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.server.testing.TestServer;

final class SwitchRoutesTest {
    @TempDir
    static Path directory;

    private static TestServer server;
    private static Partner video;
    private static Partner music;

    @BeforeAll
    static void start() {
        server = TestServer.start(directory);
        video = new Partner(server, "sample-tv", "sample-video");
        music = new Partner(server, "other-app", "other-music");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void everythingIsOnAtFirst() {
        assertEquals(
                new Switches(true, true, List.of()),
                server.newDevice().get(DeviceApi.SWITCHES).as(Switches.class));
    }

    @Test
    void accountOffDestroysAllLinksAndOnBringsNoneBack() {
        TestDevice device = linkedDevice(server.newCustomer());

        assertEquals(new Switches(false, true, List.of()), change(device, SwitchScope.ACCOUNT, null, false));
        assertEquals(
                RequestStatus.FEATURE_TURNED_OFF, video.userAndLinks(device).requestStatus());
        assertEquals(0, links(device));
        assertEquals(new Switches(true, true, List.of()), change(device, SwitchScope.ACCOUNT, null, true));
        assertEquals(List.of(), video.links(device));
        assertEquals(List.of(), music.links(device));
    }

    @Test
    void deviceOffHidesAndDestroysNothing() {
        Customer customer = server.newCustomer();
        TestDevice device = linkedDevice(customer);
        TestDevice other = server.newDevice(customer);

        assertEquals(new Switches(true, false, List.of()), change(device, SwitchScope.DEVICE, null, false));
        assertEquals(
                RequestStatus.FEATURE_TURNED_OFF, video.userAndLinks(device).requestStatus());
        assertEquals(1, video.links(other).size());
        change(device, SwitchScope.DEVICE, null, true);
        assertEquals(1, video.links(device).size());
    }

    @Test
    void appOffDestroysTheLinksOfItsProviderOnly() {
        TestDevice device = linkedDevice(server.newCustomer());

        assertEquals(
                new Switches(true, true, List.of("sample-tv")), change(device, SwitchScope.APP, "sample-tv", false));
        assertEquals(
                RequestStatus.FEATURE_TURNED_OFF, video.userAndLinks(device).requestStatus());
        assertEquals(1, music.links(device).size());
        assertEquals(1, links(device));
        change(device, SwitchScope.APP, "sample-tv", true);
        assertEquals(List.of(), video.links(device));
    }

    @Test
    void turningOffTellsTheAuditLogOnce() {
        Customer customer = server.newCustomer();
        TestDevice device = linkedDevice(customer);
        change(device, SwitchScope.ACCOUNT, null, false);
        change(device, SwitchScope.ACCOUNT, null, false);

        List<AuditLine> lines = server.storage().auditLog().lines(customer.id(), 1, 100);
        assertEquals(
                1,
                lines.stream().filter(line -> line.kind().equals("account-off")).count());
        assertEquals(
                2,
                lines.stream().filter(line -> line.kind().equals("link-ended")).count());
        assertTrue(AuditChain.firstBroken(lines).isEmpty());
    }

    @Test
    void auditLogTellsTheDeviceThatTurnedOff() {
        Customer customer = server.newCustomer();
        TestDevice device = linkedDevice(customer);
        String id = server.storage()
                .devices()
                .ofCustomer(customer.id())
                .getFirst()
                .device()
                .id()
                .value();
        change(device, SwitchScope.APP, "sample-tv", false);

        assertEquals(
                2,
                server.storage().auditLog().lines(customer.id(), 1, 100).stream()
                        .filter(line -> line.details().contains("\"by\":\"" + id + "\""))
                        .count());
    }

    @Test
    void ofALinkAndATurnOffAtTheSameTimeNoLinkIsLeft() throws Exception {
        for (int round = 0; round < 8; round++) {
            TestDevice device = server.newDevice();
            StartLinkRequest request = video.linkRequest(device, "bob");
            CountDownLatch go = new CountDownLatch(1);
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<LinkUserAccountResponse> link = threads.submit(() -> {
                    go.await();
                    return TestServer.link(device, request);
                });
                Future<Switches> off = threads.submit(() -> {
                    go.await();
                    return change(device, SwitchScope.ACCOUNT, null, false);
                });
                go.countDown();
                link.get();
                off.get();
            }
            assertEquals(0, links(device), "round " + round);
        }
    }

    /// A network that holds a request for seconds delivers it after its repetition, and after what came next.
    @Test
    void changeThatArrivesAgainLateUndoesNothing() {
        TestDevice device = server.newDevice();
        SwitchChange on = new SwitchChange(SwitchScope.DEVICE, null, true).under("on-0123456789012345678901");
        SwitchChange off = new SwitchChange(SwitchScope.DEVICE, null, false).under("off-012345678901234567890");

        assertTrue(device.put(DeviceApi.SWITCHES, on).as(Switches.class).device());
        assertFalse(device.put(DeviceApi.SWITCHES, off).as(Switches.class).device());

        assertFalse(device.put(DeviceApi.SWITCHES, on).as(Switches.class).device(), "on, once more");
        assertFalse(device.get(DeviceApi.SWITCHES).as(Switches.class).device());
    }

    @Test
    void idOfAnotherDevicesChangeIsNoIdOfThisOnes() {
        SwitchChange off = new SwitchChange(SwitchScope.DEVICE, null, false).under("off-012345678901234567890");
        assertFalse(server.newDevice()
                .put(DeviceApi.SWITCHES, off)
                .as(Switches.class)
                .device());

        assertFalse(server.newDevice()
                .put(DeviceApi.SWITCHES, off)
                .as(Switches.class)
                .device());
    }

    @Test
    void changeThatFailedMayBeMadeAgain() {
        TestDevice device = server.newDevice();
        SwitchChange change = new SwitchChange(SwitchScope.APP, "nobody", false).under("app-012345678901234567890");

        assertEquals(404, device.put(DeviceApi.SWITCHES, change).status());
        assertEquals(404, device.put(DeviceApi.SWITCHES, change).status());
    }

    @Test
    void unknownAppIsAProblem() {
        Received received =
                server.newDevice().put(DeviceApi.SWITCHES, new SwitchChange(SwitchScope.APP, "nobody", false));

        assertEquals(404, received.status());
        assertEquals("unknown_app", received.code());
    }

    @Test
    void scopeThatDoesNotFitIsMalformed() {
        for (String body : List.of(
                "{\"scope\":\"APP\",\"on\":false}",
                "{\"scope\":\"DEVICE\",\"app\":\"sample-tv\",\"on\":false}",
                "{\"scope\":\"WORLD\",\"on\":false}",
                "{\"scope\":\"DEVICE\"}",
                "{\"scope\":\"DEVICE\",\"on\":false,\"changeId\":\"short\"}",
                "{\"scope\":\"DEVICE\",\"on\":\"false\"}")) {
            Received received = server.newDevice()
                    .call("PUT", DeviceApi.SWITCHES, body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            assertEquals(400, received.status(), body);
            assertEquals("malformed_request", received.code());
        }
    }

    private static TestDevice linkedDevice(Customer customer) {
        TestDevice device = server.newDevice(customer);
        TestServer.link(device, video.linkRequest(device, "bob"));
        TestServer.link(device, music.linkRequest(device, "bob"));
        return device;
    }

    private static Switches change(
            TestDevice device, SwitchScope scope, @org.jspecify.annotations.Nullable String app, boolean on) {
        return device.put(DeviceApi.SWITCHES, new SwitchChange(scope, app, on)).as(Switches.class);
    }

    private static int links(TestDevice device) {
        return device.get(DeviceApi.LINKS).as(LinkedAccounts.class).links().size();
    }
}
