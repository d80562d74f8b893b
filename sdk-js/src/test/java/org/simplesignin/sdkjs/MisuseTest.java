package org.simplesignin.sdkjs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.protocol.FailureReason;
import org.simplesignin.protocol.LinkAccountSuccessCode;
import org.simplesignin.protocol.RequestStatus;
import org.simplesignin.protocol.SSIEvent;
import org.simplesignin.protocol.UserSelection;

/// What only the app's developer can have caused rejects; what a customer's data can cause is an outcome. The same as
/// in the Java SDK.
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MisuseTest {
    private final Stage stage = new Stage();

    @BeforeAll
    void device() {
        stage.clear();
        stage.client().will(FakeClient.answer("{\"requestStatus\":\"NOT_AVAILABLE\"}"));
        stage.app()
                .evaluate("() => { link = (more) => SimpleSignInService.linkUserAccount({..."
                        + Calls.LINK_USER_ACCOUNT.arguments + ", ...more}); }");
    }

    @AfterAll
    void close() {
        stage.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SimpleSignInService.getUserAndLinks()",
                "SimpleSignInService.getUserAndLinks(null)",
                "SimpleSignInService.getUserAndLinks('')",
                "SimpleSignInService.getUserAndLinks(' \\t')",
                "SimpleSignInService.getUserAndLinks(1)",
                "SimpleSignInService.getUserAndLinks(['sample-video'])",
                "SimpleSignInService.getUserAndLinks('sample-video', { nonce: '' })",
                "SimpleSignInService.getUserAndLinks('sample-video', { nonce: null })",
                "SimpleSignInService.linkUserAccount()",
                "SimpleSignInService.linkUserAccount(null)",
                "SimpleSignInService.linkUserAccount('alice')",
                "link({ partnerUserId: undefined })",
                "link({ partnerUserId: 7 })",
                "link({ identityProviderName: ' ' })",
                "link({ userLoginName: '' })",
                "link({ linkToken: 'token' })",
                "link({ linkToken: null })",
                "link({ linkToken: { token: '', schema: 'LINK-TOKEN-1.0' } })",
                "link({ linkToken: { token: 't' } })",
                "link({ linkSigningKey: null })",
                "SimpleSignInService.showLoginSelection()",
                "SimpleSignInService.showLoginSelection({})",
                "SimpleSignInService.showLoginSelection([null])",
                "SimpleSignInService.showLoginSelection([{ loginName: 'alice' }])",
                "SimpleSignInService.showLoginSelection([{ linkId: 'a' }])",
                "SimpleSignInService.recordMetricEvent()",
                "SimpleSignInService.recordMetricEvent({ ssiEvent: 'LOGIN_SUCCESS' })",
                "SimpleSignInService.recordMetricEvent({ ssiEvent: 'LOGIN_SUCCESS', epochTimestamp: 1 })",
                "SimpleSignInService.recordMetricEvent({ ssiEvent: 'login', epochTimestamp: '1' })",
                "SimpleSignInService.recordMetricEvent({ ssiEvent: 'toString', epochTimestamp: '1' })",
                "SimpleSignInService.recordMetricEvent({ ssiEvent: 'LOGIN_FAILURE', epochTimestamp: '1' })",
                "SimpleSignInService.recordMetricEvent({ ssiEvent: 'LOGIN_FAILURE', epochTimestamp: '1', failureReason: 'x' })",
            })
    void misuseRejectsWithATypeError(String misuse) {
        // A promise that rejects: nothing is thrown at the caller.
        Object rejected = stage.app().evaluate("() => { const asked = " + misuse + "; return outcome(asked); }");
        assertTrue(rejected.toString().startsWith("TypeError: "), rejected::toString);
        assertFalse(rejected.toString().contains("alice"));
        assertEquals(List.of(), stage.client().requests());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SimpleSignInService.getUserAndLinks('x'.repeat(65))",
                "SimpleSignInService.getUserAndLinks('Sample Video')",
                "SimpleSignInService.getUserAndLinks('sample-video\\n')",
                "SimpleSignInService.getUserAndLinks('sample-video', { nonce: 'n'.repeat(129) })",
                "SimpleSignInService.getUserAndLinks('sample-video', { nonce: 'a b' })",
                "link({ partnerUserId: 'p'.repeat(257) })",
                "link({ userLoginName: 'a'.repeat(321) })",
                "link({ userLoginName: 'alice\\ud83d' })",
                "link({ linkToken: { token: 't'.repeat(8193), schema: 'LINK-TOKEN-1.0' } })",
                "link({ linkToken: { token: 't', schema: 'SSI-TOKEN-1.0' } })",
                "link({ linkSigningKey: 'k'.repeat(1025) })",
                "SimpleSignInService.showLoginSelection([])",
                "SimpleSignInService.showLoginSelection(Array(11).fill({ loginName: 'a', linkId: 'l'.repeat(22) }))",
                "SimpleSignInService.showLoginSelection([{ loginName: 'a', linkId: 'l'.repeat(65) }])",
                "SimpleSignInService.recordMetricEvent({ ssiEvent: 'LOGIN_SUCCESS', epochTimestamp: 'yesterday' })",
                "SimpleSignInService.recordMetricEvent({ ssiEvent: 'LOGIN_SUCCESS', epochTimestamp: '1', failureReason: 'FORBIDDEN' })",
            })
    void whatIsOverALimitIsAFailureAndNobodyIsAsked(String call) {
        assertTrue(stage.app().evaluate("() => " + call).toString().contains("requestStatus=FAILURE"));
        assertEquals(List.of(), stage.client().requests());
    }

    @Test
    void whatIsExactlyAtTheLimitIsAsked() {
        for (String call : List.of(
                "SimpleSignInService.getUserAndLinks('x'.repeat(64), { nonce: 'n'.repeat(128) })",
                "link({ partnerUserId: 'p'.repeat(256), userLoginName: '\uD83D\uDE00'.repeat(160), linkSigningKey: 'k'.repeat(1024),"
                        + " linkToken: { token: 't'.repeat(8192), schema: 'LINK-TOKEN-1.0' } })",
                "SimpleSignInService.showLoginSelection(Array(10).fill({ loginName: 'a'.repeat(320), linkId: 'l'.repeat(64) }))",
                "SimpleSignInService.recordMetricEvent({ ssiEvent: 'LOGIN_SUCCESS', epochTimestamp: '9'.repeat(16),"
                        + " failureReason: undefined })")) {
            assertTrue(stage.app().evaluate("() => " + call).toString().contains("NOT_AVAILABLE"), call);
            assertEquals(1, stage.client().requests().size());
        }
    }

    @Test
    void constantsAreThoseOfJavaAndCannotBeChanged() {
        for (Class<? extends Enum<?>> type : List.of(
                RequestStatus.class,
                LinkAccountSuccessCode.class,
                UserSelection.class,
                SSIEvent.class,
                FailureReason.class)) {
            assertEquals(
                    Arrays.stream(type.getEnumConstants()).map(Enum::name).toList(),
                    stage.app().evaluate("() => Object.values(" + type.getSimpleName() + ")"));
            assertEquals(
                    true,
                    stage.app()
                            .evaluate("() => Object.isFrozen(" + type.getSimpleName() + ") && Object.entries("
                                    + type.getSimpleName() + ").every(([key, value]) => key === value)"));
        }
    }

    @Test
    void theServiceCanBeConstructedAsTheOriginalCan() {
        assertEquals(true, stage.app().evaluate("() => new SimpleSignInService() instanceof SimpleSignInService"));
        assertEquals(
                Map.of("requestStatus", "NOT_SUPPORTED"),
                stage.shell().context().newPage().evaluate("""
                        async (url) => (await import(url)).SimpleSignInService.getUserAndLinks("sample-video")""", dataUrl()));
    }

    /// The module without any page of ours around it.
    private static String dataUrl() {
        return "data:text/javascript;base64,"
                + java.util.Base64.getEncoder()
                        .encodeToString(Site.text("/META-INF/resources/simple-sign-in.js")
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
