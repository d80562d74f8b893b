package org.simplesignin.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.simplesignin.testing.http.Answer;
import org.simplesignin.testing.http.RawHttp;
import org.simplesignin.testing.http.RecordedLog;

/// What the site sees of strangers, and what strangers see of the engine.
final class StrangersTest {
    private final Greeter site = new Greeter();
    private HttpListener listener;

    @BeforeEach
    void start() throws IOException {
        listener = Listeners.start(site);
        site.refusals.clear();
        site.threads.clear();
    }

    @AfterEach
    void stop() {
        listener.close();
    }

    /// After every refusal the rest of the body is read by nobody, however much of it there is.
    @ParameterizedTest
    @CsvSource({
        "/read, 70000, 413",
        "/read, 200000, 413",
        "/read, 261000, 413",
        "/read, 264000, 413",
        "/read, 5000000, 413",
        "/nothing-here, 1000, 404",
        "/nothing-here, 5000000, 404",
        "//, 1000, 400",
        "//, 5000000, 400",
        "/throw, 5000000, 500"
    })
    void requestsHiddenInABodyAreNeverSeen(String path, int length, int status) throws IOException {
        String hidden = "POST /read HTTP/1.1\r\nHost: here\r\nX-Forwarded-For: 10.9.8.7\r\nContent-Length: 0\r\n\r\n";
        String large = hidden.repeat(length / hidden.length() + 1);
        String chunks = Integer.toHexString(large.length()) + "\r\n" + large + "\r\n0\r\n\r\n";
        for (String request : List.of(
                Listeners.post(path, large),
                "POST " + path + " HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks)) {
            try (RawHttp raw = Listeners.connect(listener)) {
                raw.sendAsMuchAsIsTaken(request);
                assertEquals(status, raw.answer().status());
                raw.sendAsMuchAsIsTaken(hidden.repeat(10));
                raw.endOfSendingIfOpen();
                assertTrue(!new String(raw.rest(), StandardCharsets.ISO_8859_1).contains(" 413 "));
            }
        }
        assertEquals(
                path.equals("//") ? 0 : 2,
                site.requests.stream()
                        .filter(seen -> seen.equals("POST " + path))
                        .count());
    }

    /// Half a body and then nothing is an everyday event, not a fault of the site, and nobody is answered.
    @Test
    void whoeverBreaksOffInABodyIsNotRefused() throws IOException {
        for (int i = 0; i < 20; i++) {
            Listeners.connect(listener)
                    .send(Listeners.post("/read", "x".repeat(1000)).substring(0, 500))
                    .reset();
        }
        try (RawHttp raw = Listeners.connect(listener)) {
            raw.send(Listeners.get("/hello")).answer();
        }
        assertTrue(!site.refusals.contains(500), site.refusals.toString());
    }

    @Test
    void nobodyIsToldWhichEngineThisIs() throws IOException {
        for (String request :
                List.of(Listeners.get("/hello"), Listeners.get("//"), "\0\r\n\r\n", "GET / HTTP/2.0\r\n\r\n")) {
            try (RawHttp raw = Listeners.connect(listener)) {
                Answer answer = raw.send(request).answer();

                assertEquals("", answer.header("Server"));
                assertTrue(answer.header("Date").endsWith("GMT"), request + answer);
                assertTrue(!answer.text().toLowerCase(Locale.ROOT).contains("jetty"), answer.text());
            }
        }
    }

    /// Half an answer is enough for whoever hangs up: no line of the log is.
    @Test
    void whoeverHangsUpInAStreamFillsNoLog() throws Exception {
        try (RecordedLog log = new RecordedLog()) {
            for (int i = 0; i < 10; i++) {
                RawHttp raw = Listeners.connect(listener).send(Listeners.get("/flood"));
                assertEquals("HTTP/1.1 200", raw.start(12));
                raw.reset();
            }
            for (Thread thread : site.threads) {
                thread.join();
            }
            assertEquals(List.of(), log.lines(line -> true));
        }
    }

    /// Each part of a stream has the time of the writing step, and no more.
    @Test
    void whoeverReadsNothingOfAStreamIsCutOff() throws Exception {
        Duration minute = Duration.ofMinutes(1);
        ListenerBounds bounds =
                new ListenerBounds(10, 1, minute, minute, minute, minute, Duration.ofSeconds(1), Duration.ZERO);
        try (RecordedLog log = new RecordedLog();
                HttpListener hasty = HttpListener.start(new InetSocketAddress(Listeners.HERE, 0), bounds, site);
                RawHttp raw = Listeners.connect(hasty)) {
            raw.send(Listeners.get("/flood"));
            assertEquals("HTTP/1.1 200", raw.start(12));
            for (Thread thread : site.threads) {
                thread.join();
            }
            assertEquals(List.of(), log.lines(line -> true));
        }
    }

    /// RFC 9110 §10.1.1: HTTP/1.0 knows no 100, and would take it for the answer.
    @Test
    void oldClientThatExpectsToContinueIsNotToldTo() throws IOException {
        try (RawHttp raw = Listeners.connect(listener)) {
            raw.send("POST /read HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
            while (!site.requests.contains("POST /read")) {
                Thread.onSpinWait();
            }
            try (RawHttp other = Listeners.connect(listener)) {
                assertEquals(
                        202, other.send(Listeners.post("/read", "x")).answer().status());
            }

            assertEquals("3 bytes", raw.send("abc").answer().text());
        }
    }

    /// The site is asked for these only.
    @Test
    void refusalsHaveTheStatusesThatTheSiteKnows() throws IOException {
        for (String request : List.of(
                "GET / HTTP/2.0\r\nHost: here\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: here\r\nExpect: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: here\r\nUpgrade: h2c\r\n\r\n",
                "\26\3\1\r\n\r\n",
                Listeners.get("/" + "a".repeat(50_000)),
                Listeners.get("/ HTTP/1.1\r\nX: " + "a".repeat(50_000)))) {
            try (RawHttp raw = Listeners.connect(listener)) {
                raw.sendAsMuchAsIsTaken(request).answer();
            }
        }
        assertTrue(
                List.of(400, 413, 414, 417, 431, 500, 503, 505).containsAll(site.refusals), site.refusals.toString());
    }

    @Test
    void everyRequestIsAnsweredOnAVirtualThread() {
        IntStream.range(0, 200).parallel().forEach(i -> {
            try (RawHttp raw = Listeners.connect(listener)) {
                raw.send(Listeners.get("/hello").repeat(5));
                for (int j = 0; j < 5; j++) {
                    assertEquals(200, raw.answer().status());
                }
                assertEquals(
                        202, raw.send(Listeners.post("/read", "x")).answer().status());
                String refused = List.of(Listeners.get("//"), "\0\r\n\r\n", "GET / HTTP/7.7\r\n\r\n")
                        .get(i % 3);
                assertTrue(raw.send(refused).answer().status() >= 400);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        assertEquals(1400, site.threads.size());
        assertEquals(
                List.of(),
                site.threads.stream().filter(thread -> !thread.isVirtual()).toList());
    }

    /// Nothing that a site does keeps the selectors from others.
    @Test
    void requestsThatWaitKeepNobodyElseWaiting() throws IOException {
        List<RawHttp> waiting = new ArrayList<>();
        try {
            for (int i = 0; i < 15; i++) {
                waiting.add(Listeners.connect(listener).send(Listeners.get("/wait")));
            }
            for (int i = 0; i < 50; i++) {
                try (RawHttp raw = Listeners.connect(listener)) {
                    assertEquals(200, raw.send(Listeners.get("/hello")).answer().status());
                }
            }
            site.open.countDown();
            for (RawHttp raw : waiting) {
                assertEquals("at last", raw.answer().text());
            }
        } finally {
            for (RawHttp raw : waiting) {
                raw.close();
            }
        }
    }

    @Test
    void whoeverFindsNoPlaceInTimeIsRefused() throws IOException {
        try (HttpListener narrow = Listeners.start(site, 100, 1, Duration.ofMillis(50), Duration.ZERO);
                RawHttp first = Listeners.connect(narrow);
                RawHttp second = Listeners.connect(narrow)) {
            first.send(Listeners.get("/wait"));
            while (!site.requests.contains("GET /wait")) {
                Thread.onSpinWait();
            }

            assertEquals(503, second.send(Listeners.get("/hello")).answer().status());
            site.open.countDown();
            assertEquals("at last", first.answer().text());
            try (RawHttp third = Listeners.connect(narrow)) {
                assertEquals(200, third.send(Listeners.get("/hello")).answer().status());
            }
        }
    }

    /// The place goes back with every end: an answer, a fault, a refusal, a peer that has gone.
    @Test
    void noPlaceIsEverLost() throws IOException {
        try (HttpListener narrow = Listeners.start(site, 100, 1, Duration.ofSeconds(30), Duration.ZERO)) {
            for (int i = 0; i < 20; i++) {
                for (String request : List.of(
                        Listeners.get("/throw"),
                        Listeners.get("/break"),
                        Listeners.post("/read", "x".repeat(70_000)),
                        Listeners.get("/overflow"))) {
                    try (RawHttp raw = Listeners.connect(narrow)) {
                        raw.sendAsMuchAsIsTaken(request).rest();
                    }
                }
                Listeners.connect(narrow)
                        .send(Listeners.post("/read", "xx").replace("xx", "x"))
                        .reset();
            }
            try (RawHttp raw = Listeners.connect(narrow)) {
                assertEquals(200, raw.send(Listeners.get("/hello")).answer().status());
            }
        }
    }

    @Test
    void connectionsBeyondTheLimitWaitTheirTurn() throws IOException {
        try (HttpListener narrow = Listeners.start(site, 3, 3, Duration.ofSeconds(30), Duration.ZERO)) {
            for (int round = 0; round < 30; round++) {
                List<RawHttp> connections = new ArrayList<>();
                for (int i = 0; i < 9; i++) {
                    connections.add(Listeners.connect(narrow).send(Listeners.get("/hello")));
                }
                for (RawHttp raw : connections) {
                    assertEquals(200, raw.answer().status(), "round " + round);
                    raw.close();
                }
            }
        }
    }
}
