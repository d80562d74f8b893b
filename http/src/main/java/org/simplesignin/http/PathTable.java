package org.simplesignin.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds what stands at a path. A path leads to its entry exactly as it is written: nothing is normalised, and
/// nothing is decoded before it is found. `{name}` in a pattern stands for one segment that is not empty; a
/// segment that a pattern spells out goes before one that it names. Filled before it is used, read-only
/// afterwards.
///
/// @param <T> what stands there
public final class PathTable<T> {
    private final Map<String, T> exact = new LinkedHashMap<>();
    private final List<Pattern<T>> patterns = new ArrayList<>();

    private record Pattern<T>(List<String> segments, T entry) {}

    /// What was found.
    ///
    /// @param parameters the decoded segments that the pattern names
    public record Found<T>(T entry, Map<String, String> parameters) {}

    /// Makes an empty one.
    public PathTable() {}

    /// Adds an entry.
    ///
    /// @throws IllegalStateException where the same pattern is there already
    public void add(String pattern, T entry) {
        if (!pattern.startsWith("/")) {
            throw new IllegalArgumentException("a pattern begins with /");
        }
        if (!pattern.contains("{")) {
            if (exact.putIfAbsent(pattern, entry) != null) {
                throw new IllegalStateException(pattern + " is there already");
            }
            return;
        }
        Pattern<T> added = new Pattern<>(segments(pattern), entry);
        if (patterns.stream().anyMatch(known -> known.segments().equals(added.segments()))) {
            throw new IllegalStateException(pattern + " is there already");
        }
        patterns.add(added);
    }

    /// Returns what stands at this path, as [Exchange#path()] tells it.
    public Optional<Found<T>> find(String path) {
        T here = exact.get(path);
        if (here != null) {
            return Optional.of(new Found<>(here, Map.of()));
        }
        List<String> segments = segments(path);
        Pattern<T> best = null;
        for (Pattern<T> pattern : patterns) {
            if (fits(pattern.segments(), segments) && (best == null || spelledOut(pattern) > spelledOut(best))) {
                best = pattern;
            }
        }
        return Optional.ofNullable(best).map(found -> new Found<>(found.entry(), named(found.segments(), segments)));
    }

    private static boolean fits(List<String> pattern, List<String> segments) {
        if (pattern.size() != segments.size()) {
            return false;
        }
        for (int i = 0; i < pattern.size(); i++) {
            String wanted = pattern.get(i);
            if (isName(wanted) ? segments.get(i).isEmpty() : !wanted.equals(segments.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static long spelledOut(Pattern<?> pattern) {
        return pattern.segments().stream().filter(segment -> !isName(segment)).count();
    }

    private static Map<String, String> named(List<String> pattern, List<String> segments) {
        Map<String, String> parameters = new HashMap<>();
        for (int i = 0; i < pattern.size(); i++) {
            if (isName(pattern.get(i))) {
                String name = pattern.get(i).substring(1, pattern.get(i).length() - 1);
                parameters.put(name, decoded(segments.get(i)));
            }
        }
        return parameters;
    }

    // The listener has refused every path whose encoding is broken. A plus is a plus here, unlike in a form.
    private static String decoded(String segment) {
        return segment.indexOf('%') < 0
                ? segment
                : URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static boolean isName(String segment) {
        return segment.startsWith("{");
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }
}
