package org.simplesignin.server.session;

import java.util.List;

/// What a browser calls itself, in words that people know: it helps them to recognise a session, and decides nothing.
final class BrowserName {
    private record Mark(String part, String name) {}

    /// Most browsers name others as well, to be let in: the one that no other names stands first.
    private static final List<Mark> BROWSERS = List.of(
            new Mark("Edg", "Edge"),
            new Mark("OPR/", "Opera"),
            new Mark("SamsungBrowser/", "Samsung Internet"),
            new Mark("Silk/", "Silk"),
            new Mark("Firefox/", "Firefox"),
            new Mark("FxiOS/", "Firefox"),
            new Mark("CriOS/", "Chrome"),
            new Mark("Chrome/", "Chrome"),
            new Mark("Safari/", "Safari"));

    private static final List<Mark> SYSTEMS = List.of(
            new Mark("iPhone", "iPhone"),
            new Mark("iPad", "iPad"),
            new Mark("Android", "Android"),
            new Mark("CrOS", "ChromeOS"),
            new Mark("Windows", "Windows"),
            new Mark("Macintosh", "Mac"),
            new Mark("Linux", "Linux"));

    private BrowserName() {}

    /// Returns such as "Firefox on Windows", or "" where the header says nothing known.
    static String of(String userAgent) {
        String browser = name(BROWSERS, userAgent);
        String system = name(SYSTEMS, userAgent);
        return browser.isEmpty() || system.isEmpty() ? browser + system : browser + " on " + system;
    }

    private static String name(List<Mark> marks, String userAgent) {
        return marks.stream()
                .filter(mark -> userAgent.contains(mark.part()))
                .map(Mark::name)
                .findFirst()
                .orElse("");
    }
}
