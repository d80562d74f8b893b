package org.simplesignin.client.shell.pages;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Names as an attacker would choose them, the same for the same seed.
final class HostileNames {
    private static final List<String> PIECES = List.of(
            "alice",
            "bob@example.com",
            "Kitchen profile",
            " ",
            "\u202E",
            "\u202Emoc.elpmaxe@ecila\u202C",
            "\u2067\u2066\u2068",
            "\u2069\u2069",
            "\u200B\u200D\u2060\uFEFF",
            "\u061C\u200E\u200F",
            "\n",
            "\r\n\r\n",
            "\u2028\u2029\u0085",
            "\t\u000B\f",
            "\u0000\u001B[31m\u007F",
            "<b>",
            "</bdi></p></section>",
            "<img src=x onerror=document.title='owned'>",
            "<script>document.title='owned'</script>",
            "<style>.panel{display:none}</style>",
            "\"' onfocus=alert(1) x='",
            "&lt;&amp;&#x202E;",
            "{app} {customer} '{'",
            "javascript:alert(1)",
            "%s %n ${jndi:ldap://x}",
            "a\u0301\u0316\u0489\u0338\u20DD",
            "\u0489",
            "مرحبا",
            "שלום",
            "नमस्ते",
            "漢字",
            "ﷺ",
            "👩‍👩‍👧‍👦",
            "🇦🇶",
            "…",
            "•••",
            "WWWWWWWW",
            "iiiiiiiiii",
            "Not now",
            "Allow");

    private final Random random;

    HostileNames(long seed) {
        random = new Random(seed);
    }

    /// Returns a name of one to twelve pieces, at times of 10,000 characters or under a tower of accents.
    String next() {
        String name = IntStream.rangeClosed(0, random.nextInt(12))
                .mapToObj(i -> PIECES.get(random.nextInt(PIECES.size())))
                .collect(Collectors.joining());
        return switch (random.nextInt(8)) {
            case 0 -> name.repeat(10_000 / name.length() + 1).substring(0, 10_000);
            case 1 -> name + "z" + "\u0301\u0316\u0489".repeat(random.nextInt(3000)) + "end";
            default -> name;
        };
    }

    List<String> next(int count) {
        return IntStream.range(0, count).mapToObj(i -> next()).toList();
    }

    /// Returns names that are hard to tell apart: of the same few letters, and each another's beginning or end.
    List<String> alike(int count) {
        String letters = random.nextBoolean() ? "ab" : "aá👩‍👩‍👧z漢";
        String domain = List.of("", "@example.com", "@mail.example.com", "@" + "d".repeat(55), "@b")
                .get(random.nextInt(5));
        int[] points = letters.codePoints().toArray();
        String base = IntStream.range(0, random.nextInt(60))
                .mapToObj(i -> Character.toString(points[random.nextInt(points.length)]))
                .collect(Collectors.joining());
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    int at = random.nextInt(base.length() + 1);
                    String middle = Character.toString(points[random.nextInt(points.length)]);
                    return base.substring(0, at) + middle + base.substring(at) + domain;
                })
                .toList();
    }
}
