package org.simplesignin.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// What stands in the first line of a request: a path and a query, exactly as they were sent.
///
/// Two readers of one path must read the same (a proxy that denies `/metrics` and a server that takes
/// `/%6detrics` for it do not), so a path that can be read in two ways is refused before anybody looks for a
/// route: RFC 3986 §6.2.2 lists the ways.
final class RequestTarget {
    static final int MOST_CHARS = 4 * 1024;

    private static final String UNRESERVED_MARKS = "-._~";
    private static final String OTHERS_IN_A_PATH = "!$&'()*+,=:@";

    private RequestTarget() {}

    /// Returns whether this path has only one reading: it begins with `/`, has no empty segment but the last,
    /// no `.` or `..`, no parameter (`;`), no character that a path must not have (RFC 3986 §3.3), and
    /// percent-encodes nothing but UTF-8 of what needs it: no letter, digit or mark, no control, `/`, `\`, `%`
    /// or `;`.
    static boolean isPlainPath(String path) {
        if (path.isEmpty() || path.charAt(0) != '/') {
            return false;
        }
        String[] segments = path.substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            String segment = segments[i];
            boolean last = i == segments.length - 1;
            if ((segment.isEmpty() && !last) || segment.equals(".") || segment.equals("..") || !isPlain(segment)) {
                return false;
            }
        }
        return true;
    }

    /// Returns whether this query is of visible ASCII alone. The rest is the site's to read: browsers send more
    /// there than RFC 3986 allows.
    static boolean isPlainQuery(String query) {
        return query.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    private static boolean isPlain(String segment) {
        byte[] decoded = new byte[segment.length()];
        int length = 0;
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c == '%') {
                int value = octet(segment, i + 1);
                if (value < 0 || !needsEncoding(value)) {
                    return false;
                }
                decoded[length++] = (byte) value;
                i += 2;
            } else if (isUnreserved(c) || OTHERS_IN_A_PATH.indexOf(c) >= 0) {
                decoded[length++] = (byte) c;
            } else {
                return false;
            }
        }
        // Where nothing was encoded, all of it is ASCII.
        return length == segment.length() || isUtf8(decoded, length);
    }

    private static int octet(String text, int at) {
        if (at + 2 > text.length()) {
            return -1;
        }
        int high = Character.digit(text.charAt(at), 16);
        int low = Character.digit(text.charAt(at + 1), 16);
        return high < 0 || low < 0 || text.charAt(at) > 'f' || text.charAt(at + 1) > 'f' ? -1 : high * 16 + low;
    }

    private static boolean needsEncoding(int octet) {
        return octet > ' ' - 1 && octet != 0x7f && !isUnreserved((char) octet) && "/\\%;".indexOf(octet) < 0;
    }

    private static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || UNRESERVED_MARKS.indexOf(c) >= 0;
    }

    private static boolean isUtf8(byte[] bytes, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
