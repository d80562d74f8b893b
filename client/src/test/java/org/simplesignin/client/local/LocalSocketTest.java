package org.simplesignin.client.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.client.device.AppId;
import org.simplesignin.client.device.UnusableException;
import org.simplesignin.client.testing.ShellPage;
import org.simplesignin.client.testing.TestDevice;
import org.simplesignin.protocol.AppRequest;
import org.simplesignin.protocol.AppResponse;
import org.simplesignin.protocol.Call;
import org.simplesignin.protocol.Frames;
import org.simplesignin.protocol.Frames.Refusal;
import org.simplesignin.protocol.Frames.RefusedException;
import org.simplesignin.protocol.GetUserAndLinksResponse;
import org.simplesignin.protocol.LinkAccountSuccessCode;
import org.simplesignin.protocol.LinkUserAccountRequest;
import org.simplesignin.protocol.LinkUserAccountResponse;
import org.simplesignin.protocol.LoginNameValue;
import org.simplesignin.protocol.RequestStatus;
import org.simplesignin.protocol.SSIEvent;
import org.simplesignin.protocol.SSIEventRequest;
import org.simplesignin.protocol.ShowLoginSelectionResponse;
import org.simplesignin.protocol.Token;
import org.simplesignin.protocol.UserSelection;
import org.simplesignin.protocol.device.Consent;
import org.simplesignin.protocol.device.RegisteredApp;
import org.simplesignin.sdk.SimpleSignInConfiguration;
import org.simplesignin.sdk.SimpleSignInService;

@Isolated("It sets where the SDK of this process looks for the client.")
final class LocalSocketTest {
    private static final LinkUserAccountRequest LINK = new LinkUserAccountRequest(
            "partner-1", "sample-video", "alice@example.com", new Token("token", Token.LINK_TOKEN), "a2V5");

    @TempDir
    private Path directory;

    private TestDevice device;

    @BeforeEach
    void start() throws Exception {
        device = new TestDevice(directory);
        SimpleSignInService.configure(
                SimpleSignInConfiguration.ofProcess().withSocket(device.client().socket()));
    }

    @AfterEach
    void stop() {
        device.close();
    }

    private SocketChannel connect() throws Exception {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(device.client().socket()));
        return channel;
    }

    private AppResponse exchange(AppRequest request) throws Exception {
        try (SocketChannel channel = connect()) {
            channel.write(Frames.request(request));
            return Frames.readResponse(Channels.newInputStream(channel), Call.of(request));
        }
    }

    private Refusal refusal(byte[] frame) throws Exception {
        try (SocketChannel channel = connect()) {
            channel.write(ByteBuffer.wrap(frame));
            InputStream in = Channels.newInputStream(channel);
            return assertThrows(RefusedException.class, () -> Frames.readResponse(in, Call.GET_USER_AND_LINKS))
                    .refusal();
        }
    }

    private static byte[] frame(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(4 + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }

    @Test
    void nativeAppIsAnsweredThroughTheSdk() throws Exception {
        GetUserAndLinksResponse response = TestDevice.await(SimpleSignInService.getUserAndLinks("sample-video"));
        assertEquals(new GetUserAndLinksResponse(RequestStatus.SUCCESSFUL, "amzn1.user", List.of()), response);
    }

    @Test
    void nativeAppLinksThroughTheSdk() throws Exception {
        ShellPage shell = device.openShell().look();
        var response = SimpleSignInService.linkUserAccount(LINK);
        shell.press("allowed");
        assertEquals(
                LinkAccountSuccessCode.LINK_ESTABLISHED,
                TestDevice.await(response).successCode());
    }

    @Test
    void nativeAppChoosesAndReportsThroughTheSdk() throws Exception {
        ShellPage shell = device.openShell().look();
        String link = "link-0123456789-0123456789";
        var response = SimpleSignInService.showLoginSelection(List.of(new LoginNameValue("alice@example.com", link)));
        shell.press("selected", link);
        assertEquals(
                new ShowLoginSelectionResponse(RequestStatus.SUCCESSFUL, link, UserSelection.LOGIN_SELECTED),
                TestDevice.await(response));
        assertEquals(
                RequestStatus.SUCCESSFUL,
                TestDevice.await(SimpleSignInService.recordMetricEvent(
                                new SSIEventRequest(SSIEvent.LOGIN_SUCCESS, "1700000000000", null)))
                        .requestStatus());
        device.time.advance(Duration.ofSeconds(1));
        assertTrue(device.server.events.stream().anyMatch(event -> event.reported() == SSIEvent.LOGIN_SUCCESS));
    }

    @Test
    void nativeAppIsNotInFrontWhileAWebAppIs() throws Exception {
        ShellPage shell = device.openShell().look();
        shell.launch("other");
        assertEquals(RequestStatus.FAILURE, exchange(LINK).requestStatus());
        shell.send("DELETE", "/shell/launches/current", "");
        var response = TestDevice.async(() -> exchange(LINK));
        shell.press("declined");
        assertEquals(
                new LinkUserAccountResponse(RequestStatus.SUCCESSFUL, null, LinkAccountSuccessCode.CONSENT_DENIED),
                TestDevice.await(response));
    }

    @Test
    void appThatDisconnectsClosesItsDialog() throws Exception {
        ShellPage shell = device.openShell().look();
        try (SocketChannel channel = connect()) {
            channel.write(Frames.request(LINK));
            shell.dialog();
        }
        TestDevice.until(() -> device.server.consents.equals(List.of(Consent.TIMED_OUT)));
        assertEquals(204, shell.get("/shell/dialog").status());
    }

    @Test
    void appThatShutsItsOutputWithdrawsToo() throws Exception {
        ShellPage shell = device.openShell().look();
        try (SocketChannel channel = connect()) {
            channel.write(Frames.request(LINK));
            shell.dialog();
            channel.shutdownOutput();
            assertEquals(
                    RequestStatus.FAILURE,
                    Frames.readResponse(Channels.newInputStream(channel), Call.LINK_USER_ACCOUNT)
                            .requestStatus());
        }
    }

    @Test
    void unknownUidIsRefused() throws Exception {
        device.server.apps.set(0, nativeApp(false));
        device.restart();
        assertEquals(Refusal.UNKNOWN_CALLER, refusal(Frames.request(LINK).array()));
        assertFalse(device.server.requests.contains("POST /device/v1/links/start"));
    }

    private static RegisteredApp nativeApp(boolean isNative) {
        return new RegisteredApp(
                TestDevice.APP, "Sample", "Publisher", "sample-video", null, List.of(TestDevice.ORIGIN), isNative);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "garbage",
                "{\"protocol\":1}",
                "{\"protocol\":1,\"call\":\"getUserAndLinks\"}",
                "{\"protocol\":1,\"call\":\"unlinkEverybody\",\"body\":{}}",
                "{\"protocol\":1,\"call\":\"getUserAndLinks\",\"body\":{}}",
                "{\"protocol\":1,\"call\":\"getUserAndLinks\",\"body\":{\"identityProviderName\":7}}"
            })
    void garbageIsRefused(String json) throws Exception {
        assertEquals(Refusal.MALFORMED_REQUEST, refusal(frame(json)));
    }

    @Test
    void newerProtocolIsRefused() throws Exception {
        assertEquals(
                Refusal.UNSUPPORTED_PROTOCOL,
                refusal(frame(
                        "{\"protocol\":2,\"call\":\"getUserAndLinks\",\"body\":{\"identityProviderName\":\"a\"}}")));
    }

    @Test
    void overLongFrameIsRefusedUnread() throws Exception {
        assertEquals(
                Refusal.MALFORMED_REQUEST,
                refusal(ByteBuffer.allocate(4).putInt(64 * 1024 + 1).array()));
        assertEquals(
                Refusal.MALFORMED_REQUEST,
                refusal(ByteBuffer.allocate(4).putInt(-1).array()));
    }

    @Test
    void appThatSendsNothingIsCutOff() throws Exception {
        try (SocketChannel channel = connect()) {
            channel.write(ByteBuffer.wrap(new byte[] {0, 0}));
            var end = TestDevice.async(() -> {
                try {
                    return Channels.newInputStream(channel).read();
                } catch (SocketException e) {
                    // It was cut off before the client had read the two bytes.
                    return -1;
                }
            });
            while (!end.isDone()) {
                device.time.advance(Duration.ofSeconds(10));
            }
            assertEquals(-1, TestDevice.await(end));
        }
    }

    @Test
    void halfAFrameIsNotAnswered() throws Exception {
        try (SocketChannel channel = connect()) {
            channel.write(ByteBuffer.wrap(new byte[] {0, 0, 0, 9, '{'}));
            channel.shutdownOutput();
            DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
            assertThrows(EOFException.class, in::readInt);
        }
    }

    @Test
    void oneUsersConnectionsAreBounded() throws Exception {
        List<SocketChannel> idle = new ArrayList<>();
        List<CompletableFuture<Integer>> ends = new ArrayList<>();
        try {
            // Which of the 25 comes too late is for the scheduler to say.
            for (int i = 0; i < 25; i++) {
                SocketChannel channel = connect();
                idle.add(channel);
                ends.add(TestDevice.async(() -> Channels.newInputStream(channel).read()));
            }
            assertEquals(-1, TestDevice.await(CompletableFuture.anyOf(ends.toArray(new CompletableFuture<?>[0]))));
            assertEquals(1, ends.stream().filter(CompletableFuture::isDone).count(), "24 are kept");
        } finally {
            for (SocketChannel channel : idle) {
                channel.close();
            }
        }
        TestDevice.until(() -> {
            try {
                return exchange(new AppRequest.GetUserAndLinks("sample-video", null))
                                .requestStatus()
                        == RequestStatus.SUCCESSFUL;
            } catch (Exception e) {
                return false;
            }
        });
    }

    @Test
    void socketIsForEverybodyAndTheStateIsNot() throws Exception {
        assertEquals("rw-rw-rw-", permissions(device.client().socket()));
        assertEquals("rwx--x--x", permissions(directory));
        assertEquals("rwx------", permissions(directory.resolve("state")));
        assertEquals("rw-------", permissions(directory.resolve("shell.key")));
        try (var files = Files.list(directory.resolve("state"))) {
            for (Path file : files.filter(path -> !path.endsWith("lock")).toList()) {
                assertEquals("rw-------", permissions(file), file.toString());
            }
        }
    }

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void twoAppsOfOneUserAreRefused() {
        assertThrows(
                UnusableException.class,
                () -> NativeApps.of(
                        java.util.Map.of(new AppId("one"), 1000L, new AppId("two"), 1000L),
                        new org.simplesignin.client.device.Apps(
                                new org.simplesignin.client.device.AtomicFile(directory.resolve("none.json")))));
    }
}
