package org.simplesignin.server.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.SwitchChange;
import org.simplesignin.protocol.device.SwitchScope;
import org.simplesignin.protocol.device.UserAndLinksRequest;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.testing.Partner;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.Replaced;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.server.testing.TestServer;

/// A device that is removed after the guard let its call in, and before the call is done: it changes nothing any more.
/// The port is the real one, with a step behind the guard's reading.
final class RemovedMeanwhileTest {
    @TempDir
    Path directory;

    private final AtomicReference<Runnable> afterTheGuard = new AtomicReference<>(() -> {});

    interface Ask {
        Received of(TestDevice device, String linkId);
    }

    record Call(String name, Ask ask) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Call> calls() {
        return Stream.of(
                new Call("account off", (device, link) -> turn(device, SwitchScope.ACCOUNT, null)),
                new Call("app off", (device, link) -> turn(device, SwitchScope.APP, "sample-tv")),
                new Call("device off", (device, link) -> turn(device, SwitchScope.DEVICE, null)),
                new Call("unlink", (device, link) -> device.delete(DeviceApi.LINKS + "/" + link)),
                new Call(
                        "mint",
                        (device, link) -> device.post(
                                DeviceApi.USER_AND_LINKS, new UserAndLinksRequest("sample-tv", "sample-video", null))));
    }

    private static Received turn(TestDevice device, SwitchScope scope, @Nullable String app) {
        return device.put(DeviceApi.SWITCHES, new SwitchChange(scope, app, false));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void callOfADeviceThatIsRemovedMeanwhileIsRefusedAndChangesNothing(Call call) {
        try (TestServer server = TestServer.start(
                directory,
                stores -> Replaced.with(
                        stores,
                        Devices.class,
                        Replaced.after(
                                Devices.class,
                                stores.devices(),
                                "registration",
                                () -> afterTheGuard.get().run())))) {
            Customer customer = server.newCustomer();
            TestDevice device = server.newDevice(customer);
            TestDevice other = server.newDevice(customer);
            Partner video = new Partner(server, "sample-tv", "sample-video");
            String link = String.valueOf(
                    TestServer.link(device, video.linkRequest(device, "bob")).linkId());
            long lines = lines(server, customer);
            afterTheGuard.set(() -> {
                afterTheGuard.set(() -> {});
                assertEquals(200, device.revoke(device.tokens().refresh_token()).status());
            });

            Received received = call.ask().of(device, link);

            assertEquals(401, received.status(), received::text);
            assertEquals("invalid_token", received.code());
            assertEquals(lines + 1, lines(server, customer), "more than the removal is in the audit log");
            assertEquals(1, video.links(other).size());
        }
    }

    private static long lines(TestServer server, Customer customer) {
        List<?> lines = server.storage().auditLog().lines(customer.id(), 1, 100);
        assertTrue(lines.size() < 100);
        return lines.size();
    }
}
