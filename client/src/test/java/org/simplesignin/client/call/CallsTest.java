package org.simplesignin.client.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.client.testing.FakeServer;
import org.simplesignin.client.testing.RawHttp.Reply;
import org.simplesignin.client.testing.ShellPage;
import org.simplesignin.client.testing.TestDevice;
import org.simplesignin.protocol.GetUserAndLinksResponse;
import org.simplesignin.protocol.LinkAccountSuccessCode;
import org.simplesignin.protocol.LinkUserAccountResponse;
import org.simplesignin.protocol.RequestStatus;
import org.simplesignin.protocol.device.StartLinkAnswer;

final class CallsTest {
    private static final String ASK = "{\"identityProviderName\":\"sample-video\"}";
    private static final String CHOOSE = "{\"loginNames\":[{\"loginName\":\"alice@example.com\",\"linkId\":\""
            + FakeServer.LINK_ID + "\"},{\"loginName\":\"\u202Ebob\",\"linkId\":\"other-0123456789-012345678\"}]}";
    private static final String EVENT =
            "{\"eventId\":\"event-0123456789-0123456\",\"event\":{\"ssiEvent\":\"LOGIN_SUCCESS\",\"epochTimestamp\":\"1700000000000\"}}";

    @TempDir
    private Path directory;

    private TestDevice device;
    private ShellPage shell;
    private String ticket;

    @BeforeEach
    void launch() throws Exception {
        device = new TestDevice(directory, List.of("alice", "bob"));
        shell = device.openShell().look();
        ticket = shell.launch(TestDevice.APP);
    }

    @AfterEach
    void stop() {
        assertEquals(List.of(), device.server.brokenProofs);
        device.close();
    }

    private String answer(String call, String body) throws IOException {
        Reply reply = device.call(call, ticket).json(body).send();
        assertEquals(200, reply.status(), reply.body());
        return reply.body().strip();
    }

    private CompletableFuture<String> answering(String call, String body) {
        return TestDevice.async(() -> answer(call, body));
    }

    private static void assertStatus(RequestStatus status, String response) {
        assertTrue(response.startsWith("{\"requestStatus\":\"" + status + "\""), response);
    }

    private boolean asked(String route) {
        return device.server.requests.contains("POST /device/v1/" + route);
    }

    static Stream<String> calls() {
        return Stream.of("getUserAndLinks", "linkUserAccount", "showLoginSelection", "recordMetricEvent");
    }

    private static String body(String call) {
        return switch (call) {
            case "getUserAndLinks" -> ASK;
            case "linkUserAccount" -> TestDevice.LINK_BODY;
            case "showLoginSelection" -> CHOOSE;
            default -> EVENT;
        };
    }

    @ParameterizedTest
    @MethodSource("calls")
    void childrenAndGuestsHaveNoSimpleSignIn(String call) throws Exception {
        for (String profile : List.of("child", "guest")) {
            assertEquals(
                    204,
                    shell.send("POST", "/shell/profile", "{\"profile\":\"" + profile + "\"}")
                            .status());
            assertStatus(RequestStatus.NOT_AVAILABLE, answer(call, body(call)));
        }
        assertFalse(asked("links/start") || asked("user-and-links") || asked("login-selections/start"));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void endedSessionIsNotSupported(String call) throws Exception {
        device.server.endSessions();
        if (!call.equals("recordMetricEvent")) {
            assertStatus(RequestStatus.NOT_SUPPORTED, answer(call, body(call)));
        } else {
            answer("getUserAndLinks", ASK);
        }
        assertStatus(RequestStatus.NOT_SUPPORTED, answer(call, body(call)));
        String state = shell.get("/shell/state").body();
        assertFalse(state.contains("\"displayName\":\"alice\""), state);
        assertTrue(state.contains("\"signedOut\":[\"alice\""), state);
    }

    @ParameterizedTest
    @ValueSource(strings = {"getUserAndLinks", "linkUserAccount", "showLoginSelection"})
    void serverAwayIsRetryable(String call) throws Exception {
        device.server.stop();
        assertStatus(RequestStatus.RETRYABLE_FAILURE, answer(call, body(call)));
        assertTrue(shell.get("/shell/state").body().contains("\"serverReachable\":false"));
        device.server.startAgain();
        assertStatus(RequestStatus.SUCCESSFUL, answer("getUserAndLinks", ASK));
        assertTrue(shell.get("/shell/state").body().contains("\"serverReachable\":true"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"getUserAndLinks", "linkUserAccount", "showLoginSelection"})
    void brokenServerIsRetryable(String call) throws Exception {
        device.server.failWith = 500;
        assertStatus(RequestStatus.RETRYABLE_FAILURE, answer(call, body(call)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"identityProviderName\":\"other-video\"}",
                "{\"identityProviderName\":\"unknown\"}",
                "{\"identityProviderName\":\"\"}",
                "{\"identityProviderName\":\"Sample-Video\"}",
                "{\"identityProviderName\":\"sample-video\",\"nonce\":\"not a nonce\"}"
            })
    void foreignProviderAndBadNonceFail(String body) throws Exception {
        assertStatus(RequestStatus.FAILURE, answer("getUserAndLinks", body));
        assertFalse(asked("user-and-links"));
    }

    static Stream<String> badLinks() {
        String good = TestDevice.LINK_BODY;
        return Stream.of(
                good.replace("sample-video", "other-video"),
                good.replace("partner-1", " "),
                good.replace("partner-1", "p".repeat(257)),
                good.replace("alice@example.com", ""),
                good.replace("alice@example.com", "\u200B\u202E"),
                good.replace("alice@example.com", "a".repeat(321)),
                good.replace("LINK-TOKEN-1.0", "SSI-TOKEN-1.0"),
                good.replace("link-token-secret", ""),
                good.replace("link-token-secret", "t".repeat(8 * 1024 + 1)),
                good.replace("c2lnbmluZy1rZXk=", "k".repeat(1025)));
    }

    @ParameterizedTest
    @MethodSource("badLinks")
    void badLinkArgumentsFailUnasked(String body) throws Exception {
        assertStatus(RequestStatus.FAILURE, answer("linkUserAccount", body));
        assertFalse(asked("links/start"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"loginNames\":[]}",
                "{\"loginNames\":[{\"loginName\":\"\",\"linkId\":\"link-0123456789-0123456789\"}]}",
                "{\"loginNames\":[{\"loginName\":\"a\",\"linkId\":\"short\"}]}",
                "{\"loginNames\":[{\"loginName\":\"a\",\"linkId\":\"link-0123456789-0123456789\"},{\"loginName\":\"b\",\"linkId\":\"link-0123456789-0123456789\"}]}"
            })
    void badSelectionsFailUnasked(String body) throws Exception {
        assertStatus(RequestStatus.FAILURE, answer("showLoginSelection", body));
        assertFalse(asked("login-selections/start"));
    }

    @Test
    void elevenLoginNamesFail() throws Exception {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < 11; i++) {
            names.append(i == 0 ? "" : ",")
                    .append("{\"loginName\":\"a\",\"linkId\":\"link-0123456789-01234567%02d\"}".formatted(i));
        }
        assertStatus(RequestStatus.FAILURE, answer("showLoginSelection", "{\"loginNames\":[" + names + "]}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"eventId\":\"short\",\"event\":{\"ssiEvent\":\"LOGIN_SUCCESS\",\"epochTimestamp\":\"1\"}}",
                "{\"eventId\":\"event-0123456789-0123456\",\"event\":{\"ssiEvent\":\"LOGIN_SUCCESS\",\"epochTimestamp\":\"-1\"}}",
                "{\"eventId\":\"event-0123456789-0123456\",\"event\":{\"ssiEvent\":\"LOGIN_FAILURE\",\"epochTimestamp\":\"1\"}}",
                "{\"eventId\":\"event-0123456789-0123456\",\"event\":{\"ssiEvent\":\"LOGIN_SUCCESS\",\"epochTimestamp\":\"1\",\"failureReason\":\"NOT_FOUND\"}}"
            })
    void badMetricEventsFail(String body) throws Exception {
        assertStatus(RequestStatus.FAILURE, answer("recordMetricEvent", body));
    }

    @Test
    void serversOwnOutcomesAreHandedOn() throws Exception {
        for (RequestStatus status : List.of(
                RequestStatus.FEATURE_TURNED_OFF,
                RequestStatus.NOT_AVAILABLE,
                RequestStatus.INVALID_LINK_SIGNING_KEY,
                RequestStatus.INVALID_LINK_SIGNING_KEY_ENCRYPTION)) {
            device.server.onStart = request -> StartLinkAnswer.done(
                    new LinkUserAccountResponse(status, null, LinkAccountSuccessCode.NOT_APPLICABLE));
            assertStatus(status, answer("linkUserAccount", TestDevice.LINK_BODY));
        }
        device.server.onUserAndLinks =
                request -> new GetUserAndLinksResponse(RequestStatus.FEATURE_TURNED_OFF, null, null);
        assertStatus(RequestStatus.FEATURE_TURNED_OFF, answer("getUserAndLinks", ASK));
        device.server.onSelection = request -> RequestStatus.FEATURE_TURNED_OFF;
        assertStatus(RequestStatus.FEATURE_TURNED_OFF, answer("showLoginSelection", CHOOSE));
    }

    @Test
    void existingLinkNeedsNoDialog() throws Exception {
        device.server.onStart = request -> StartLinkAnswer.done(new LinkUserAccountResponse(
                RequestStatus.SUCCESSFUL, FakeServer.LINK_ID, LinkAccountSuccessCode.LINK_ALREADY_EXISTS));
        assertTrue(answer("linkUserAccount", TestDevice.LINK_BODY).contains("LINK_ALREADY_EXISTS"));
        assertEquals(List.of(), device.server.consents);
    }

    @Test
    void loginNamesAreNowhereOnTheDisk() throws Exception {
        var answer = answering("showLoginSelection", CHOOSE);
        shell.press("selected", FakeServer.LINK_ID);
        TestDevice.await(answer);
        var link = answering("linkUserAccount", TestDevice.LINK_BODY);
        shell.press("allowed");
        TestDevice.await(link);
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = Files.readString(file);
                assertFalse(content.contains("alice@") || content.contains("link-token-secret"), file.toString());
            }
        }
        assertTrue(device.server.requests.stream().noneMatch(request -> request.contains("alice")));
    }

    @Test
    void moreThanSixteenCallsOfOneAppAreSentAway() throws Exception {
        CompletableFuture<Boolean> go = new CompletableFuture<>();
        device.server.onUserAndLinks = request -> {
            go.join();
            return new GetUserAndLinksResponse(RequestStatus.SUCCESSFUL, "amzn1.user", List.of());
        };
        List<CompletableFuture<String>> waiting = Stream.generate(() -> answering("getUserAndLinks", ASK))
                .limit(16)
                .toList();
        TestDevice.until(() -> device.server.requests.stream()
                        .filter(request -> request.endsWith("user-and-links"))
                        .count()
                >= 16);
        assertStatus(RequestStatus.RETRYABLE_FAILURE, answer("getUserAndLinks", ASK));
        go.complete(true);
        for (CompletableFuture<String> answer : waiting) {
            assertStatus(RequestStatus.SUCCESSFUL, TestDevice.await(answer));
        }
    }
}
