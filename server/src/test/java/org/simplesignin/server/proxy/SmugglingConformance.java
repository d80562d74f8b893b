package org.simplesignin.server.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.testing.http.Answer;
import org.simplesignin.testing.http.RawHttp;

/// Nothing reaches the server beside the proxy's rules, and nobody gets another's answer (RFC 9112 §11.2): the server
/// answers exactly what the proxy knows of.
interface SmugglingConformance {
    int TIMES = 10;
    String FORM = "Content-Type: application/x-www-form-urlencoded\r\n";

    Stand stand();

    /// A refused body is a row of whole requests, of which every one would count if somebody read it.
    @ParameterizedTest
    @ValueSource(ints = {66, 100, 300})
    default void hiddenPostsInARefusedBodyAreNotServed(int kilobytes) throws Exception {
        String hidden = "POST " + DeviceApi.DEVICE_AUTHORIZATION + " HTTP/1.1\r\n" + Stand.HOST
                + "X-Forwarded-For: 10.9.8.7\r\n" + FORM + "Content-Length: 31\r\n\r\nclient_id=simple-sign-in-device";
        String body = hidden.repeat(kilobytes * 1024 / hidden.length() + 1);
        String head = "POST " + DeviceApi.TOKEN + " HTTP/1.1\r\n" + Stand.HOST + FORM;
        String withLength = head + "Content-Length: " + body.length() + "\r\n\r\n" + body;
        String chunk = Integer.toHexString(hidden.length()) + "\r\n" + hidden + "\r\n";
        String chunked = head + "Transfer-Encoding: chunked\r\n\r\n" + body.replace(hidden, chunk) + "0\r\n\r\n";
        for (int i = 0; i < TIMES; i++) {
            for (String sent : List.of(withLength, chunked)) {
                List<Answer> answers = assertNothingSmuggled(sent.getBytes(StandardCharsets.US_ASCII), i);
                assertEquals(413, answers.getFirst().status(), answers::toString);
            }
        }
        assertEquals(0, stand().served().getOrDefault(DeviceApi.DEVICE_AUTHORIZATION, 0L));
    }

    @TestFactory
    default Stream<DynamicTest> whatHasTwoEndsIsNotReadTwice() {
        return Attack.all().stream()
                .map(attack -> dynamicTest(attack.name(), () -> assertNothingSmuggled(attack.bytes(), 0)));
    }

    /// Sends it, and then an honest request where the connection is still open; then others ask.
    private List<Answer> assertNothingSmuggled(byte[] attack, int number) throws IOException {
        long before = served();
        long deniedBefore = denied();
        List<Answer> answers = new ArrayList<>();
        try (RawHttp raw = RawHttp.connect(stand().address())) {
            Optional<Answer> next = finalAnswer(raw.sendAsMuchAsIsTaken(attack));
            raw.sendAsMuchAsIsTaken(
                    Stand.marked(number, "Connection: close\r\n").getBytes(StandardCharsets.US_ASCII));
            while (next.isPresent()) {
                answers.add(next.get());
                next = finalAnswer(raw);
            }
        }
        stand().assertOthersGetTheirOwn(number + 1);
        stand().assertOthersGetTheirOwn(number + 2);
        long others = 2L * Stand.MARKED;
        assertEquals(deniedBefore, denied(), "what the proxy denies was served");
        long served = served() - before - others;
        assertTrue(
                served >= count(answers, false) && served <= count(answers, true),
                () -> "the server answered " + served + ", and these came: " + answers);
        return answers;
    }

    /// Returns how many of these are the server's.
    ///
    /// @param lost with those that a proxy puts in their place: 502, and Caddy's empty 200 where a body breaks off
    private static long count(List<Answer> answers, boolean lost) {
        return answers.stream()
                .filter(answer -> !answer.header("Request-Id").isEmpty()
                        || (lost && (answer.status() == 502 || answer.status() == 200)))
                .count();
    }

    private long denied() {
        return stand().served().getOrDefault(Setup.DENIED, 0L);
    }

    private long served() {
        return stand().served().values().stream().mapToLong(Long::longValue).sum();
    }

    /// Returns the next answer that is not "go on"; empty where the connection has ended.
    private static Optional<Answer> finalAnswer(RawHttp raw) throws IOException {
        try {
            Answer answer = raw.answer();
            while (answer.status() < 200) {
                answer = raw.answer();
            }
            return Optional.of(answer);
        } catch (EOFException | SocketException ended) {
            return Optional.empty();
        }
    }

    /// The proxy reads a path in its way and the server in its own, and both must find the same route, or none.
    @Test
    default void whatTheProxyDeniesHasNoOtherSpelling() throws Exception {
        long none = denied();
        TestDevice straight = stand().server().stranger();
        String denied = straight.send("GET", Setup.DENIED, null, request -> {}).text();
        long before = denied();
        assertEquals(none + 1, before, "asked straight it is served, and counted");
        for (String target : Spellings.of(Setup.DENIED)) {
            for (String lines :
                    List.of("", "X-Original-URL: " + Setup.DENIED + "\r\nX-Rewrite-URL: " + Setup.DENIED + "\r\n")) {
                try (RawHttp raw = RawHttp.connect(stand().address())) {
                    raw.send("GET " + target + " HTTP/1.1\r\n" + Stand.HOST + lines + "Connection: close\r\n\r\n");
                    String all = new String(raw.rest(), StandardCharsets.ISO_8859_1);
                    assertFalse(all.contains(denied), target);
                    assertTrue(all.isEmpty() || all.matches("(?s)HTTP/1\\.[01] [34].*"), target + ": " + all);
                }
            }
        }
        assertEquals(before, denied());
        stand().assertOthersGetTheirOwn(0);
    }
}
