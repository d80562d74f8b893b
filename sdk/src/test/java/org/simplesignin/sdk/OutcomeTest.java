package org.simplesignin.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.simplesignin.sdk.FakeClient.answering;
import static org.simplesignin.sdk.FakeClient.answeringFrame;
import static org.simplesignin.sdk.Fixtures.EVENT;
import static org.simplesignin.sdk.Fixtures.FOUND;
import static org.simplesignin.sdk.Fixtures.LINK;
import static org.simplesignin.sdk.Fixtures.LINK_ID;
import static org.simplesignin.sdk.Fixtures.LOGIN_NAMES;
import static org.simplesignin.sdk.Fixtures.PROVIDER;
import static org.simplesignin.sdk.Fixtures.use;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.protocol.AppRequest;
import org.simplesignin.protocol.AppResponse;
import org.simplesignin.protocol.Frames;
import org.simplesignin.protocol.Limits;
import org.simplesignin.protocol.LinkAccountSuccessCode;
import org.simplesignin.protocol.LinkUserAccountResponse;
import org.simplesignin.protocol.RequestStatus;
import org.simplesignin.protocol.ShowLoginSelectionResponse;
import org.simplesignin.protocol.UserSelection;
import org.simplesignin.sdk.Fixtures.Ask;

/// Whatever the client does or does not do, the app gets a response that says so.
final class OutcomeTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void anAnswerReachesTheApp(Ask ask) throws Exception {
        try (FakeClient client = FakeClient.listening(directory, answering(ask.response()))) {
            use(client.socket());
            assertEquals(ask.response(), ask.call().get());
            assertEquals(1, client.connections());
        }
    }

    @Test
    void whatTheAppAsksReachesTheClient() throws Exception {
        try (FakeClient client = FakeClient.listening(
                directory,
                answering(FOUND),
                answering(FOUND),
                answering(Fixtures.LINKED),
                answering(Fixtures.SELECTED),
                answering(Fixtures.RECORDED))) {
            use(client.socket());
            SimpleSignInService.getUserAndLinks(PROVIDER).get();
            SimpleSignInService.getUserAndLinks(PROVIDER, "nonce-1").get();
            SimpleSignInService.linkUserAccount(LINK).get();
            SimpleSignInService.showLoginSelection(LOGIN_NAMES).get();
            SimpleSignInService.recordMetricEvent(EVENT).get();
            assertEquals(new AppRequest.GetUserAndLinks(PROVIDER, null), client.request());
            assertEquals(new AppRequest.GetUserAndLinks(PROVIDER, "nonce-1"), client.request());
            assertEquals(LINK, client.request());
            assertEquals(new AppRequest.ShowLoginSelection(LOGIN_NAMES), client.request());
            AppRequest.RecordMetricEvent recorded = (AppRequest.RecordMetricEvent) client.request();
            assertEquals(EVENT, recorded.event());
            assertTrue(Limits.isRandomId(recorded.eventId()));
        }
    }

    @ParameterizedTest
    @EnumSource(RequestStatus.class)
    void everyStatusReachesTheApp(RequestStatus status) throws Exception {
        LinkUserAccountResponse response = new LinkUserAccountResponse(
                status,
                null,
                status == RequestStatus.SUCCESSFUL
                        ? LinkAccountSuccessCode.CONSENT_DENIED
                        : LinkAccountSuccessCode.NOT_APPLICABLE);
        try (FakeClient client = FakeClient.listening(directory, answering(response))) {
            use(client.socket());
            assertEquals(response, SimpleSignInService.linkUserAccount(LINK).get());
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutASocketItIsNotSupported(Ask ask) throws Exception {
        use(directory.resolve("nobody.sock"));
        assertOutcome(RequestStatus.NOT_SUPPORTED, ask);
        use(directory.resolve("no-directory").resolve("nobody.sock"));
        assertOutcome(RequestStatus.NOT_SUPPORTED, ask);
    }

    @ParameterizedTest
    @EnumSource
    void aSocketThatNobodyListensOnIsNotSupported(Ask ask) throws Exception {
        Path socket = directory.resolve("left-behind.sock");
        try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(socket));
        }
        assertTrue(Files.exists(socket));
        use(socket);
        assertOutcome(RequestStatus.NOT_SUPPORTED, ask);

        Path file = Files.createFile(directory.resolve("file"));
        use(file);
        assertOutcome(RequestStatus.NOT_SUPPORTED, ask);
    }

    @ParameterizedTest
    @CsvSource({"UNKNOWN_CALLER, NOT_SUPPORTED", "UNSUPPORTED_PROTOCOL, NOT_SUPPORTED", "MALFORMED_REQUEST, FAILURE"})
    void aRefusalIsAnOutcome(Frames.Refusal refusal, RequestStatus status) throws Exception {
        try (FakeClient client = FakeClient.listening(directory, app -> {
            app.read();
            app.send(Frames.refusal(refusal));
        })) {
            use(client.socket());
            for (Ask ask : Ask.values()) {
                assertOutcome(status, ask);
            }
            assertEquals(Ask.values().length, client.connections());
        }
    }

    @Test
    void aClientThatRefusesBeforeItReadsIsHeard() throws Exception {
        try (FakeClient client =
                FakeClient.listening(directory, app -> app.send(Frames.refusal(Frames.Refusal.UNKNOWN_CALLER)))) {
            use(client.socket());
            for (int round = 0; round < 50; round++) {
                assertOutcome(RequestStatus.NOT_SUPPORTED, Ask.LINK_USER_ACCOUNT);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBrokenConnectionIsRetryableAndTriedAgainOnlyWithoutADialog(Ask ask) throws Exception {
        List<FakeClient.Behaviour> ways = List.of(
                app -> {},
                FakeClient.Connected::read,
                app -> {
                    app.read();
                    app.send(ByteBuffer.wrap(new byte[] {0, 0}));
                },
                app -> {
                    app.read();
                    ByteBuffer half = Frames.response(ask.response());
                    app.send(half.limit(half.limit() - 1));
                });
        for (FakeClient.Behaviour way : ways) {
            try (FakeClient client = FakeClient.listening(directory, way)) {
                use(client.socket());
                assertOutcome(RequestStatus.RETRYABLE_FAILURE, ask);
                assertEquals(ask.showsDialog() ? 1 : 2, client.connections());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GET_USER_AND_LINKS", "RECORD_METRIC_EVENT"})
    void theSecondTryIsEnoughAndSaysTheSame(Ask ask) throws Exception {
        try (FakeClient client =
                FakeClient.listening(directory, FakeClient.Connected::read, answering(ask.response()))) {
            use(client.socket());
            assertEquals(ask.response(), ask.call().get());
            // Also the eventId: else the event would count twice.
            assertEquals(client.request(), client.request());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatIsGoneAtTheSecondTryIsLikelyToComeBack(Ask ask) throws Exception {
        try (FakeClient client =
                FakeClient.listening(directory, app -> Files.delete(directory.resolve("client.sock")))) {
            use(client.socket());
            assertOutcome(RequestStatus.RETRYABLE_FAILURE, ask);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatDoesNotAnswerInTimeIsRetryable(Ask ask) throws Exception {
        try (FakeClient client = FakeClient.listening(directory, app -> {
            app.read();
            app.awaitClose();
        })) {
            use(client.socket(), Duration.ofMillis(50));
            assertOutcome(RequestStatus.RETRYABLE_FAILURE, ask);
            assertEquals(1, client.connections());
        }
    }

    @Test
    void aClientThatTricklesForEverIsRetryable() throws Exception {
        try (FakeClient client = FakeClient.listening(directory, app -> {
            app.read();
            app.send(ByteBuffer.allocate(4).putInt(Limits.RESPONSE_BYTES).flip());
            trickle(app);
        })) {
            use(client.socket(), Duration.ofMillis(100));
            assertOutcome(RequestStatus.RETRYABLE_FAILURE, Ask.GET_USER_AND_LINKS);
        }
    }

    @Test
    void aClientThatNeverReadsIsRetryable() throws Exception {
        try (ServerSocketChannel asleep = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            Path socket = directory.resolve("asleep.sock");
            asleep.bind(UnixDomainSocketAddress.of(socket), 1);
            use(socket, Duration.ofMillis(100));
            // The queue of connections takes one or two of these; the others wait for a place in it, also not for ever.
            List<CompletableFuture<? extends AppResponse>> asked = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                asked.add(Ask.GET_USER_AND_LINKS.call());
            }
            for (CompletableFuture<? extends AppResponse> answer : asked) {
                assertEquals(RequestStatus.RETRYABLE_FAILURE, answer.get().requestStatus());
            }
        }
    }

    @Test
    void aClientWithAFullQueueOfConnectionsIsWaitedFor() throws Exception {
        try (FakeClient client = FakeClient.listening(directory, answering(FOUND))) {
            use(client.socket());
            List<CompletableFuture<? extends AppResponse>> asked = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                asked.add(Ask.GET_USER_AND_LINKS.call());
            }
            for (CompletableFuture<? extends AppResponse> answer : asked) {
                assertEquals(FOUND, answer.get());
            }
            assertEquals(64, client.connections());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "{\"protocol\":1}",
                "{\"protocol\":1,\"body\":null}",
                "{\"protocol\":1,\"body\":{}}",
                "{\"protocol\":1,\"body\":{\"requestStatus\":\"SPLENDID\"}}",
                "{\"protocol\":1,\"body\":{\"requestStatus\":\"SUCCESSFUL\"}}",
                "{\"protocol\":1,\"body\":{\"requestStatus\":\"SUCCESSFUL\",\"requestStatus\":\"SUCCESSFUL\"}}",
                "{\"protocol\":1,\"body\":{\"requestStatus\":\"SUCCESSFUL\",\"links\":[]}}",
                "{\"protocol\":1,\"body\":{\"requestStatus\":\"SUCCESSFUL\",\"amazonUserId\":\"u\"}}",
                "{\"protocol\":1,\"body\":{\"requestStatus\":\"SUCCESSFUL\",\"amazonUserId\":\"u\",\"links\":[{}]}}",
                "{\"protocol\":1,\"body\":{\"requestStatus\":\"SUCCESSFUL\",\"amazonUserId\":\"u\",\"links\":[null]}}",
                "{\"protocol\":1,\"body\":{\"requestStatus\":\"SUCCESSFUL\",\"amazonUserId\":\"u\",\"links\":[{\"linkId\":\"l\","
                        + "\"amazonUserId\":\"u\",\"partnerUserId\":\"p\",\"identityProviderName\":\"i\","
                        + "\"ssiToken\":{\"token\":\"t\",\"schema\":\"LINK-TOKEN-1.0\"},\"linkedTimestamp\":\"1\"}]}}",
                "{\"protocol\":1,\"problem\":\"of_a_newer_client\"}",
            })
    void anAnswerThatIsNotOneIsAFailure(String frame) throws Exception {
        try (FakeClient client = FakeClient.listening(directory, answeringFrame(frame))) {
            use(client.socket());
            assertOutcome(RequestStatus.FAILURE, Ask.GET_USER_AND_LINKS);
            assertEquals(1, client.connections());
        }
    }

    @Test
    void anAnswerThatPromisesALinkAndHasNoneIsAFailure() throws Exception {
        try (FakeClient client = FakeClient.listening(
                directory,
                answering(new LinkUserAccountResponse(
                        RequestStatus.SUCCESSFUL, null, LinkAccountSuccessCode.LINK_ESTABLISHED)),
                answering(new LinkUserAccountResponse(
                        RequestStatus.SUCCESSFUL, LINK_ID, LinkAccountSuccessCode.CONSENT_DENIED)))) {
            use(client.socket());
            assertOutcome(RequestStatus.FAILURE, Ask.LINK_USER_ACCOUNT);
            assertOutcome(RequestStatus.FAILURE, Ask.LINK_USER_ACCOUNT);
        }
    }

    @Test
    void aChoiceThatWasNotOfferedIsAFailure() throws Exception {
        String another = "YW5vdGhlci1saW5rLWlkLTAx";
        try (FakeClient client = FakeClient.listening(
                directory,
                answering(new ShowLoginSelectionResponse(
                        RequestStatus.SUCCESSFUL, another, UserSelection.LOGIN_SELECTED)),
                answering(new ShowLoginSelectionResponse(RequestStatus.SUCCESSFUL, null, UserSelection.LOGIN_SELECTED)),
                answering(new ShowLoginSelectionResponse(RequestStatus.SUCCESSFUL, LINK_ID, null)))) {
            use(client.socket());
            for (int i = 0; i < 3; i++) {
                assertOutcome(RequestStatus.FAILURE, Ask.SHOW_LOGIN_SELECTION);
            }
        }
    }

    @Property(tries = 100)
    void garbageIsAnOutcome(@ForAll @Size(max = 64) byte[] garbage) throws Exception {
        Path own = Files.createTempDirectory("garbage");
        try (FakeClient client = FakeClient.listening(own, app -> {
            app.read();
            app.send(ByteBuffer.wrap(garbage));
        })) {
            use(client.socket());
            RequestStatus status =
                    SimpleSignInService.getUserAndLinks(PROVIDER).get().requestStatus();
            assertTrue(status == RequestStatus.FAILURE || status == RequestStatus.RETRYABLE_FAILURE, status::toString);
        } finally {
            Files.delete(own);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Limits.RESPONSE_BYTES + 1, 300 * 1024, Integer.MAX_VALUE, -1, Integer.MIN_VALUE})
    void anAnswerOverTheLimitIsAFailureBeforeItIsRead(int length) throws Exception {
        try (FakeClient client = FakeClient.listening(directory, app -> {
            app.read();
            app.send(ByteBuffer.allocate(4).putInt(length).flip());
            app.awaitClose();
        })) {
            use(client.socket());
            assertOutcome(RequestStatus.FAILURE, Ask.GET_USER_AND_LINKS);
        }
    }

    @Test
    void anAnswerOf300KibibytesIsAFailureAlsoWhereTheClientSendsAllOfIt() throws Exception {
        try (FakeClient client = FakeClient.listening(directory, app -> {
            app.read();
            int length = 300 * 1024;
            try {
                app.send(ByteBuffer.allocate(4 + length).putInt(length).rewind());
            } catch (java.io.IOException hungUp) {
                // As it should be.
            }
        })) {
            use(client.socket());
            assertOutcome(RequestStatus.FAILURE, Ask.GET_USER_AND_LINKS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneByteAtATimeIsAnAnswerToo(Ask ask) throws Exception {
        try (FakeClient client = FakeClient.listening(directory, app -> {
            app.read();
            ByteBuffer response = Frames.response(ask.response());
            while (response.hasRemaining()) {
                app.send(ByteBuffer.wrap(new byte[] {response.get()}));
            }
        })) {
            use(client.socket());
            assertEquals(ask.response(), ask.call().get());
        }
    }

    private static void trickle(FakeClient.Connected app) {
        try {
            while (true) {
                app.send(ByteBuffer.wrap(new byte[] {' '}));
                LockSupport.parkNanos(100_000);
            }
        } catch (java.io.IOException hungUp) {
            // As it should be.
        }
    }

    private static void assertOutcome(RequestStatus status, Ask ask) throws Exception {
        AppResponse response = ask.call().get();
        AppResponse expected =
                org.simplesignin.protocol.Call.valueOf(ask.name()).unprocessed(status);
        assertEquals(expected, response);
    }
}
