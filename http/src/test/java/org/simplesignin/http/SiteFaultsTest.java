package org.simplesignin.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.testing.http.Answer;
import org.simplesignin.testing.http.RawHttp;
import org.simplesignin.testing.http.RecordedLog;

/// A site that does what it must not, and what whoever asks sees of it.
final class SiteFaultsTest {
    private final Greeter site = new Greeter();
    private HttpListener listener;
    private RecordedLog log;

    @BeforeEach
    void start() throws IOException {
        listener = Listeners.start(site);
        log = new RecordedLog();
        site.refusals.clear();
    }

    @AfterEach
    void stop() {
        log.close();
        listener.close();
    }

    private List<String> logged() {
        return log.lines(line -> true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/throw", "/overflow", "/nothing", "/twice", "/break-at-once"})
    void faultOfTheSiteIsLoggedOnceAndAnswered500(String path) throws IOException {
        try (RawHttp raw = Listeners.connect(listener)) {
            Answer answer = raw.send(Listeners.get(path)).answer();

            assertEquals(500, answer.status());
            assertEquals("{\"status\":500}", answer.text());
            assertEquals(0, raw.rest().length);
        }
        assertEquals(1, logged().size(), logged().toString());
        assertEquals(List.of(500), site.refusals);
    }

    @Test
    void faultBesidesABodyThatNobodyReadIsAnsweredToo() throws IOException {
        try (RawHttp raw = Listeners.connect(listener)) {
            raw.sendAsMuchAsIsTaken(Listeners.post("/throw", "x".repeat(200_000)));

            assertEquals(500, raw.answer().status());
            assertEquals(0, raw.rest().length);
        }
    }

    @Test
    void headersOfAnAnswerThatFailedAreNotSent() throws IOException {
        Site both = new Site() {
            @Override
            public void answer(Exchange exchange) {
                exchange.answerHeader("Set-Cookie", "secret");
                throw new IllegalStateException("as the test wants it");
            }

            @Override
            public void refuse(Exchange exchange, int status) {
                exchange.answer(status, new byte[0]);
            }
        };
        try (HttpListener other = Listeners.start(both);
                RawHttp raw = Listeners.connect(other)) {
            Answer answer = raw.send(Listeners.get("/")).answer();

            assertEquals("", answer.header("Set-Cookie"));
            assertTrue(answer.header("Date").endsWith("GMT"), answer.toString());
        }
    }

    @Test
    void siteThatCannotEvenRefuseIsAnsweredWithoutABody() throws IOException {
        Site none = new Site() {
            @Override
            public void answer(Exchange exchange) {
                throw new IllegalStateException("as the test wants it");
            }

            @Override
            public void refuse(Exchange exchange, int status) {
                throw new IllegalStateException("again");
            }
        };
        try (HttpListener other = Listeners.start(none)) {
            for (String request : List.of(Listeners.get("/"), Listeners.get("//"), "\0\r\n\r\n")) {
                try (RawHttp raw = Listeners.connect(other)) {
                    Answer answer = raw.send(request).answer();

                    assertTrue(List.of(400, 500).contains(answer.status()), request);
                    assertEquals(0, answer.body().length);
                    assertEquals(0, raw.rest().length);
                }
            }
        }
    }

    @Test
    void streamReachesItsReaderPartByPart() throws IOException {
        try (RawHttp raw = Listeners.connect(listener)) {
            raw.send(Listeners.get("/stream-and-wait"));
            StringBuilder read = new StringBuilder();
            while (!read.toString().endsWith("one ")) {
                read.append(raw.start(1));
            }
            site.open.countDown();

            assertEquals("\r\n3\r\ntwo\r\n0\r\n\r\n", raw.start(15));
        }
    }

    @Test
    void answerThatIsSentAtOnceIsWholeBeforeTheSiteReturns() throws IOException {
        try (RawHttp raw = Listeners.connect(listener)) {
            assertEquals(
                    "sent", raw.send(Listeners.get("/send-and-wait")).answer().text());
            site.open.countDown();
            assertEquals("hello", raw.send(Listeners.get("/hello")).answer().text());
        }
    }

    @Test
    void faultAfterAnAnswerThatWasSentIsLoggedAndNothingElse() throws IOException {
        try (RawHttp raw = Listeners.connect(listener)) {
            assertEquals(
                    "sent", raw.send(Listeners.get("/send-and-throw")).answer().text());
            assertEquals("hello", raw.send(Listeners.get("/hello")).answer().text());
        }
        assertEquals(1, logged().size(), logged().toString());
        assertEquals(List.of(), site.refusals);
    }

    @Test
    void streamsFollowEachOther() throws IOException {
        try (RawHttp raw = Listeners.connect(listener)) {
            for (int i = 0; i < 3; i++) {
                Answer answer = raw.send(Listeners.get("/stream")).answer();

                assertEquals("chunked", answer.header("Transfer-Encoding"));
                assertEquals("one two three", answer.text());
            }
        }
    }

    @Test
    void streamToAnOldClientEndsWithItsConnection() throws IOException {
        try (RawHttp raw = Listeners.connect(listener)) {
            Answer answer = raw.send("GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                    .answer();

            assertEquals("one two three", answer.text());
            assertEquals("", answer.header("Transfer-Encoding"));
        }
    }

    @Test
    void headOfAStreamIsItsHead() throws IOException {
        try (RawHttp raw = Listeners.connect(listener)) {
            raw.send(Listeners.get("/stream").replace("GET", "HEAD"));

            assertEquals("chunked", raw.answer("HEAD").header("Transfer-Encoding"));
            assertEquals("hello", raw.send(Listeners.get("/hello")).answer().text());
        }
    }

    @Test
    void streamThatBreaksOffHasNoEnd() throws IOException {
        try (RawHttp raw = Listeners.connect(listener)) {
            raw.send(Listeners.get("/break"));

            assertThrows(EOFException.class, raw::answer);
        }
        assertEquals(1, logged().size(), logged().toString());
        assertEquals(List.of(), site.refusals);
    }

    @Test
    void bodyThatAStreamDoesNotReadIsNoRequest() throws IOException {
        String hidden = Listeners.get("/hidden").repeat(20_000);
        try (RawHttp raw = Listeners.connect(listener)) {
            raw.sendAsMuchAsIsTaken(Listeners.post("/stream", hidden));

            assertEquals("one two three", raw.answer().text());
            raw.sendAsMuchAsIsTaken(Listeners.get("/hello"));
            assertEquals(0, raw.rest().length, "the connection is over");
        }
        assertEquals(List.of("POST /stream"), site.requests);
    }

    @Test
    void smallBodyThatAStreamDoesNotReadCostsNoConnection() throws IOException {
        try (RawHttp raw = Listeners.connect(listener)) {
            raw.send(Listeners.post("/stream", Listeners.get("/hidden")));

            assertEquals("one two three", raw.answer().text());
            assertEquals("hello", raw.send(Listeners.get("/hello")).answer().text());
        }
        assertEquals(List.of("POST /stream", "GET /hello"), site.requests);
    }
}
