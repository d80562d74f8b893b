package org.simplesignin.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PathTableTest {
    private final PathTable<String> table = new PathTable<>();

    private Optional<String> at(String path) {
        return table.find(path).map(PathTable.Found::entry);
    }

    @Test
    void pathLeadsToItsEntryExactlyAsItIsWritten() {
        table.add("/metrics", "metrics");

        assertEquals(Optional.of("metrics"), at("/metrics"));
        for (String other : new String[] {
            "/metrics/", "/Metrics", "//metrics", "/metrics;a", "/%6detrics", "/./metrics", "metrics", ""
        }) {
            assertEquals(Optional.empty(), at(other), other);
        }
    }

    @Test
    void nameStandsForOneSegmentThatIsNotEmpty() {
        table.add("/links/{link}/consent", "consent");

        assertEquals(Optional.of("consent"), at("/links/1/consent"));
        for (String other :
                new String[] {"/links//consent", "/links/1/2/consent", "/links/consent", "/links/1/consent/", "/links/1"
                }) {
            assertEquals(Optional.empty(), at(other), other);
        }
    }

    @ParameterizedTest
    @CsvSource({"a, a", "a%20b, a b", "a+b, a+b", "%C3%A9, é", "%c3%a9, é", "%23, '#'", "{x}, {x}", "'', "})
    void nameIsDecoded(String segment, String name) {
        table.add("/{name}", "entry");

        assertEquals(
                Optional.ofNullable(name).map(decoded -> Map.of("name", decoded)),
                table.find("/" + segment).map(PathTable.Found::parameters));
    }

    @Test
    void encodedSlashOfANameWouldNotMakeASegment() {
        table.add("/{name}", "entry");

        assertEquals(Map.of("name", "a/b"), table.find("/a%2Fb").orElseThrow().parameters());
    }

    @Test
    void whatIsSpelledOutGoesBeforeAName() {
        table.add("/{a}/{b}", "two names");
        table.add("/{a}/y", "second");
        table.add("/x/{b}", "first");
        table.add("/x/y", "both");

        assertEquals(Optional.of("both"), at("/x/y"));
        assertEquals(Optional.of("first"), at("/x/1"));
        assertEquals(Optional.of("second"), at("/1/y"));
        assertEquals(Optional.of("two names"), at("/1/2"));
    }

    @Test
    void firstDifferenceDecidesWhateverWasAddedFirst() {
        table.add("/{a}/y/z", "later");
        table.add("/x/{b}/{c}", "sooner");

        assertEquals(Optional.of("sooner"), at("/x/y/z"));
        assertEquals(Optional.of("later"), at("/1/y/z"));
    }

    @ParameterizedTest
    @CsvSource({"/a, /a", "/{a}, /{a}", "/{a}, /{b}", "/x/{a}/y, /x/{other}/y"})
    void samePatternTwiceIsRefused(String one, String two) {
        table.add(one, "one");

        assertThrows(IllegalStateException.class, () -> table.add(two, "two"));
        assertEquals(Optional.of("one"), at(one.replaceAll("[{}]", "")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "{a}",
                "//",
                "/a//b",
                "/.",
                "/a/../b",
                "/a b",
                "/é",
                "/a;b",
                "/a?b",
                "/a#b",
                "/%61",
                "/{a",
                "/a}",
                "/{}",
                "/{a}b",
                "/b{a}",
                "/{a b}",
                "/{{a}}",
                "/{a}/{a}",
                "/{a}{b}",
                "/{a/b}"
            })
    void patternThatNoRequestHasIsRefused(String pattern) {
        assertThrows(IllegalArgumentException.class, () -> table.add(pattern, "entry"));
        assertEquals(Optional.empty(), at(pattern));
    }
}
