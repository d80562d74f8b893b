package org.simplesignin.tokens;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one JSON object (RFC 8259) and refuses what two parsers could understand differently: duplicate members, malformed
 * UTF-8, lone surrogates, a byte order mark, more than {@value #MAX_DEPTH} levels, anything after the object.
 *
 * <p>Callers limit the length of the input; the reader does a bounded amount of work for each byte of it.
 */
final class StrictJson {
    static final int MAX_DEPTH = 8;

    /** The longest number that is read; RFC 8259 lets a reader set a limit. */
    private static final int MAX_NUMBER_LENGTH = 64;

    /** The input is not one JSON object of the strict kind. It is an answer, not a fault, so it has no stack trace. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused() {
            super("Not a strict JSON object", null, false, false);
        }
    }

    private final String in;
    private int at;
    private int depth;

    private StrictJson(String in) {
        this.in = in;
    }

    /** Returns the members of the one object that these bytes are. */
    static Map<String, Json> object(byte[] utf8) throws Refused {
        try {
            // newDecoder() reports malformed input; new String(bytes, UTF_8) would replace it and let two inputs read
            // alike.
            return object(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new Refused();
        }
    }

    /** Returns the members of the one object that this text is. */
    static Map<String, Json> object(String text) throws Refused {
        StrictJson reader = new StrictJson(text);
        reader.skipSpace();
        Json value = reader.value();
        reader.skipSpace();
        if (reader.at != text.length() || !(value instanceof Json.Members members)) {
            throw new Refused();
        }
        return members.byName();
    }

    private Json value() throws Refused {
        return switch (peek()) {
            case '{' -> members();
            case '[' -> items();
            case '"' -> new Json.Text(string());
            case 't' -> literal("true", new Json.Bool(true));
            case 'f' -> literal("false", new Json.Bool(false));
            case 'n' -> literal("null", Json.Other.NULL);
            default -> number();
        };
    }

    private Json members() throws Refused {
        enter();
        Map<String, Json> byName = new LinkedHashMap<>();
        if (!skips('}')) {
            do {
                skipSpace();
                String name = string();
                skipSpace();
                expect(':');
                skipSpace();
                if (byName.put(name, value()) != null) {
                    throw new Refused(); // RFC 8725 §2.4: which of two members counts differs from reader to reader
                }
            } while (continues('}'));
        }
        depth--;
        return new Json.Members(byName);
    }

    private Json items() throws Refused {
        enter();
        List<Json> inOrder = new ArrayList<>();
        if (!skips(']')) {
            do {
                skipSpace();
                inOrder.add(value());
            } while (continues(']'));
        }
        depth--;
        return new Json.Items(inOrder);
    }

    private void enter() throws Refused {
        at++;
        if (++depth > MAX_DEPTH) {
            throw new Refused();
        }
    }

    /** Skips space and then the closing character, where it stands there: the object or array is empty. */
    private boolean skips(char closing) throws Refused {
        skipSpace();
        if (peek() != closing) {
            return false;
        }
        at++;
        return true;
    }

    private boolean continues(char closing) throws Refused {
        if (skips(closing)) {
            return false;
        }
        expect(',');
        return true;
    }

    private Json literal(String word, Json value) throws Refused {
        if (!in.startsWith(word, at)) {
            throw new Refused();
        }
        at += word.length();
        return value;
    }

    private Json number() throws Refused {
        int start = at;
        boolean minus = takes('-');
        if (!takes('0')) {
            digits();
        }
        boolean whole = true;
        if (takes('.')) {
            whole = false;
            digits();
        }
        if (takes('e') || takes('E')) {
            whole = false;
            if (!takes('+')) {
                takes('-');
            }
            digits();
        }
        String text = in.substring(start, at);
        if (text.length() > MAX_NUMBER_LENGTH) {
            throw new Refused();
        }
        return whole ? whole(text, minus) : Json.Other.NUMBER;
    }

    private static Json whole(String text, boolean minus) {
        try {
            long value = Long.parseLong(text);
            return minus && value == 0 ? Json.Other.NUMBER : new Json.Whole(value);
        } catch (NumberFormatException e) {
            return Json.Other.NUMBER; // legal JSON, but no time of ours is that long
        }
    }

    private void digits() throws Refused {
        int start = at;
        while (at < in.length() && in.charAt(at) >= '0' && in.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw new Refused();
        }
    }

    private String string() throws Refused {
        expect('"');
        StringBuilder out = new StringBuilder();
        while (peek() != '"') {
            char c = in.charAt(at++);
            if (c < 0x20) {
                throw new Refused();
            }
            out.append(c == '\\' ? escaped() : c);
        }
        at++;
        String value = out.toString();
        if (Require.hasLoneSurrogate(value)) {
            throw new Refused(); // a lone one, written as \\uD800: readers disagree on what it is
        }
        return value;
    }

    private char escaped() throws Refused {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hex4();
            default -> throw new Refused();
        };
    }

    private char hex4() throws Refused {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            char c = peek();
            // Character.digit alone would also take the digits of other scripts.
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw new Refused();
            }
            value = value << 4 | digit;
            at++;
        }
        return (char) value;
    }

    private void skipSpace() {
        while (at < in.length() && " \t\n\r".indexOf(in.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean takes(char c) {
        if (at < in.length() && in.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char c) throws Refused {
        if (!takes(c)) {
            throw new Refused();
        }
    }

    private char peek() throws Refused {
        if (at >= in.length()) {
            throw new Refused();
        }
        return in.charAt(at);
    }
}
