package org.simplesignin.tokens;

/** Writes one flat JSON object, member by member, without space: the payload of an SSI token, of a link token, a JWK. */
final class JsonWriter {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder out;

    JsonWriter(int expectedLength) {
        out = new StringBuilder(expectedLength).append('{');
    }

    JsonWriter text(String name, String value) {
        quoted(name(name), value);
        return this;
    }

    JsonWriter whole(String name, long value) {
        name(name).append(value);
        return this;
    }

    JsonWriter yes(String name) {
        name(name).append("true");
        return this;
    }

    String end() {
        return out.append('}').toString();
    }

    private StringBuilder name(String name) {
        if (out.length() > 1) {
            out.append(',');
        }
        quoted(out, name);
        return out.append(':');
    }

    private static void quoted(StringBuilder to, String value) {
        to.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                to.append('\\').append(c);
            } else if (c < 0x20) {
                to.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 15]);
            } else {
                to.append(c);
            }
        }
        to.append('"');
    }
}
