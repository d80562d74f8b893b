package org.simplesignin.sample.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

/// What a killed process leaves behind is the beginning of what it wrote: whole entries, in order, nothing invented.
final class JournalProperties {
    private record Line(String text) {}

    @Property(tries = 60)
    void journalCutAtAnyByteHoldsTheEntriesThatWereWholeAndTakesNewOnes(
            @ForAll @Size(max = 8) List<@StringLength(max = 40) String> texts, @ForAll @IntRange(max = 400) int cut)
            throws IOException {
        List<Line> written = texts.stream().map(JournalProperties::line).toList();
        Path file = Files.createTempFile("journal", ".jsonl");
        try {
            try (Journal<Line> journal = Journal.open(file, Line.class)) {
                for (Line entry : written) {
                    journal.append(entry);
                }
            }
            byte[] bytes = Files.readAllBytes(file);
            byte[] left = Arrays.copyOf(bytes, Math.min(cut, bytes.length));
            Files.write(file, left);
            int whole = (int) new String(left, StandardCharsets.ISO_8859_1)
                    .chars()
                    .filter(c -> c == '\n')
                    .count();

            try (Journal<Line> journal = Journal.open(file, Line.class)) {
                assertEquals(written.subList(0, whole), journal.entries());
                journal.append(new Line("after"));
            }
            try (Journal<Line> journal = Journal.open(file, Line.class)) {
                assertEquals(whole + 1, journal.entries().size());
                assertEquals(new Line("after"), journal.entries().getLast());
            }
        } finally {
            Files.delete(file);
        }
    }

    @Property(tries = 20)
    void rewrittenJournalHoldsExactlyWhatItWasGiven(@ForAll @Size(max = 8) List<@StringLength(max = 40) String> texts)
            throws IOException {
        List<Line> entries = texts.stream().map(JournalProperties::line).toList();
        Path file = Files.createTempFile("journal", ".jsonl");
        try {
            Journal.rewrite(file, entries);
            try (Journal<Line> journal = Journal.open(file, Line.class)) {
                assertEquals(entries, journal.entries());
            }
        } finally {
            Files.delete(file);
        }
    }

    @Property(tries = 5)
    void damageInTheMiddleIsReportedAndNotSkipped(@ForAll @IntRange(min = 1, max = 3) int before) throws IOException {
        Path file = Files.createTempFile("journal", ".jsonl");
        try {
            Files.writeString(file, "{\"text\":\"a\"}\n".repeat(before) + "{\"tex\n{\"text\":\"b\"}\n");

            IOException damaged = assertThrows(
                    IOException.class, () -> Journal.open(file, Line.class).close());

            assertTrue(String.valueOf(damaged.getMessage()).contains("line " + (before + 1)));
        } finally {
            Files.delete(file);
        }
    }

    /// Lone surrogates are no text that JSON could carry.
    private static Line line(String text) {
        return new Line(text.codePoints()
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString());
    }
}
