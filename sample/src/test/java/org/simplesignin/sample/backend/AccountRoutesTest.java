package org.simplesignin.sample.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.sample.api.AccountView;
import org.simplesignin.sample.api.Credentials;
import org.simplesignin.sample.api.SignedIn;
import org.simplesignin.sample.backend.RunningBackend.Answer;

final class AccountRoutesTest {
    private static final URI NO_PLATFORM = URI.create("http://127.0.0.1:9");
    private static final String PASSWORD = "popcorn-popcorn";

    private final MovingClock clock = new MovingClock();
    private RunningBackend backend;

    @TempDir
    private Path directory;

    @BeforeEach
    void start() throws IOException {
        backend = new RunningBackend(directory, NO_PLATFORM, clock);
    }

    @AfterEach
    void stop() throws IOException {
        backend.close();
    }

    @Test
    void sessionOutlivesARestartOfTheBackend() throws Exception {
        SignedIn maya = backend.signUp("Maya@example.com ");
        backend.close();
        start();

        Answer answer = backend.get("/api/account", maya.session());

        assertEquals(new AccountView(maya.partnerUserId(), "maya@example.com"), answer.as(AccountView.class));
    }

    @Test
    void passwordAndSessionStandInNoFile() throws Exception {
        SignedIn maya = backend.signUp("maya@example.com");

        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                String content = Files.readString(file);
                assertFalse(content.contains(PASSWORD), file + " holds the password");
                assertFalse(content.contains(maya.session()), file + " holds the session");
                assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
        }
    }

    @Test
    void wrongPasswordAndUnknownLoginNameGetTheSameAnswer() throws Exception {
        backend.signUp("maya@example.com");

        Answer wrong = signIn("maya@example.com", "popcorn-popcor");
        Answer unknown = signIn("nobody@example.com", PASSWORD);

        assertEquals(401, wrong.status());
        assertEquals("wrong_password", wrong.code());
        assertEquals(new String(wrong.response().body(), StandardCharsets.UTF_8), body(unknown));
    }

    @Test
    void tenWrongPasswordsCloseTheDoorEvenToTheRightOneForFifteenMinutes() throws Exception {
        backend.signUp("maya@example.com");
        for (int i = 0; i < AttemptLimit.ATTEMPTS; i++) {
            assertEquals(
                    "wrong_password", signIn("MAYA@example.com", "wrong-wrong").code());
        }

        assertEquals("too_many_attempts", signIn("maya@example.com", PASSWORD).code());
        clock.move(AttemptLimit.WINDOW.minusSeconds(1));
        Answer refused = signIn("maya@example.com", PASSWORD);
        assertEquals(429, refused.status());
        assertEquals("900", refused.header("Retry-After"));
        clock.move(Duration.ofSeconds(1));
        assertEquals(200, signIn("maya@example.com", PASSWORD).status());
    }

    @Test
    void clockThatIsSetKeepsNobodyOutAndLetsNobodyIn() throws Exception {
        backend.signUp("maya@example.com");
        for (int i = 0; i < AttemptLimit.ATTEMPTS; i++) {
            signIn("maya@example.com", "wrong-wrong");
        }
        clock.set(Duration.ofHours(2));
        assertEquals(429, signIn("maya@example.com", PASSWORD).status());
        clock.set(Duration.ofHours(-4));
        assertEquals(429, signIn("maya@example.com", PASSWORD).status());

        clock.move(AttemptLimit.WINDOW);

        assertEquals(200, signIn("maya@example.com", PASSWORD).status());
    }

    @Test
    void crowdIsToldWhenToComeBackAndHasNotGuessedWrong(@TempDir Path other) throws Exception {
        BusyThread busy = new BusyThread();
        Passwords crowded = new Passwords(new SecureRandom(), busy.thread());
        try (RunningBackend crowdedBackend = new RunningBackend(other, NO_PLATFORM, clock, false, crowded)) {
            Credentials maya = new Credentials("maya@example.com", PASSWORD);
            try (busy) {
                for (int i = 0; i <= AttemptLimit.ATTEMPTS; i++) {
                    Answer refused = crowdedBackend.post("/api/sign-in", null, maya);
                    assertEquals(503, refused.status());
                    assertEquals("overloaded", refused.code());
                    assertEquals("2", refused.header("Retry-After"));
                }
                assertEquals(
                        503, crowdedBackend.post("/api/sign-up", null, maya).status());
            }

            assertEquals(200, crowdedBackend.post("/api/sign-up", null, maya).status());
            assertEquals(200, crowdedBackend.post("/api/sign-in", null, maya).status());
        }
    }

    @Test
    void loginNameIsTakenWhateverItsCase() throws Exception {
        backend.signUp("maya@example.com");

        Answer again = backend.post("/api/sign-up", null, new Credentials("MAYA@example.com", PASSWORD));

        assertEquals(409, again.status());
        assertEquals("login_name_taken", again.code());
    }

    @Test
    void eightSignUpsAtOnceWithOneLoginNameMakeOneAccount() throws Exception {
        List<Callable<Integer>> signUps = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            signUps.add(() -> backend.post("/api/sign-up", null, new Credentials("maya@example.com", PASSWORD))
                    .status());
        }
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> signUp : pool.invokeAll(signUps)) {
                statuses.add(signUp.get());
            }
        }

        assertEquals(1, statuses.stream().filter(status -> status == 200).count());
        assertEquals(7, statuses.stream().filter(status -> status == 409).count());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 129})
    void passwordOfAnotherLengthThanEightToAHundredAndTwentyEightIsRefused(int length) throws Exception {
        Answer answer = backend.post("/api/sign-up", null, new Credentials("maya@example.com", "x".repeat(length)));

        assertEquals(400, answer.status());
        assertEquals("weak_password", answer.code());
    }

    static Stream<String> noLoginNames() {
        return Stream.of("", "   ", "a\nb@example.com", "a\u0000@example.com", "x".repeat(321));
    }

    @ParameterizedTest
    @MethodSource("noLoginNames")
    void loginNameThatIsNoneIsRefused(String loginName) throws Exception {
        assertEquals(
                "malformed_request",
                backend.post("/api/sign-up", null, new Credentials(loginName, PASSWORD))
                        .code());
        assertEquals("malformed_request", signIn(loginName, PASSWORD).code());
    }

    @Test
    void loginNameOfTheGreatestLengthIsAccepted() throws Exception {
        assertEquals(
                200,
                backend.post("/api/sign-up", null, new Credentials("x".repeat(320), PASSWORD))
                        .status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"loginName\":\"a\"}",
                "{\"loginName\":1,\"password\":\"popcorn-popcorn\"}",
                "{\"loginName\":\"a\",\"loginName\":\"b\",\"password\":\"popcorn-popcorn\"}",
                "{\"loginName\":\"a\",\"password\":\"popcorn-popcorn\"} trailing"
            })
    void bodyThatIsNotStrictJsonIsRefused(String body) throws Exception {
        Answer answer = backend.postBytes("/api/sign-up", null, body.getBytes(StandardCharsets.UTF_8));

        assertEquals(400, answer.status());
        assertEquals("malformed_request", answer.code());
    }

    @Test
    void sessionEndsBySignOutAndAfterThirtyDays() throws Exception {
        SignedIn first = backend.signUp("maya@example.com");
        SignedIn second = signIn("maya@example.com", PASSWORD).as(SignedIn.class);

        assertEquals(
                204, backend.post("/api/sign-out", first.session(), List.of()).status());
        assertEquals("signed_out", backend.get("/api/account", first.session()).code());
        assertEquals(200, backend.get("/api/account", second.session()).status());
        clock.move(Duration.ofDays(30));
        assertEquals("signed_out", backend.get("/api/account", second.session()).code());
    }

    @Test
    void nobodyIsSignedInWithoutASessionOrWithAnInventedOne() throws Exception {
        assertEquals(401, backend.get("/api/account", null).status());
        assertEquals(401, backend.get("/api/account", "x".repeat(43)).status());
        assertEquals(401, backend.get("/api/account", "x".repeat(4000)).status());
    }

    @Test
    void secondBackendOnTheSameDirectoryIsRefused() {
        IOException refused =
                assertThrows(IOException.class, () -> new RunningBackend(directory, NO_PLATFORM, clock).close());

        assertTrue(String.valueOf(refused.getMessage()).contains("in use by another backend"));
    }

    private Answer signIn(String loginName, String password) throws Exception {
        return backend.post("/api/sign-in", null, new Credentials(loginName, password));
    }

    private static String body(Answer answer) {
        return new String(answer.response().body(), StandardCharsets.UTF_8);
    }
}
