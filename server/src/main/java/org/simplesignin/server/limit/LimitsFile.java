package org.simplesignin.server.limit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.simplesignin.server.config.Fields;

/// Reads `limits.json`: `{"limits": [{"limit": "MAILS_IN_ALL", "most": 10000, "periodSeconds": 3600}]}`. What it does
/// not name stays as usual.
public final class LimitsFile {
    private LimitsFile() {}

    /// Reads the file.
    ///
    /// @throws org.simplesignin.server.config.UnusableConfigurationException with the place, the field and the rule
    public static Map<Limit, Rate> read(Path file) {
        Fields top = Fields.read(file);
        Map<Limit, Rate> rates = new EnumMap<>(Limit.class);
        for (Fields fields : top.objects("limits")) {
            Limit limit = limit(fields);
            Rate rate = new Rate(
                    fields.number("most", 1, 1_000_000_000),
                    Duration.ofSeconds(fields.number("periodSeconds", 1, 31 * 24 * 3600)));
            if (rates.put(limit, rate) != null) {
                throw fields.problem("limit", "is there twice");
            }
            fields.end();
        }
        top.end();
        return rates;
    }

    private static Limit limit(Fields fields) {
        String name = fields.text(
                "limit",
                64,
                text -> Arrays.stream(Limit.values())
                        .anyMatch(limit -> limit.name().equals(text)),
                "must be one of " + Arrays.toString(Limit.values()));
        return Limit.valueOf(name);
    }
}
