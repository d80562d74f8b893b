package org.simplesignin.server.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.simplesignin.server.config.UnusableConfigurationException;

final class LimitsFileTest {
    @TempDir
    Path directory;

    @Test
    void namedLimitsAreReadAndOthersAreNotThere() throws Exception {
        Map<Limit, Rate> read = read("""
                {"limits": [{"limit": "MAILS_IN_ALL", "most": 7, "periodSeconds": 60}]}""");

        assertEquals(Map.of(Limit.MAILS_IN_ALL, new Rate(7, Duration.ofMinutes(1))), read);
        assertEquals(Map.of(), read("{}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"limits": [{"limit": "MAILS", "most": 7, "periodSeconds": 60}]}          | must be one of
            {"limits": [{"limit": "MAILS_IN_ALL", "most": 0, "periodSeconds": 60}]}   | .most must be a whole number
            {"limits": [{"limit": "MAILS_IN_ALL", "most": 1.5, "periodSeconds": 60}]} | .most must be a whole number
            {"limits": [{"limit": "MAILS_IN_ALL", "most": 7, "periodSeconds": 2678401}]} | .periodSeconds must be
            {"limits": [{"limit": "MAILS_IN_ALL", "most": 7}]}                        | .periodSeconds is missing
            {"limits": [{"limit": "MAILS_IN_ALL", "most": 7, "periodSeconds": 6, "x": 1}]} | there is no member
            {"limit": []}                                                             | there is no member""")
    void wrongFileIsRefusedWithThePlaceAndTheRule(String json, String expected) {
        UnusableConfigurationException refused = assertThrows(UnusableConfigurationException.class, () -> read(json));

        assertTrue(String.valueOf(refused.getMessage()).contains(expected), refused::getMessage);
    }

    @Test
    void limitThatIsThereTwiceIsRefused() {
        String one = "{\"limit\": \"MAILS_IN_ALL\", \"most\": 7, \"periodSeconds\": 60}";

        assertThrows(UnusableConfigurationException.class, () -> read("{\"limits\": [" + one + ", " + one + "]}"));
    }

    @Test
    void operatorsFindEveryLimitInTheDocumentation() throws Exception {
        List<String> rows = Arrays.stream(Limit.values())
                .map(limit -> "| `%s` | %,d | %s |"
                        .formatted(
                                limit,
                                limit.usual().most(),
                                limit.usual().period().equals(Duration.ofHours(1))
                                        ? "1 h"
                                        : limit.usual().period().toMinutes() + " min"))
                .toList();
        String page = Files.readString(Path.of(System.getProperty("root.dir"), "docs", "operations.md"));
        assertEquals(
                rows,
                page.lines()
                        .filter(line -> line.matches("\\| `[A-Z_]+` \\| [\\d,]+ \\| .*"))
                        .toList());
    }

    private Map<Limit, Rate> read(String json) throws Exception {
        return LimitsFile.read(Files.writeString(directory.resolve("limits.json"), json));
    }
}
