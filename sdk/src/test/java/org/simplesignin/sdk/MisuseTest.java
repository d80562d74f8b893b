package org.simplesignin.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.simplesignin.sdk.Fixtures.LINK_ID;
import static org.simplesignin.sdk.Fixtures.LINK_TOKEN;
import static org.simplesignin.sdk.Fixtures.PROVIDER;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.protocol.AppResponse;
import org.simplesignin.protocol.FailureReason;
import org.simplesignin.protocol.LinkUserAccountRequest;
import org.simplesignin.protocol.LoginNameValue;
import org.simplesignin.protocol.RequestStatus;
import org.simplesignin.protocol.SSIEvent;
import org.simplesignin.protocol.SSIEventRequest;
import org.simplesignin.protocol.Token;

/// What only the app's developer can have caused completes exceptionally; what a customer's data can cause does not.
@SuppressWarnings("NullAway") // nulls are what is tested
final class MisuseTest {
    interface Ask extends Supplier<CompletableFuture<? extends AppResponse>> {}

    @TempDir
    private Path directory;

    @BeforeEach
    void asksNobody() {
        // Were anybody asked, the outcome would be NOT_SUPPORTED.
        Fixtures.use(directory.resolve("nobody.sock"));
    }

    @ParameterizedTest
    @MethodSource
    void misuseCompletesExceptionally(Ask ask) {
        ExecutionException thrown =
                assertThrows(ExecutionException.class, () -> ask.get().get());
        assertInstanceOf(IllegalArgumentException.class, thrown.getCause());
        assertFalse(String.valueOf(thrown.getMessage()).contains("alice"));
    }

    static Stream<Ask> misuseCompletesExceptionally() {
        return Stream.of(
                () -> SimpleSignInService.getUserAndLinks(null),
                () -> SimpleSignInService.getUserAndLinks(""),
                () -> SimpleSignInService.getUserAndLinks(" \t"),
                () -> SimpleSignInService.getUserAndLinks(null, "nonce"),
                () -> SimpleSignInService.getUserAndLinks(PROVIDER, null),
                () -> SimpleSignInService.getUserAndLinks(PROVIDER, " "),
                () -> SimpleSignInService.linkUserAccount(null),
                () -> link("", PROVIDER, "alice", LINK_TOKEN, "k"),
                () -> link("p", " ", "alice", LINK_TOKEN, "k"),
                () -> link("p", PROVIDER, " ", LINK_TOKEN, "k"),
                () -> link("p", PROVIDER, "alice", new Token(" ", Token.LINK_TOKEN), "k"),
                () -> link("p", PROVIDER, "alice", new Token("t", ""), "k"),
                () -> link("p", PROVIDER, "alice", LINK_TOKEN, " "),
                () -> SimpleSignInService.showLoginSelection(null),
                () -> SimpleSignInService.showLoginSelection(Collections.singletonList(null)),
                () -> show(new LoginNameValue("alice", LINK_ID), null),
                () -> show(new LoginNameValue(" ", LINK_ID)),
                () -> show(new LoginNameValue("alice", " ")),
                () -> SimpleSignInService.recordMetricEvent(null),
                () -> event(SSIEvent.LOGIN_SUCCESS, " ", null),
                () -> event(SSIEvent.LOGIN_FAILURE, "1", null));
    }

    @ParameterizedTest
    @MethodSource
    void aRequestWithoutAMandatoryMemberIsRefusedWhereItIsMade(String member, Executable make) {
        NullPointerException refused = assertThrows(NullPointerException.class, make);
        assertEquals(member, refused.getMessage());
    }

    static Stream<Arguments> aRequestWithoutAMandatoryMemberIsRefusedWhereItIsMade() {
        return Stream.of(
                without("partnerUserId", () -> link(null, PROVIDER, "alice", LINK_TOKEN, "k")),
                without("identityProviderName", () -> link("p", null, "alice", LINK_TOKEN, "k")),
                without("userLoginName", () -> link("p", PROVIDER, null, LINK_TOKEN, "k")),
                without("linkToken", () -> link("p", PROVIDER, "alice", null, "k")),
                without("linkSigningKey", () -> link("p", PROVIDER, "alice", LINK_TOKEN, null)),
                without("token", () -> new Token(null, Token.LINK_TOKEN)),
                without("schema", () -> new Token("t", null)),
                without("loginName", () -> new LoginNameValue(null, LINK_ID)),
                without("linkId", () -> new LoginNameValue("alice", null)),
                without("ssiEvent", () -> event(null, "1", null)),
                without("epochTimestamp", () -> event(SSIEvent.LOGIN_SUCCESS, null, null)));
    }

    private static Arguments without(String member, Executable make) {
        return Arguments.of(member, make);
    }

    @ParameterizedTest
    @MethodSource
    void whatIsOverALimitIsAFailureAndNobodyIsAsked(Ask ask) throws Exception {
        CompletableFuture<? extends AppResponse> answer = ask.get();
        assertTrue(answer.isDone());
        assertEquals(RequestStatus.FAILURE, answer.get().requestStatus());
    }

    static Stream<Ask> whatIsOverALimitIsAFailureAndNobodyIsAsked() {
        return Stream.of(
                () -> SimpleSignInService.getUserAndLinks("x".repeat(65)),
                () -> SimpleSignInService.getUserAndLinks("Sample Video"),
                () -> SimpleSignInService.getUserAndLinks(PROVIDER, "n".repeat(129)),
                () -> SimpleSignInService.getUserAndLinks(PROVIDER, "a b"),
                () -> link("p".repeat(257), PROVIDER, "alice", LINK_TOKEN, "k"),
                () -> link("p", "x".repeat(65), "alice", LINK_TOKEN, "k"),
                () -> link("p", PROVIDER, "a".repeat(321), LINK_TOKEN, "k"),
                () -> link("p", PROVIDER, "alice\uD83D", LINK_TOKEN, "k"),
                () -> link("p", PROVIDER, "alice", new Token("t".repeat(8193), Token.LINK_TOKEN), "k"),
                () -> link("p", PROVIDER, "alice", new Token("t", Token.SSI_TOKEN), "k"),
                () -> link("p", PROVIDER, "alice", LINK_TOKEN, "k".repeat(1025)),
                () -> SimpleSignInService.showLoginSelection(List.of()),
                () -> SimpleSignInService.showLoginSelection(
                        Collections.nCopies(11, new LoginNameValue("alice", LINK_ID))),
                () -> show(new LoginNameValue("a".repeat(321), LINK_ID)),
                () -> show(new LoginNameValue("alice", "l".repeat(65))),
                () -> event(SSIEvent.LOGIN_SUCCESS, "yesterday", null),
                () -> event(SSIEvent.LOGIN_SUCCESS, "1", FailureReason.FORBIDDEN));
    }

    @Test
    void whatIsExactlyAtTheLimitIsAsked() throws Exception {
        List<Ask> asks = List.of(
                () -> SimpleSignInService.getUserAndLinks("x".repeat(64), "n".repeat(128)),
                () -> link(
                        "p".repeat(256),
                        "x".repeat(64),
                        "a".repeat(320),
                        new Token("t".repeat(8192), Token.LINK_TOKEN),
                        "k".repeat(1024)),
                () -> SimpleSignInService.showLoginSelection(
                        Collections.nCopies(10, new LoginNameValue("a".repeat(320), "l".repeat(64)))));
        for (Ask ask : asks) {
            assertEquals(RequestStatus.NOT_SUPPORTED, ask.get().get().requestStatus());
        }
    }

    @Test
    void aNullConfigurationIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> SimpleSignInService.configure(null));
    }

    @Test
    void configurationsThatCannotWorkAreRefused() {
        SimpleSignInConfiguration right = SimpleSignInConfiguration.of(name -> null, name -> null);
        List<Executable> wrong = List.of(
                () -> right.withSocket(null),
                () -> right.withSocket(Path.of("")),
                () -> right.withSocket(Path.of("/" + "x".repeat(103))),
                () -> right.withCallTimeout(null),
                () -> right.withCallTimeout(Duration.ZERO),
                () -> right.withCallTimeout(Duration.ofMillis(-1)),
                () -> right.withDialogTimeout(null),
                () -> right.withDialogTimeout(Duration.ZERO),
                () -> right.withDialogTimeout(Duration.ofDays(1).plusNanos(1)));
        for (Executable one : wrong) {
            assertThrows(IllegalArgumentException.class, one);
        }
        assertEquals(
                103,
                right.withSocket(Path.of("/" + "x".repeat(102)))
                        .socket()
                        .toString()
                        .length());
    }

    @Test
    void theSocketIsThePropertysThenTheVariablesThenTheDefault() {
        Map<String, String> property = Map.of("simplesignin.socket", "/property.sock");
        Map<String, String> variable = Map.of("SIMPLE_SIGN_IN_SOCKET", "/variable.sock");
        assertEquals(
                Path.of("/property.sock"),
                SimpleSignInConfiguration.of(property::get, variable::get).socket());
        assertEquals(
                Path.of("/variable.sock"),
                SimpleSignInConfiguration.of(name -> null, variable::get).socket());
        SimpleSignInConfiguration byDefault = SimpleSignInConfiguration.of(name -> null, name -> null);
        assertEquals(Path.of("/run/simple-sign-in/client.sock"), byDefault.socket());
        assertEquals(Duration.ofSeconds(10), byDefault.callTimeout());
        assertEquals(Duration.ofMinutes(16), byDefault.dialogTimeout());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\u0000b"})
    void aPropertyThatIsNoPathIsSaidToBeWrong(String path) {
        IllegalStateException ofProperty = assertThrows(
                IllegalStateException.class, () -> SimpleSignInConfiguration.of(name -> path, name -> null));
        assertTrue(String.valueOf(ofProperty.getMessage()).contains("simplesignin.socket"));
        IllegalStateException ofVariable = assertThrows(
                IllegalStateException.class, () -> SimpleSignInConfiguration.of(name -> null, name -> path));
        assertTrue(String.valueOf(ofVariable.getMessage()).contains("SIMPLE_SIGN_IN_SOCKET"));
    }

    private static CompletableFuture<? extends AppResponse> link(
            String partnerUserId, String provider, String loginName, Token token, String key) {
        return SimpleSignInService.linkUserAccount(
                new LinkUserAccountRequest(partnerUserId, provider, loginName, token, key));
    }

    private static CompletableFuture<? extends AppResponse> show(LoginNameValue... values) {
        return SimpleSignInService.showLoginSelection(Arrays.asList(values));
    }

    private static CompletableFuture<? extends AppResponse> event(SSIEvent event, String time, FailureReason reason) {
        return SimpleSignInService.recordMetricEvent(new SSIEventRequest(event, time, reason));
    }
}
