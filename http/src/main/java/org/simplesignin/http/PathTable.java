package org.simplesignin.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Finds what stands at a path. A path leads to its entry exactly as it is written: nothing is normalised, and
/// nothing is decoded before it is found. `{name}` in a pattern stands for one segment that is not empty. Where
/// two patterns fit, the first segment in which they differ decides: what is spelled out there goes before a
/// name. Filled before it is used, read-only afterwards.
///
/// @param <T> what stands there
public final class PathTable<T> {
    private static final Pattern NAME = Pattern.compile("\\{[A-Za-z]+}");

    private final Map<String, T> exact = new LinkedHashMap<>();
    private final List<Route<T>> patterns = new ArrayList<>();

    private record Route<T>(List<String> segments, T entry) {}

    /// What was found.
    ///
    /// @param parameters the decoded segments that the pattern names
    public record Found<T>(T entry, Map<String, String> parameters) {}

    /// Makes an empty one.
    public PathTable() {}

    /// Adds an entry.
    ///
    /// @param pattern a path as a request has it, with `{name}` for whole segments: letters, each name once
    /// @throws IllegalArgumentException where no request has such a path
    /// @throws IllegalStateException where the same pattern is there already, whatever its names are
    public void add(String pattern, T entry) {
        List<String> segments = segments(pattern);
        List<String> names = segments.stream().filter(PathTable::isName).toList();
        if (names.size() != Set.copyOf(names).size() || !RequestTarget.isPlainPath(shape(segments))) {
            throw new IllegalArgumentException("no request has a path like " + pattern);
        }
        if (exact.containsKey(pattern)
                || patterns.stream().anyMatch(known -> shape(known.segments()).equals(shape(segments)))) {
            throw new IllegalStateException(pattern + " is there already");
        }
        if (names.isEmpty()) {
            exact.put(pattern, entry);
        } else {
            patterns.add(new Route<>(segments, entry));
            patterns.sort(Comparator.comparing(added -> order(added.segments())));
        }
    }

    /// Returns what stands at this path, as [Exchange#path()] tells it.
    public Optional<Found<T>> find(String path) {
        T here = exact.get(path);
        if (here != null) {
            return Optional.of(new Found<>(here, Map.of()));
        }
        List<String> segments = segments(path);
        return patterns.stream()
                .filter(pattern -> fits(pattern.segments(), segments))
                .findFirst()
                .map(found -> new Found<>(found.entry(), named(found.segments(), segments)));
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

    /// Returns the pattern with each of its names as `*`.
    private static String shape(List<String> pattern) {
        return pattern.stream().map(segment -> isName(segment) ? "*" : segment).collect(Collectors.joining("/"));
    }

    /// Returns what sorts patterns of one length: at the first segment in which two differ, a name is later.
    private static String order(List<String> pattern) {
        return pattern.stream().map(segment -> isName(segment) ? "1" : "0").collect(Collectors.joining());
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
        return NAME.matcher(segment).matches();
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }
}
