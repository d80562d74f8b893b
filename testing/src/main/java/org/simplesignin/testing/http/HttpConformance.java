package org.simplesignin.testing.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.logging.LogRecord;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The conformance table: every listener of ours must answer it in the same way. Whoever implements this says
/// where it listens; the listener lives as long as the test class.
///
/// ```java
/// @TestInstance(TestInstance.Lifecycle.PER_CLASS)
/// final class OurConformanceTest implements HttpConformance {
///     private final Listening listening = ...;
///
///     @Override
///     public Listening listening() {
///         return listening;
///     }
/// }
/// ```
public interface HttpConformance {
    /// Returns the listener that is tried.
    Listening listening();

    /// Returns whether a line of the log may come of what this suite does. Where others run beside it, leave
    /// their lines out.
    default boolean isOfStrangers(LogRecord line) {
        String logger = String.valueOf(line.getLoggerName());
        return logger.startsWith("org.eclipse.jetty") || logger.startsWith("org.simplesignin.http");
    }

    /// Every row of the table.
    @TestFactory
    default Stream<DynamicTest> everyRowOfTheTableIsAnsweredAsItMustBe() {
        return ConformanceTable.rows(listening()).stream()
                .map(row -> dynamicTest(row.name(), () -> new Trial(listening()).of(row)));
    }

    /// The table and what stands outside it, counted: a row that was lost would not be missed otherwise.
    @Test
    default void theTableHasItsRows() {
        assertEquals(ConformanceTable.ROWS, ConformanceTable.rows(listening()).size());
    }

    /// RFC 9110 §9.3.2: the same head, and no body; then the connection goes on.
    @Test
    default void headIsGetWithoutItsBody() throws Exception {
        for (String target :
                List.of(listening().path(), "/nothing-here", listening().post().path())) {
            try (RawHttp raw = RawHttp.connect(listening().address())) {
                Answer get = raw.send(listening().get(target, "")).answer();
                Answer head = raw.send(listening().get(target, "").replace("GET", "HEAD"))
                        .answer("HEAD");
                assertEquals(get.status(), head.status(), target);
                assertEquals(get.headerNames(), head.headerNames(), target);
                assertEquals(get.header("Content-Length"), head.header("Content-Length"), target);
                assertEquals(get.header("Content-Type"), head.header("Content-Type"), target);
                assertEquals(
                        get.status(),
                        raw.send(listening().get(target, "")).answer().status());
            }
        }
    }

    /// One after the other, in their order, however they arrive.
    @Test
    default void pipelinedRequestsAreAnsweredInTheirOrder() throws Exception {
        String three = listening().get("") + listening().post("") + listening().get("Connection: close\r\n");
        try (RawHttp raw = RawHttp.connect(listening().address())) {
            raw.send(three);
            assertEquals(200, raw.answer().status());
            assertEquals(listening().post().status(), raw.answer().status());
            assertEquals(200, raw.answer().status());
            assertEquals(0, raw.rest().length);
        }
        try (RawHttp raw = RawHttp.connect(listening().address())) {
            for (byte octet : Listening.bytes(three)) {
                raw.send(new byte[] {octet});
            }
            assertEquals(200, raw.answer().status());
            assertEquals(listening().post().status(), raw.answer().status());
            assertEquals(200, raw.answer().status());
        }
    }

    /// HTTP/1.0 as nginx speaks it to what is behind it.
    @Test
    default void oldClientsKeepTheirConnectionWhereTheyAskForIt() throws Exception {
        String old = listening().get("Connection: keep-alive\r\n").replace(" HTTP/1.1", " HTTP/1.0");
        try (RawHttp raw = RawHttp.connect(listening().address())) {
            for (int i = 0; i < 3; i++) {
                Answer answer = raw.send(old).answer();
                assertEquals(200, answer.status());
                assertTrue(answer.header("Connection").equalsIgnoreCase("keep-alive"), answer.toString());
            }
        }
    }

    /// RFC 9110 §10.1.1.
    @Test
    default void whoeverWaitsForContinueIsToldToGoOn() throws Exception {
        String body = listening().post().body();
        String head = listening().postHead("Expect: 100-continue\r\nContent-Length: " + body.length() + "\r\n");
        try (RawHttp raw = RawHttp.connect(listening().address())) {
            raw.send(head);
            assertEquals(100, raw.answer().status());
            raw.send(body);
            assertEquals(listening().post().status(), raw.answer().status());
            assertEquals(200, raw.send(listening().get("")).answer().status());
        }
        try (RawHttp raw = RawHttp.connect(listening().address())) {
            raw.send(head.replace(" HTTP/1.1", " HTTP/1.0") + body);
            assertEquals(listening().post().status(), raw.answer().status(), "HTTP/1.0 knows no 100");
        }
    }

    /// Many at once, each with the whole table: nothing that one sends comes out at another.
    @Test
    default void connectionsDoNotMix() {
        List<Row> rows = ConformanceTable.rows(listening()).stream()
                .filter(row -> row.sent().length < 10_000)
                .toList();
        IntStream.range(0, rows.size() * 2).parallel().forEach(i -> {
            int at = (i * 7919) % rows.size();
            new Trial(listening()).withoutHaste().of(rows.get(at));
        });
    }

    /// Nobody can fill a disk by talking nonsense or by hanging up.
    @Test
    default void strangersFillNoLog() throws Exception {
        try (RecordedLog log = new RecordedLog()) {
            for (Row row : ConformanceTable.rows(listening())) {
                Trial.hangUpDuring(listening(), row);
            }
            HangUps.at(listening());
            assertEquals(200, HangUps.alive(listening()));
            assertEquals(
                    List.of(),
                    log.lines(this::isOfStrangers).stream().distinct().toList());
        }
    }

    /// Whatever chance makes of requests: no fault, and no answer to what stands in a body.
    @Test
    default void whateverChanceSendsIsAnsweredOrRefused() throws Exception {
        Fuzz.at(listening());
        assertEquals(200, HangUps.alive(listening()));
    }

    /// Whoever is silent or slow, in whatever step, is closed when the time of that step is over.
    @Test
    default void whoeverIsSlowIsClosedInTime() throws Exception {
        SlowPeers.assertClosed(listening());
    }
}
