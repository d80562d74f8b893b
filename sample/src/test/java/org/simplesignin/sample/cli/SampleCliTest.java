package org.simplesignin.sample.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.protocol.AppRequest;
import org.simplesignin.protocol.AppResponse;
import org.simplesignin.protocol.FailureReason;
import org.simplesignin.protocol.GetUserAndLinksResponse;
import org.simplesignin.protocol.Link;
import org.simplesignin.protocol.LinkAccountSuccessCode;
import org.simplesignin.protocol.LinkUserAccountRequest;
import org.simplesignin.protocol.LinkUserAccountResponse;
import org.simplesignin.protocol.RecordMetricsEventResponse;
import org.simplesignin.protocol.RequestStatus;
import org.simplesignin.protocol.SSIEvent;
import org.simplesignin.protocol.SSIEventRequest;
import org.simplesignin.protocol.ShowLoginSelectionResponse;
import org.simplesignin.protocol.Token;
import org.simplesignin.protocol.UserSelection;
import org.simplesignin.sample.backend.MovingClock;
import org.simplesignin.sample.backend.PlayedPlatform;
import org.simplesignin.sample.backend.RunningBackend;

final class SampleCliTest {
    private static final String LINK = "link-of-maya-0000000001";

    private final MovingClock clock = new MovingClock();
    private PlayedPlatform platform;
    private RunningBackend backend;
    private PlayedClient client;

    @TempDir
    private Path directory;

    @BeforeEach
    void start() throws IOException {
        platform = new PlayedPlatform(clock);
        backend = new RunningBackend(directory.resolve("backend"), platform.url(), clock);
        client = new PlayedClient(socket(), device(List.of(), LinkAccountSuccessCode.LINK_ESTABLISHED));
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        backend.close();
        platform.close();
    }

    @Test
    void newAccountIsSignedUpByHandAndThenLinked() {
        String screen = run(List.of(), "c", "maya@example.com", "popcorn-popcorn", "n");

        assertTrue(screen.contains("Signed in as maya@example.com."), screen);
        assertTrue(screen.contains("Linked."), screen);
        LinkUserAccountRequest linked =
                assertInstanceOf(LinkUserAccountRequest.class, client.requests().getLast());
        assertEquals("maya@example.com", linked.userLoginName());
        assertEquals(PlayedPlatform.IDENTITY_PROVIDER, linked.identityProviderName());
    }

    @Test
    void linkedAccountIsSignedInWithoutAWordTyped() throws Exception {
        client.answer(device(List.of(link()), LinkAccountSuccessCode.LINK_ESTABLISHED));

        String screen = run(List.of(), "n");

        assertTrue(screen.contains("Signed in as maya@example.com."), screen);
        assertFalse(screen.contains("Password"), screen);
        assertEquals(
                SSIEvent.LOGIN_SUCCESS,
                assertInstanceOf(
                                AppRequest.RecordMetricEvent.class,
                                client.requests().getLast())
                        .event()
                        .ssiEvent());
    }

    @Test
    void refusedSsiTokenIsReportedAndTheAppFallsBackToItsOwnSignIn() throws Exception {
        Link link = link();
        client.answer(request -> {
            if (request instanceof AppRequest.ShowLoginSelection) {
                spend(link.ssiToken()); // somebody was quicker with the same token
            }
            return device(List.of(link), LinkAccountSuccessCode.LINK_ALREADY_EXISTS)
                    .apply(request);
        });

        String screen = run(List.of(), "s", "maya@example.com", "popcorn-popcorn", "n");

        assertTrue(screen.contains("This account is linked already."), screen);
        SSIEventRequest event = client.requests().stream()
                .filter(AppRequest.RecordMetricEvent.class::isInstance)
                .map(request -> ((AppRequest.RecordMetricEvent) request).event())
                .findFirst()
                .orElseThrow();
        assertEquals(SSIEvent.LOGIN_FAILURE, event.ssiEvent());
        assertEquals(FailureReason.UNAUTHORIZED, event.failureReason());
    }

    @Test
    void anyOtherStatusLeadsToTheAppsOwnSignInAndNoFurtherQuestion() throws Exception {
        backend.signUp("maya@example.com");
        for (RequestStatus status : RequestStatus.values()) {
            if (status != RequestStatus.SUCCESSFUL) {
                client.answer(request -> new GetUserAndLinksResponse(status, null, null));

                String screen = run(List.of(), "s", "maya@example.com", "popcorn-popcorn", "n");

                assertTrue(screen.contains("Signed in as maya@example.com."), status + ": " + screen);
                assertFalse(screen.contains("inked"), status + ": " + screen);
            }
        }
    }

    @Test
    void signInWorksWithoutAClientOnTheDevice() throws Exception {
        backend.signUp("maya@example.com");
        client.close();
        Files.delete(socket());

        String screen =
                run(List.of(), "s", "maya@example.com", "wrong-wrong", "maya@example.com", "popcorn-popcorn", "n");

        assertTrue(screen.contains("That did not work"), screen);
        assertTrue(screen.contains("Signed in as maya@example.com."), screen);
    }

    @Test
    void firstLaunchAfterTheUpgradeAsksOnceAndNeedsNoPassword() throws Exception {
        backend.signUp("maya@example.com");
        List<String> kept = List.of("--session", directory.resolve("session").toString());
        List<String> before = new ArrayList<>(kept);
        before.add("--before-simple-sign-in");

        run(before, "s", "maya@example.com", "popcorn-popcorn", "n");
        assertEquals(List.of(), client.requests());

        String upgraded = run(kept, "n");
        assertTrue(upgraded.contains("Linked."), upgraded);
        assertFalse(upgraded.contains("Password"), upgraded);

        String next = run(kept, "n");
        assertFalse(next.contains("inked"), next);
    }

    @Test
    void signOutEndsTheSessionAndForgetsIt() throws Exception {
        Path session = directory.resolve("session");
        run(List.of("--session", session.toString()), "c", "maya@example.com", "popcorn-popcorn", "y");

        assertEquals("signed out\n", Files.readString(session));
    }

    @Test
    void whoSignedOutIsNotSignedInAgainBeforeTheyAsk() throws Exception {
        client.answer(device(List.of(link()), LinkAccountSuccessCode.LINK_ALREADY_EXISTS));
        List<String> kept = List.of("--session", directory.resolve("session").toString());
        assertTrue(run(kept, "y").contains("Signed in as maya@example.com."));
        assertEquals(1, selections());

        String byHand = run(kept, "n", "s", "maya@example.com", "popcorn-popcorn", "y");
        assertTrue(byHand.contains("Password"), byHand);
        assertEquals(1, selections(), "nothing was offered");

        run(kept, "y", "s", "maya@example.com", "popcorn-popcorn", "n");
        assertEquals(2, selections());
        assertFalse(run(kept, "n").contains("Use a linked account?"), "signed in now");
    }

    private long selections() {
        return client.requests().stream()
                .filter(AppRequest.ShowLoginSelection.class::isInstance)
                .count();
    }

    @Test
    void endOfInputEndsTheApp() {
        assertTrue(run(List.of(), "s").contains("Email:"));
    }

    private Path socket() {
        return directory.resolve("client.sock");
    }

    private Link link() throws Exception {
        LinkUserAccountRequest linked = backend.linkToken(backend.signUp("maya@example.com"));
        return new Link(
                LINK,
                PlayedPlatform.USER,
                linked.partnerUserId(),
                linked.identityProviderName(),
                platform.ssiToken(linked, LINK),
                "1732190400000");
    }

    private void spend(Token ssiToken) {
        try {
            new BackendClient(backend.url()).signInWithSsiToken(ssiToken);
        } catch (BackendException e) {
            throw new AssertionError("the token did not sign in", e);
        }
    }

    /// A device whose customer has these links, chooses the first one, and answers the consent dialog like this.
    private static Function<AppRequest, AppResponse> device(List<Link> links, LinkAccountSuccessCode consent) {
        return request -> switch (request) {
            case AppRequest.GetUserAndLinks ignored ->
                new GetUserAndLinksResponse(RequestStatus.SUCCESSFUL, PlayedPlatform.USER, links);
            case LinkUserAccountRequest ignored -> new LinkUserAccountResponse(RequestStatus.SUCCESSFUL, LINK, consent);
            case AppRequest.ShowLoginSelection ignored ->
                new ShowLoginSelectionResponse(RequestStatus.SUCCESSFUL, LINK, UserSelection.LOGIN_SELECTED);
            case AppRequest.RecordMetricEvent ignored -> new RecordMetricsEventResponse(RequestStatus.SUCCESSFUL);
        };
    }

    @Test
    void wrongUsageIsOneLineAndExitCode2() {
        StringWriter told = new StringWriter();
        Terminal terminal = new Terminal(new BufferedReader(new StringReader("")), System.out, null);

        int exitCode = SampleCli.commandLine(terminal)
                .setErr(new PrintWriter(told, true))
                .execute("--socket=client.sock");

        assertEquals(2, exitCode);
        assertEquals(
                List.of("sample-cli: Missing required option: '--backend=<backendUrl>' (see --help)"),
                told.toString().lines().toList());
    }

    private String run(List<String> options, String... typed) {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new BufferedReader(new StringReader(String.join("\n", typed) + "\n")),
                new PrintStream(screen, true, StandardCharsets.UTF_8),
                null);
        List<String> arguments = new ArrayList<>(List.of(
                "--socket", socket().toString(), "--backend", backend.url().toString()));
        arguments.addAll(options);

        int exitCode = SampleCli.commandLine(terminal).execute(arguments.toArray(String[]::new));

        assertEquals(0, exitCode, screen.toString(StandardCharsets.UTF_8));
        return screen.toString(StandardCharsets.UTF_8);
    }
}
