package org.simplesignin.client.presenter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.client.dialog.Dialogs;
import org.simplesignin.client.dialog.Ending;
import org.simplesignin.client.example.ConsoleDialogs;
import org.simplesignin.client.shell.Look;
import org.simplesignin.client.testing.FakeServer;
import org.simplesignin.client.testing.RawHttp.Reply;
import org.simplesignin.client.testing.ShellPage;
import org.simplesignin.client.testing.TestDevice;
import org.simplesignin.protocol.device.Consent;
import org.simplesignin.protocol.device.CountedEvent;

/// The real client with dialogs of a maker's own: the example of the documentation, and screens that misbehave.
final class ScreenPresenterTest {
    private static final String OTHER_LINK = "other-0123456789-012345678";
    private static final String CHOOSE =
            "{\"loginNames\":[{\"loginName\":\"alice@example.com\",\"linkId\":\"" + FakeServer.LINK_ID
                    + "\"},{\"loginName\":\"\u202Ealfie@example.com\",\"linkId\":\"" + OTHER_LINK + "\"}]}";

    @TempDir
    private Path directory;

    private final BlockingQueue<String> typed = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final AtomicInteger painted = new AtomicInteger();
    private TestDevice device;
    private ShellPage shell;
    private String ticket;

    @BeforeEach
    void start() throws Exception {
        device = new TestDevice(directory);
        shell = device.openShell();
        ticket = shell.launch(TestDevice.APP);
    }

    @AfterEach
    void stop() {
        device.close();
    }

    private void draw(DialogScreen own) throws Exception {
        device.restart(Look.PLAIN.drawnBy(own));
        shell = device.openShell().look();
        ticket = shell.launch(TestDevice.APP);
    }

    private void drawOnTheConsole() throws Exception {
        ConsoleDialogs console = new ConsoleDialogs(new PrintStream(screen, true, StandardCharsets.UTF_8), typed);
        draw(new DialogScreen() {
            @Override
            public boolean attentive() {
                return console.attentive();
            }

            @Override
            public Ending showConsent(ConsentQuestion question, Runnable paint) throws InterruptedException {
                return console.showConsent(question, counted(paint));
            }

            @Override
            public Ending showSelection(SelectionQuestion question, Runnable paint) throws InterruptedException {
                return console.showSelection(question, counted(paint));
            }
        });
    }

    private Runnable counted(Runnable paint) {
        return () -> {
            paint.run();
            painted.incrementAndGet();
        };
    }

    private CompletableFuture<String> asking(String call, String body) {
        return TestDevice.async(
                () -> answer(device.call(call, ticket).json(body).send()));
    }

    private static String answer(Reply reply) throws IOException {
        assertEquals(200, reply.status(), reply.body());
        return reply.body();
    }

    /// Waits until so many questions stood on the screen, reads what was asked, and lets the guard pass.
    private void type(int question, String line) throws Exception {
        TestDevice.until(() -> painted.get() >= question);
        device.time.advance(Dialogs.GUARD);
        typed.add(line);
    }

    private String shown() {
        return screen.toString(StandardCharsets.UTF_8);
    }

    @Test
    void consentThatIsAllowedLinks() throws Exception {
        drawOnTheConsole();
        var answer = asking("linkUserAccount", TestDevice.LINK_BODY);
        type(1, "allow");
        assertTrue(TestDevice.await(answer).contains("LINK_ESTABLISHED"));
        assertEquals(
                "alice, may SSISampleApplication (Sample Publisher) sign you in as \"alice@example.com\" with one press from now on?"
                        + " allow or not now",
                shown().strip());
        device.time.advance(java.time.Duration.ofSeconds(1));
        TestDevice.until(() -> device.server.events.size() == 2);
        assertEquals(
                List.of(CountedEvent.CONSENT_SHOWN, CountedEvent.CONSENT_ALLOWED),
                device.server.events.stream().map(event -> event.counted()).toList());
    }

    @Test
    void consentThatIsDeclinedLinksNothing() throws Exception {
        drawOnTheConsole();
        var answer = asking("linkUserAccount", TestDevice.LINK_BODY);
        type(1, "not now");
        assertTrue(TestDevice.await(answer).contains("CONSENT_DENIED"));
        assertEquals(List.of(Consent.DECLINED), device.server.consents);
    }

    @Test
    void grantThatComesTooEarlyIsAskedAgain() throws Exception {
        drawOnTheConsole();
        var answer = asking("linkUserAccount", TestDevice.LINK_BODY);
        TestDevice.until(() -> painted.get() == 1);
        device.time.advance(Dialogs.GUARD.minusMillis(1));
        typed.add("allow");
        type(2, "not now");
        assertTrue(TestDevice.await(answer).contains("CONSENT_DENIED"));
    }

    @Test
    void accountIsChosen() throws Exception {
        drawOnTheConsole();
        var answer = asking("showLoginSelection", CHOOSE);
        type(1, "2");
        assertTrue(TestDevice.await(answer).contains("\"linkId\":\"" + OTHER_LINK + "\""));
        assertEquals(
                List.of("1  alice@example.com", "2  alfie@example.com"),
                shown().lines().limit(2).toList());
        var next = asking("showLoginSelection", CHOOSE);
        type(2, "other");
        assertTrue(TestDevice.await(next).contains("MANUAL_SIGN_IN"));
        var last = asking("showLoginSelection", CHOOSE);
        type(3, "11");
        assertTrue(TestDevice.await(last).contains("NOT_APPLICABLE"));
    }

    @Test
    void hiddenNamesAreMaskedBeforeTheScreenHasThem() throws Exception {
        drawOnTheConsole();
        shell.send("POST", "/shell/hide-account-names", "{\"hide\":true}");
        var answer = asking("showLoginSelection", CHOOSE);
        type(1, "back");
        TestDevice.await(answer);
        assertEquals(
                List.of("1  ali•••e@example.com", "2  alf•••e@example.com"),
                shown().lines().limit(2).toList());
    }

    @Test
    void shellDrawsNothingOfIt() throws Exception {
        drawOnTheConsole();
        String before = shell.get("/shell/events").body();
        var answer = asking("linkUserAccount", TestDevice.LINK_BODY);
        type(1, "not now");
        TestDevice.await(answer);
        assertFalse((before + shell.get("/shell/events").body()).contains("dialog-opened"));
    }

    @Test
    void questionLeavesTheScreenWhenTheAppIsLeft() throws Exception {
        drawOnTheConsole();
        var answer = asking("linkUserAccount", TestDevice.LINK_BODY);
        TestDevice.until(() -> painted.get() == 1);
        shell.send("DELETE", "/shell/launches/current", "");
        TestDevice.await(answer);
        TestDevice.until(() -> shown().contains("The question is withdrawn."));
        TestDevice.until(() -> device.server.consents.equals(List.of(Consent.TIMED_OUT)));
    }

    private void assertNothingGranted(DialogScreen misbehaving) throws Exception {
        draw(misbehaving);
        var answer = asking("linkUserAccount", TestDevice.LINK_BODY);
        assertFalse(TestDevice.await(answer).contains("LINK_ESTABLISHED"));
        assertFalse(device.server.consents.contains(Consent.ALLOWED));
        // It was taken for a failure, and the next question can be asked.
        var next = asking("showLoginSelection", CHOOSE);
        assertFalse(TestDevice.await(next).contains("linkId"));
    }

    private record Misbehaving(Ending answer, List<String> told) implements DialogScreen {
        @Override
        public boolean attentive() {
            return true;
        }

        @Override
        public Ending showConsent(ConsentQuestion question, Runnable paint) {
            paint.run();
            told.add(question.toString());
            if (answer == Ending.Unanswered.TIMED_OUT) {
                throw new IllegalStateException(
                        "broken while showing " + question.account().text());
            }
            return answer;
        }

        @Override
        public Ending showSelection(SelectionQuestion question, Runnable paint) {
            told.add(question.toString());
            return answer;
        }
    }

    @Test
    void answerThatTheDialogDoesNotOfferGrantsNothing() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        assertNothingGranted(new Misbehaving(Ending.Unanswered.CLOSED, told));
        assertEquals(2, told.size());
        assertTrue(told.stream().noneMatch(each -> each.contains("alice@example.com")), told::toString);
    }

    @Test
    void screenThatBreaksGrantsNothing() throws Exception {
        assertNothingGranted(new Misbehaving(Ending.Unanswered.TIMED_OUT, new CopyOnWriteArrayList<>()));
    }

    @Test
    void screenThatNobodySeesIsNotAsked() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        draw(new DialogScreen() {
            @Override
            public boolean attentive() {
                return false;
            }

            @Override
            public Ending showConsent(ConsentQuestion question, Runnable paint) {
                asked.incrementAndGet();
                return Ending.Pressed.ALLOWED;
            }

            @Override
            public Ending showSelection(SelectionQuestion question, Runnable paint) {
                asked.incrementAndGet();
                return Ending.Pressed.DISMISSED;
            }
        });
        assertFalse(TestDevice.await(asking("linkUserAccount", TestDevice.LINK_BODY))
                .contains("LINK_ESTABLISHED"));
        assertEquals(0, asked.get());
    }
}
