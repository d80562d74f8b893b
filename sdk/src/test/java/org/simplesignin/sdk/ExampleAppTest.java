package org.simplesignin.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.simplesignin.sdk.FakeClient.answering;
import static org.simplesignin.sdk.Fixtures.FOUND;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.protocol.AppRequest;
import org.simplesignin.protocol.FailureReason;
import org.simplesignin.protocol.Link;
import org.simplesignin.protocol.LinkAccountSuccessCode;
import org.simplesignin.protocol.LinkUserAccountRequest;
import org.simplesignin.protocol.LoginNameValue;
import org.simplesignin.protocol.RequestStatus;
import org.simplesignin.protocol.SSIEvent;
import org.simplesignin.protocol.ShowLoginSelectionResponse;
import org.simplesignin.protocol.Token;
import org.simplesignin.protocol.UserSelection;

/// The app that docs/integrate-java.md quotes does what the page says.
final class ExampleAppTest {
    private static final class Backend implements ExampleApp.Backend {
        private final List<Token> signedInWith = new ArrayList<>();
        private @Nullable FailureReason refusal;

        @Override
        public List<LoginNameValue> loginNames(List<Link> links) {
            return links.stream()
                    .map(link -> new LoginNameValue("alice@example.com", link.linkId()))
                    .toList();
        }

        @Override
        public void signInWithSsiToken(Token ssiToken) throws ExampleApp.RefusedException {
            if (refusal != null) {
                throw new ExampleApp.RefusedException(refusal);
            }
            signedInWith.add(ssiToken);
        }

        @Override
        public LinkUserAccountRequest linkToken(String amazonUserId) {
            return Fixtures.LINK;
        }
    }

    @TempDir
    private Path directory;

    private final Backend backend = new Backend();
    private final ExampleApp app = new ExampleApp(backend);

    @Test
    void aChosenAccountIsSignedInAndReported() throws Exception {
        try (FakeClient client = FakeClient.listening(
                directory, answering(FOUND), answering(Fixtures.SELECTED), answering(Fixtures.RECORDED))) {
            Fixtures.use(client.socket());
            assertTrue(app.signIn().get());
            assertEquals(List.of(new Token("ssi.token", Token.SSI_TOKEN)), backend.signedInWith);
            assertEquals(SSIEvent.LOGIN_SUCCESS, reported(client));
        }
    }

    @Test
    void aRefusalOfTheBackendIsReportedWithItsReason() throws Exception {
        backend.refusal = FailureReason.NOT_FOUND;
        try (FakeClient client = FakeClient.listening(
                directory, answering(FOUND), answering(Fixtures.SELECTED), answering(Fixtures.RECORDED))) {
            Fixtures.use(client.socket());
            assertFalse(app.signIn().get());
            assertEquals(SSIEvent.LOGIN_FAILURE, reported(client));
        }
    }

    @Test
    void anotherAccountIsTheAppsOwnSignIn() throws Exception {
        try (FakeClient client = FakeClient.listening(
                directory,
                answering(FOUND),
                answering(new ShowLoginSelectionResponse(RequestStatus.SUCCESSFUL, null, UserSelection.MANUAL_SIGN_IN)),
                answering(Fixtures.RECORDED))) {
            Fixtures.use(client.socket());
            assertFalse(app.signIn().get());
            assertEquals(SSIEvent.MANUAL_SIGNIN_SELECTED, reported(client));
        }
    }

    @Test
    void anAccountIsLinked() throws Exception {
        try (FakeClient client = FakeClient.listening(directory, answering(FOUND), answering(Fixtures.LINKED))) {
            Fixtures.use(client.socket());
            assertEquals(LinkAccountSuccessCode.LINK_ESTABLISHED, app.link().get());
        }
    }

    @Test
    void withoutAClientItIsTheAppsOwnSignIn() throws Exception {
        Fixtures.use(directory.resolve("nobody.sock"));
        assertFalse(app.signIn().get());
        assertEquals(LinkAccountSuccessCode.NOT_APPLICABLE, app.link().get());
    }

    @Test
    void aTimeOutOfItsOwnIsTakenFromTheProcess() {
        app.withAnotherTimeOut();
        assertEquals(false, app.signIn().join());
    }

    /// Returns the event of the next report, after the requests before it.
    private static SSIEvent reported(FakeClient client) throws InterruptedException {
        while (true) {
            if (client.request() instanceof AppRequest.RecordMetricEvent recorded) {
                return recorded.event().ssiEvent();
            }
        }
    }
}
