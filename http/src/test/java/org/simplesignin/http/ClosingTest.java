package org.simplesignin.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.simplesignin.testing.http.Answer;
import org.simplesignin.testing.http.RawHttp;
import org.simplesignin.testing.http.RecordedLog;

// The listeners are closed in the middle of a test, and again at its end.
@SuppressWarnings("try")
final class ClosingTest {
    private static final Duration LONG = Duration.ofMinutes(4);

    private final Greeter site = new Greeter();

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread ->
                        thread.getName().startsWith("http-") || thread.getName().startsWith("http "))
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .toList();
    }

    // A thread is alive for a moment after its task has ended.
    private void assertNoRequestGoesOn() throws InterruptedException {
        for (Thread thread : site.threads) {
            assertTrue(thread.join(Duration.ofSeconds(30)), "a request goes on");
        }
    }

    private void awaitRequest(String request) {
        while (!site.requests.contains(request)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void listenerWithoutGraceCutsOffWhatIsUnderWay() throws Exception {
        try (RecordedLog log = new RecordedLog();
                HttpListener listener = Listeners.start(site);
                RawHttp idle = Listeners.connect(listener);
                RawHttp used = Listeners.connect(listener);
                RawHttp waiting = Listeners.connect(listener);
                RawHttp reading = Listeners.connect(listener)) {
            used.send(Listeners.get("/hello")).answer();
            waiting.send(Listeners.get("/wait"));
            reading.send(Listeners.post("/read", "xx").replace("xx", "x"));
            awaitRequest("GET /wait");
            awaitRequest("POST /read");

            InetSocketAddress address = new InetSocketAddress(Listeners.HERE, listener.port());
            listener.close();

            for (RawHttp raw : List.of(idle, used, waiting, reading)) {
                assertEquals(0, raw.rest().length);
            }
            assertThrows(ConnectException.class, () -> RawHttp.connect(address));
            assertNoRequestGoesOn();
            assertEquals(List.of(), threads());
            assertEquals(List.of(), log.lines(line -> true));
        }
    }

    @Test
    void requestUnderWayIsAnsweredWithinTheGrace() throws Exception {
        try (HttpListener listener = Listeners.start(site, 100, 16, LONG, LONG);
                RawHttp idle = Listeners.connect(listener);
                RawHttp waiting = Listeners.connect(listener);
                RawHttp reading = Listeners.connect(listener)) {
            waiting.send(Listeners.get("/wait"));
            String post = Listeners.post("/read", "xx");
            reading.send(post.substring(0, post.length() - 1));
            awaitRequest("GET /wait");
            awaitRequest("POST /read");

            CompletableFuture<Void> closed = CompletableFuture.runAsync(listener::close);
            assertEquals(0, idle.rest().length, "whoever asks for nothing is let go at once");
            // Longer than the second after which the engine itself lets go of connections on which nothing moves.
            CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS).execute(site.open::countDown);
            Answer answer = waiting.answer();
            reading.send("x");

            assertEquals("at last", answer.text());
            assertEquals("close", answer.header("Connection"));
            assertEquals("2 bytes", reading.answer().text());
            assertEquals(0, waiting.rest().length);
            assertEquals(0, reading.rest().length);
            closed.get();
            assertEquals(List.of(), threads());
        }
    }

    @Test
    void graceEnds() throws Exception {
        try (RecordedLog log = new RecordedLog();
                HttpListener listener = Listeners.start(site, 100, 16, LONG, Duration.ofMillis(300));
                RawHttp waiting = Listeners.connect(listener)) {
            waiting.send(Listeners.get("/wait"));
            awaitRequest("GET /wait");

            listener.close();

            assertEquals(0, waiting.rest().length);
            assertNoRequestGoesOn();
            assertEquals(List.of(), threads());
            assertEquals(List.of(), log.lines(line -> true));
        }
    }

    @Test
    void listenerWithNothingToDoClosesAtOnceHoweverLongTheGrace() throws Exception {
        HttpListener listener = Listeners.start(site, 100, 16, LONG, LONG);
        try (RawHttp idle = Listeners.connect(listener)) {
            idle.send(Listeners.get("/hello")).answer();

            listener.close();
            listener.close();

            assertEquals(0, idle.rest().length);
        }
    }

    @Test
    void portThatIsTakenIsToldAndLeavesNothingBehind() throws Exception {
        try (HttpListener listener = Listeners.start(site)) {
            List<String> before = threads();
            InetSocketAddress taken = new InetSocketAddress(Listeners.HERE, listener.port());
            ListenerBounds bounds = new ListenerBounds(10, 1, LONG, LONG, LONG, LONG, LONG, Duration.ZERO);

            assertThrows(BindException.class, () -> HttpListener.start(taken, bounds, site));

            assertEquals(before.size(), threads().size());
        }
    }

    @Test
    void hostThatNobodyKnowsIsTold() {
        InetSocketAddress unknown = InetSocketAddress.createUnresolved("nowhere.invalid", 0);
        ListenerBounds bounds = new ListenerBounds(10, 1, LONG, LONG, LONG, LONG, LONG, Duration.ZERO);

        assertThrows(UnknownHostException.class, () -> HttpListener.start(unknown, bounds, site));
    }
}
