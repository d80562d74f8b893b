package org.simplesignin.testing.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// One answer, as it came over the wire.
///
/// @param version such as `HTTP/1.1`
/// @param fields the header lines in their order
/// @param body without its framing
@SuppressWarnings("ArrayRecordComponent") // Nobody compares two, or keeps one.
public record Answer(String version, int status, List<Field> fields, byte[] body) {
    /// One header line.
    ///
    /// @param name in lower case
    public record Field(String name, String value) {}

    /// Returns the values of this header joined with a comma; empty where there is none.
    public String header(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return String.join(
                ", ",
                fields.stream()
                        .filter(field -> field.name().equals(wanted))
                        .map(Field::value)
                        .toList());
    }

    /// Returns the names of all headers, sorted.
    public List<String> headerNames() {
        return fields.stream().map(Field::name).sorted().toList();
    }

    /// Returns the body as UTF-8.
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return version + " " + status + " " + fields + " " + body.length + " bytes";
    }
}
