package org.simplesignin.sample.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.protocol.LinkUserAccountRequest;
import org.simplesignin.protocol.LoginNameValue;
import org.simplesignin.protocol.Token;
import org.simplesignin.sample.api.LinkTokenRequest;
import org.simplesignin.sample.api.LoginNames;
import org.simplesignin.sample.api.LoginNames.LinkProof;
import org.simplesignin.sample.api.SignedIn;
import org.simplesignin.sample.backend.RunningBackend.Answer;

final class SimpleSignInRoutesTest {
    private static final String LINK = "link-1";

    private final MovingClock clock = new MovingClock();
    private PlayedPlatform platform;
    private RunningBackend backend;

    @TempDir
    private Path directory;

    @BeforeEach
    void start() throws IOException {
        platform = new PlayedPlatform(clock);
        backend = new RunningBackend(directory, platform.url(), clock);
    }

    @AfterEach
    void stop() throws IOException {
        backend.close();
        platform.close();
    }

    @Test
    void ssiTokenSignsInTheAccountThatWasLinked() throws Exception {
        SignedIn maya = backend.signUp("maya@example.com");
        LinkUserAccountRequest linked = backend.linkToken(maya);

        SignedIn again = signIn(platform.ssiToken(linked, LINK)).as(SignedIn.class);

        assertEquals(maya.partnerUserId(), again.partnerUserId());
        assertEquals("maya@example.com", again.loginName());
        assertFalse(maya.session().equals(again.session()));
        assertEquals(200, backend.get("/api/account", again.session()).status());
    }

    @Test
    void linkTokenNeedsASession() throws Exception {
        Answer answer = backend.post("/api/link-token", null, new LinkTokenRequest(PlayedPlatform.USER));

        assertEquals(401, answer.status());
        assertEquals("signed_out", answer.code());
        assertEquals(0, platform.timesAsked());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "höhle", "a b"})
    void amazonUserIdThatIsNoneIsRefused(String amazonUserId) throws Exception {
        SignedIn maya = backend.signUp("maya@example.com");

        Answer answer = backend.post("/api/link-token", maya.session(), new LinkTokenRequest(amazonUserId));

        assertEquals("malformed_request", answer.code());
    }

    @Test
    void appKeyIsAskedForOnceAnHourAndAnAbsentOneIsAskedForAgain() throws Exception {
        SignedIn maya = backend.signUp("maya@example.com");
        platform.answerWith(404);
        assertEquals(
                "platform_unreachable",
                backend.post("/api/link-token", maya.session(), new LinkTokenRequest(PlayedPlatform.USER))
                        .code());
        platform.answerWith(200);
        backend.linkToken(maya);
        backend.linkToken(maya);
        assertEquals(2, platform.timesAsked());
        clock.move(Duration.ofHours(1));
        backend.linkToken(maya);
        assertEquals(3, platform.timesAsked());
    }

    @Test
    void replayedSsiTokenIsRefusedAlsoAfterARestart() throws Exception {
        Token token = platform.ssiToken(backend.linkToken(backend.signUp("maya@example.com")), LINK);
        assertEquals(200, signIn(token).status());

        assertRefused(signIn(token));
        backend.close();
        backend = new RunningBackend(directory, platform.url(), clock);
        assertRefused(signIn(token));
    }

    @Test
    void clockSetForwardAndBackBringsNoSpentTokenBack() throws Exception {
        Token token = platform.ssiToken(backend.linkToken(backend.signUp("maya@example.com")), LINK);
        assertEquals(200, signIn(token).status());
        clock.set(Duration.ofHours(2));
        backend.close();
        backend = new RunningBackend(directory, platform.url(), clock);
        assertEquals(
                200,
                signIn(platform.ssiToken(backend.linkToken(signInMaya()), LINK)).status());

        clock.set(Duration.ofHours(-2));

        assertRefused(signIn(token));
    }

    private SignedIn signInMaya() throws Exception {
        return backend.signUp("maya2@example.com");
    }

    @Test
    void ssiTokenForAnotherIdentityProviderIsRefused() throws Exception {
        LinkUserAccountRequest linked = backend.linkToken(backend.signUp("maya@example.com"));

        assertRefused(
                signIn(platform.ssiToken(linked, LINK, PlayedPlatform.ISSUER, "other-video", PlayedPlatform.USER)));
    }

    @Test
    void ssiTokenOfAnotherPlatformIsRefused() throws Exception {
        LinkUserAccountRequest linked = backend.linkToken(backend.signUp("maya@example.com"));

        assertRefused(signIn(platform.ssiToken(
                linked, LINK, "https://sandbox.example", PlayedPlatform.IDENTITY_PROVIDER, PlayedPlatform.USER)));
    }

    @Test
    void ssiTokenOfAnotherUserIsRefused() throws Exception {
        LinkUserAccountRequest linked = backend.linkToken(backend.signUp("maya@example.com"));

        assertRefused(signIn(platform.ssiToken(
                linked, LINK, PlayedPlatform.ISSUER, PlayedPlatform.IDENTITY_PROVIDER, "u1.mallory")));
    }

    @Test
    void expiredSsiTokenIsRefused() throws Exception {
        Token token = platform.ssiToken(backend.linkToken(backend.signUp("maya@example.com")), LINK);

        clock.move(Duration.ofMinutes(21));

        assertRefused(signIn(token));
    }

    @Test
    void changedSsiTokenIsRefused() throws Exception {
        String token = platform.ssiToken(backend.linkToken(backend.signUp("maya@example.com")), LINK)
                .token();
        for (int at = 0; at < token.length(); at += 97) {
            char other = token.charAt(at) == 'A' ? 'B' : 'A';
            String changed = token.substring(0, at) + other + token.substring(at + 1);
            assertRefused(signIn(new Token(changed, Token.SSI_TOKEN)));
        }
    }

    @Test
    void linkTokenAloneIsNoProof() throws Exception {
        Token linkToken = backend.linkToken(backend.signUp("maya@example.com")).linkToken();

        assertRefused(signIn(linkToken));
        assertRefused(signIn(new Token(linkToken.token(), Token.SSI_TOKEN)));
    }

    @Test
    void ssiTokenOverTheLimitIsRefused() throws Exception {
        assertRefused(signIn(new Token("a".repeat(17 * 1024), Token.SSI_TOKEN)));
    }

    @Test
    void loginNamesAreToldToWhoeverProvesTheLinkAndTheProofIsNotUsedUp() throws Exception {
        Token proof = platform.ssiToken(backend.linkToken(backend.signUp("maya@example.com")), LINK);

        assertEquals(List.of(new LoginNameValue("maya@example.com", LINK)), loginNames(new LinkProof(LINK, proof)));
        assertEquals(200, signIn(proof).status());
    }

    @Test
    void loginNameIsNotToldWithoutAProofOfThisVeryLink() throws Exception {
        Token proof = platform.ssiToken(backend.linkToken(backend.signUp("maya@example.com")), LINK);

        assertEquals(
                List.of(new LoginNameValue("maya@example.com", LINK)),
                loginNames(
                        new LinkProof("link-2", proof),
                        new LinkProof("link-3", new Token("x.y.z", Token.SSI_TOKEN)),
                        new LinkProof(LINK, proof)));
    }

    @Test
    void moreThanTenLinksAreRefused() throws Exception {
        LinkProof link = new LinkProof(LINK, new Token("x.y.z", Token.SSI_TOKEN));

        Answer answer = backend.post("/api/login-names", null, new LoginNames.Request(Collections.nCopies(11, link)));

        assertEquals(400, answer.status());
    }

    private Answer signIn(Token token) throws Exception {
        return backend.post("/api/sign-in-with-ssi-token", null, token);
    }

    private List<LoginNameValue> loginNames(LinkProof... links) throws Exception {
        return backend.post("/api/login-names", null, new LoginNames.Request(List.of(links)))
                .as(LoginNames.Answer.class)
                .loginNames();
    }

    private static void assertRefused(Answer answer) throws Exception {
        assertEquals(401, answer.status());
        assertEquals("ssi_token_refused", answer.code());
    }
}
