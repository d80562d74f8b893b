package org.simplesignin.client.http;

import java.util.Map;

/// The segments of a path that its pattern names, decoded.
public record PathParameters(Map<String, String> values) {
    /// Copies what is given.
    public PathParameters {
        values = Map.copyOf(values);
    }

    /// Returns a segment.
    ///
    /// @throws IllegalArgumentException where the pattern names no such one
    public String get(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the pattern names no such segment: " + name);
        }
        return value;
    }
}
