package org.simplesignin.testing.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads what was sent as RFC 9112 has it and in no other way, to tell how many requests stand in it. A listener that
/// answers more has found a request where a proxy in front of it sees a body.
final class StrictReader {
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,9}");
    private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,16})[ \t]*(;.*)?");

    private final String sent;
    private final List<String> methods = new ArrayList<>();
    private int at;

    private StrictReader(byte[] sent) {
        this.sent = new String(sent, StandardCharsets.ISO_8859_1);
    }

    /// Returns the methods of the requests in their order. The last may be of one that is cut off or malformed: it gets
    /// one answer at most, and none follows it.
    static List<String> methods(byte[] sent) {
        StrictReader reader = new StrictReader(sent);
        boolean whole = true;
        while (whole && reader.at < reader.sent.length()) {
            whole = reader.request();
        }
        return reader.methods;
    }

    /// Reads one request; returns whether another may follow it.
    private boolean request() {
        while (sent.startsWith("\r\n", at)) {
            at += 2;
        }
        if (at == sent.length()) {
            return false;
        }
        methods.add(sent.startsWith("HEAD ", at) ? "HEAD" : "GET");
        int end = sent.indexOf("\r\n\r\n", at);
        if (end < 0) {
            return false;
        }
        String[] lines = sent.substring(at, end).split("\r\n", -1);
        at = end + 4;
        List<String> lengths = new ArrayList<>();
        List<String> codings = new ArrayList<>();
        for (String line : lines) {
            if (line.chars().anyMatch(octet -> octet == '\r' || octet == '\n' || octet == 0)) {
                return false;
            }
            switch (line.split(":", 2)[0].toLowerCase(Locale.ROOT)) {
                case "content-length" -> lengths.add(value(line));
                case "transfer-encoding" -> codings.add(value(line).toLowerCase(Locale.ROOT));
                default -> {}
            }
        }
        if (codings.isEmpty()) {
            return lengths.isEmpty() || (lengths.size() == 1 && octets(lengths.getFirst()));
        }
        return lengths.isEmpty() && codings.equals(List.of("chunked")) && chunks();
    }

    private static String value(String line) {
        return line.substring(line.indexOf(':') + 1).strip();
    }

    private boolean octets(String length) {
        if (!LENGTH.matcher(length).matches() || Integer.parseInt(length) > sent.length() - at) {
            return false;
        }
        at += Integer.parseInt(length);
        return true;
    }

    private boolean chunks() {
        while (true) {
            Optional<String> head = line().filter(CHUNK.asMatchPredicate());
            if (head.isEmpty()) {
                return false;
            }
            long size = Long.parseUnsignedLong(head.get().split("[; \t]", 2)[0], 16);
            if (size == 0) {
                return trailers();
            }
            if (size < 0 || size > sent.length() - at - 2 || !sent.startsWith("\r\n", at + (int) size)) {
                return false;
            }
            at += (int) size + 2;
        }
    }

    private boolean trailers() {
        Optional<String> line = line();
        while (line.isPresent() && !line.get().isEmpty()) {
            line = line();
        }
        return line.isPresent();
    }

    /// Returns the line that begins here; empty where none ends.
    private Optional<String> line() {
        int end = sent.indexOf("\r\n", at);
        if (end < 0) {
            return Optional.empty();
        }
        String line = sent.substring(at, end);
        at = end + 2;
        return Optional.of(line);
    }
}
