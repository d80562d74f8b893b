package org.simplesignin.server.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.protocol.GetUserAndLinksResponse;
import org.simplesignin.protocol.RequestStatus;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.SwitchChange;
import org.simplesignin.protocol.device.SwitchScope;
import org.simplesignin.protocol.device.UserAndLinksRequest;
import org.simplesignin.server.Stores;
import org.simplesignin.server.audit.AuditLog;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.storage.StorageException;
import org.simplesignin.server.testing.Partner;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.Replaced;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.server.testing.TestServer;
import org.simplesignin.tokens.IdentityProviderName;
import org.simplesignin.tokens.LinkId;

/// What comes between reading a link and handing out its token, driven on purpose: the port is the real one, with a
/// step before or after one of its verbs.
final class MintingRaceTest {
    @TempDir
    Path directory;

    private final AtomicReference<Runnable> afterReading = new AtomicReference<>(() -> {});
    private final AtomicReference<RuntimeException> auditFailure = new AtomicReference<>();

    private TestServer start() {
        return TestServer.start(directory, stores -> {
            Stores slow = Replaced.with(
                    stores,
                    Links.class,
                    Replaced.after(
                            Links.class,
                            stores.links(),
                            "storedOfProvider",
                            () -> afterReading.get().run()));
            return Replaced.with(slow, AuditLog.class, failing(stores.auditLog()));
        });
    }

    private AuditLog failing(AuditLog real) {
        return (AuditLog) Proxy.newProxyInstance(
                AuditLog.class.getClassLoader(), new Class<?>[] {AuditLog.class}, (proxy, method, arguments) -> {
                    RuntimeException failure = auditFailure.get();
                    if (failure != null && method.getName().equals("append")) {
                        throw failure;
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void linkThatEndsWhileItsTokenIsSignedGivesNoToken() {
        try (TestServer server = start()) {
            Customer customer = server.newCustomer();
            TestDevice device = server.newDevice(customer);
            Partner video = new Partner(server, "sample-tv", "sample-video");
            LinkId id = LinkId.of(String.valueOf(
                    TestServer.link(device, video.linkRequest(device, "bob")).linkId()));
            TestServer.link(device, video.linkRequest(device, "carol"));
            afterReading.set(() -> end(server, customer.id(), id));

            assertEquals(
                    List.of("carol"),
                    video.links(device).stream()
                            .map(link -> link.partnerUserId())
                            .toList());
        }
    }

    private static void end(TestServer server, CustomerId customer, LinkId id) {
        server.storage()
                .transactions()
                .inCustomerTransaction(
                        customer,
                        tx -> server.storage()
                                .links()
                                .end(tx, id, server.clock().instant()));
    }

    @Test
    void turnedOffWhileTokensAreSignedGivesNone() {
        try (TestServer server = start()) {
            Customer customer = server.newCustomer();
            TestDevice device = server.newDevice(customer);
            TestDevice phone = server.newDevice(customer);
            Partner video = new Partner(server, "sample-tv", "sample-video");
            TestServer.link(device, video.linkRequest(device, "bob"));
            afterReading.set(() -> phone.put(DeviceApi.SWITCHES, new SwitchChange(SwitchScope.ACCOUNT, null, false)));

            assertEquals(
                    new GetUserAndLinksResponse(RequestStatus.FEATURE_TURNED_OFF, null, null),
                    video.userAndLinks(device));
        }
    }

    @Test
    void deviceWhoseSessionEndsWhileTokensAreSignedGetsNone() {
        try (TestServer server = start()) {
            Customer customer = server.newCustomer();
            TestDevice device = server.newDevice(customer);
            Partner video = new Partner(server, "sample-tv", "sample-video");
            TestServer.link(device, video.linkRequest(device, "bob"));
            TestDevice twin = server.twinOf(device);
            String old = device.tokens().refresh_token();
            device.refresh();
            device.refresh();
            afterReading.set(() -> twin.refreshWith(old));

            Received received =
                    device.post(DeviceApi.USER_AND_LINKS, new UserAndLinksRequest("sample-tv", "sample-video", null));

            assertEquals(401, received.status());
            assertEquals("invalid_token", received.code());
        }
    }

    @Test
    void withoutAuditLineThereIsNoToken() {
        try (TestServer server = start()) {
            TestDevice device = server.newDevice();
            Partner video = new Partner(server, "sample-tv", "sample-video");
            TestServer.link(device, video.linkRequest(device, "bob"));
            auditFailure.set(new StorageException("the disk is full", null, false));

            Received received =
                    device.post(DeviceApi.USER_AND_LINKS, new UserAndLinksRequest("sample-tv", "sample-video", null));

            assertEquals(500, received.status());
            assertEquals("internal", received.code());
            assertFalse(received.text().contains("disk"));
            assertTrue(received.header("Request-Id").isPresent());
        }
    }

    @Test
    void withoutAuditLineThereIsNoLink() {
        try (TestServer server = start()) {
            Customer customer = server.newCustomer();
            TestDevice device = server.newDevice(customer);
            Partner video = new Partner(server, "sample-tv", "sample-video");
            var request = video.linkRequest(device, "bob");
            auditFailure.set(new StorageException("the store is busy", null, true));

            Received received = device.post(
                    DeviceApi.FINISH_LINK,
                    new org.simplesignin.protocol.device.FinishLinkRequest(
                            "a".repeat(32), org.simplesignin.protocol.device.Consent.ALLOWED, request));

            assertEquals(503, received.status());
            assertEquals("overloaded", received.code());
            assertEquals("5", received.header("Retry-After").orElse(""));
            assertEquals(
                    List.of(),
                    server.storage().links().ofProvider(customer.id(), IdentityProviderName.of("sample-video")));
        }
    }
}
