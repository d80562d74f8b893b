package org.simplesignin.testing.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Requests that nobody thought of: rows of the table and good requests, changed, cut and joined by chance. Whatever is
/// sent, a listener answers without a fault of its own, and never more requests than a strict reader finds.
///
/// `-Dfuzz=20000` sends so many; `-Dfuzz.seed=7` sends others. The same seed sends the same.
final class Fuzz {
    private static final int FEW = 150;
    private static final int MOST_CHANGES = 4;
    private static final int LONGEST = 20_000;
    private static final int CONTINUE = 100;
    private static final int REFUSED = 400;
    private static final int FAULT = 500;
    /// RFC 9110 §15.6.6: no fault of the listener, but of who speaks another version.
    private static final int OTHER_VERSION = 505;

    /// What framing is made of: chance finds these seldom.
    private static final List<String> PIECES = List.of(
            "\r\n",
            "\n",
            "\r",
            "\0",
            " ",
            "\t",
            ":",
            ";",
            ",",
            "0\r\n\r\n",
            "\r\n\r\n",
            "Content-Length: 0\r\n",
            "Content-Length: 1\r\n",
            "Content-Length:\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Transfer-Encoding: identity\r\n",
            "Connection: close\r\n",
            "Connection: Content-Length\r\n",
            "Expect: 100-continue\r\n",
            "Cookie: a=b\r\n",
            "HTTP/1.0",
            "%2e%2e/",
            "%00",
            "\u00e9",
            "GET / HTTP/1.1\r\nHost: a\r\n\r\n");

    private final Listening listening;
    private final List<byte[]> seeds;
    private final Random random;

    private Fuzz(Listening listening, long seed) {
        this.listening = listening;
        this.random = new Random(seed);
        this.seeds = ConformanceTable.rows(listening).stream()
                .map(Row::sent)
                .filter(sent -> sent.length < LONGEST)
                .toList();
    }

    static void at(Listening listening) throws IOException {
        long seed = Long.getLong("fuzz.seed", 1);
        Fuzz fuzz = new Fuzz(listening, seed);
        int most = Integer.getInteger("fuzz", FEW);
        for (int i = 0; i < most; i++) {
            fuzz.one("seed " + seed + ", request " + i);
        }
    }

    private void one(String name) throws IOException {
        byte[] sent = changed();
        try {
            tried(sent, name + ": " + escaped(sent));
        } catch (IOException e) {
            throw new UncheckedIOException(name + ": " + escaped(sent), e);
        }
    }

    private void tried(byte[] sent, String name) throws IOException {
        List<String> methods = StrictReader.methods(sent);
        try (RawHttp raw = RawHttp.connect(listening.address())) {
            raw.sendAsMuchAsIsTaken(sent).endOfSendingIfOpen();
            for (int answers = 0; true; answers++) {
                Answer answer;
                try {
                    answer = raw.answer(methods.isEmpty() ? "GET" : methods.get(Math.min(answers, methods.size() - 1)));
                    while (answer.status() == CONTINUE) {
                        answer = raw.answer(methods.get(Math.min(answers, methods.size() - 1)));
                    }
                } catch (EOFException end) {
                    assertTrue(String.valueOf(end.getMessage()).equals("no answer"), name + ": " + end.getMessage());
                    return;
                }
                assertTrue(answer.status() < FAULT || answer.status() == OTHER_VERSION, name + ": " + answer);
                assertTrue(
                        answers < methods.size() || answer.status() >= REFUSED,
                        name + ": answer " + (answers + 1) + " to " + methods.size() + " requests, " + answer);
                assertTrue(answers <= methods.size(), name + ": more answers than requests");
            }
        }
    }

    private byte[] changed() {
        byte[] sent = any();
        if (random.nextInt(3) == 0) {
            sent = joined(sent, 0, sent.length, any());
        }
        int changes = 1 + random.nextInt(MOST_CHANGES);
        for (int i = 0; i < changes; i++) {
            sent = changedOnce(sent);
        }
        return sent;
    }

    private byte[] any() {
        return seeds.get(random.nextInt(seeds.size()));
    }

    private byte[] changedOnce(byte[] sent) {
        int from = random.nextInt(sent.length + 1);
        int to = Math.min(sent.length, from + random.nextInt(12));
        return switch (random.nextInt(7)) {
            case 0 -> joined(sent, from, from, new byte[] {(byte) random.nextInt(256)});
            case 1 -> joined(sent, from, to, new byte[0]);
            case 2 -> joined(sent, from, Math.min(sent.length, from + 1), new byte[] {(byte) random.nextInt(256)});
            case 3 -> joined(sent, to, to, Arrays.copyOfRange(sent, from, to));
            case 4 -> joined(sent, from, sent.length, any());
            default -> {
                byte[] piece = Listening.bytes(PIECES.get(random.nextInt(PIECES.size())));
                yield joined(sent, from, random.nextBoolean() ? from : to, piece);
            }
        };
    }

    /// Returns it with this in place of what stands between these places.
    private static byte[] joined(byte[] sent, int from, int to, byte[] piece) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(sent, 0, from);
        all.writeBytes(piece);
        all.write(sent, to, sent.length - to);
        return all.toByteArray();
    }

    private static String escaped(byte[] sent) {
        StringBuilder text = new StringBuilder();
        for (char octet : new String(sent, StandardCharsets.ISO_8859_1).toCharArray()) {
            text.append(octet >= ' ' && octet < 127 ? String.valueOf(octet) : String.format("\\x%02x", (int) octet));
        }
        return text.length() > 3000 ? text.substring(0, 3000) + "..." : text.toString();
    }
}
