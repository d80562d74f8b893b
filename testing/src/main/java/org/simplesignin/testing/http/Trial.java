package org.simplesignin.testing.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Tries one row on a connection of its own.
final class Trial {
    private static final int NO_ANSWER = 0;
    private static final int CONTINUE = 100;

    /// Between the answer and the end of the connection. Less than the time for which a listener lingers for
    /// what a peer still sends; tried again where the machine was busy.
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private static final int TRIES = 5;

    private final Listening listening;
    private boolean hasty = true;

    Trial(Listening listening) {
        this.listening = listening;
    }

    /// Does not look at how soon a connection ends.
    Trial withoutHaste() {
        hasty = false;
        return this;
    }

    void of(Row row) {
        try {
            Duration toTheEnd = once(row);
            for (int i = 1; hasty && i < TRIES && toTheEnd.compareTo(AT_ONCE) > 0; i++) {
                toTheEnd = once(row);
            }
            assertTrue(!hasty || toTheEnd.compareTo(AT_ONCE) <= 0, row.name() + " was closed after " + toTheEnd);
        } catch (IOException e) {
            throw new UncheckedIOException(row.name(), e);
        }
    }

    private Duration once(Row row) throws IOException {
        try (RawHttp raw = RawHttp.connect(listening.address())) {
            raw.sendAsMuchAsIsTaken(row.sent());
            if (row.statuses().contains(NO_ANSWER)) {
                raw.endOfSending();
            }
            Answer answer;
            try {
                answer = raw.answer(method(row));
                if (answer.status() == CONTINUE) {
                    answer = raw.answer();
                }
            } catch (EOFException e) {
                assertTrue(row.statuses().contains(NO_ANSWER), row.name() + ": " + e.getMessage());
                return Duration.ZERO;
            }
            assertTrue(row.statuses().contains(answer.status()), row.name() + ": " + answer);
            assertForm(row, answer);
            return after(row, answer, raw);
        }
    }

    private static String method(Row row) {
        return new String(row.sent(), StandardCharsets.ISO_8859_1).startsWith("HEAD ") ? "HEAD" : "GET";
    }

    private static void assertForm(Row row, Answer answer) {
        String type = answer.header("Content-Type");
        switch (row.form()) {
            case ANY -> {}
            case PAGE -> assertTrue(type.startsWith("text/html"), row.name() + ": " + answer);
            case PROBLEM -> assertTrue(type.startsWith("application/problem+json"), row.name() + ": " + answer);
        }
    }

    /// Returns how long it took until the connection ended, where it must.
    private Duration after(Row row, Answer answer, RawHttp raw) throws IOException {
        switch (row.after()) {
            case CLOSES -> {
                long answered = System.nanoTime();
                assertEquals("", new String(raw.rest(), StandardCharsets.ISO_8859_1), row.name());
                Duration toTheEnd = Duration.ofNanos(System.nanoTime() - answered);
                assertEquals(old(row) ? "" : "close", answer.header("Connection"), row.name() + ": " + answer);
                return toTheEnd;
            }
            case ENDS -> {}
            case STAYS -> {
                raw.send(listening.get("Connection: close\r\n"));
                assertEquals(200, raw.answer().status(), row.name() + ", the next request");
            }
            case EITHER -> {
                raw.sendAsMuchAsIsTaken(Listening.bytes(listening.get("Connection: close\r\n")));
                try {
                    assertEquals(200, raw.answer().status(), row.name() + ", the next request");
                } catch (IOException e) {
                    // It was closed, with or without a reset.
                }
            }
        }
        assertEquals(0, raw.rest().length, row.name() + ": something followed the last answer");
        return Duration.ZERO;
    }

    /// HTTP/1.0 closes unless it is told not to, and most say nothing of it.
    private static boolean old(Row row) {
        String sent = new String(row.sent(), StandardCharsets.ISO_8859_1);
        return row.statuses().contains(200)
                && sent.substring(0, sent.indexOf('\r')).endsWith(" HTTP/1.0");
    }

    /// Sends a row and is gone before the answer: at the end, in the middle, with and without a reset.
    static void hangUpDuring(Listening listening, Row row) throws IOException {
        RawHttp whole = RawHttp.connect(listening.address());
        whole.sendAsMuchAsIsTaken(row.sent()).close();
        RawHttp reset = RawHttp.connect(listening.address());
        reset.sendAsMuchAsIsTaken(row.sent()).reset();
    }
}
