package org.simplesignin.client.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.client.device.CustomerId;
import org.simplesignin.client.metric.MetricQueue.Batch;
import org.simplesignin.protocol.SSIEvent;
import org.simplesignin.protocol.device.MetricBatch;
import org.simplesignin.protocol.device.MetricEvent;

final class MetricQueueTest {
    private static final CustomerId ALICE = new CustomerId("alice-0123456789-012345");
    private static final CustomerId BOB = new CustomerId("bob-0123456789-01234567");

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("metrics.jsonl");
    }

    static MetricEvent event(int number) {
        return new MetricEvent(
                "event-0123456789-%08d".formatted(number), "app", number, SSIEvent.LOGIN_SUCCESS, null, null);
    }

    private static List<Long> numbers(Batch batch) {
        return batch.events().events().stream()
                .map(MetricEvent::occurredAtMillis)
                .toList();
    }

    private static Batch next(MetricQueue queue) {
        return queue.next(Set.of()).orElseThrow();
    }

    @Test
    void eventsComeOutInTheirOrder() throws IOException {
        try (MetricQueue queue = new MetricQueue(file, 100)) {
            queue.add(ALICE, event(2));
            queue.add(ALICE, event(1));
            assertEquals(List.of(2L, 1L), numbers(next(queue)));
        }
    }

    @Test
    void eventsSurviveAReopening() throws IOException {
        try (MetricQueue queue = new MetricQueue(file, 100)) {
            queue.add(ALICE, event(1));
            queue.add(BOB, event(2));
        }
        try (MetricQueue queue = new MetricQueue(file, 100)) {
            assertEquals(2, queue.size());
            assertEquals(ALICE, next(queue).customer());
        }
    }

    @Test
    void sameEventIsTakenOnce() throws IOException {
        try (MetricQueue queue = new MetricQueue(file, 100)) {
            queue.add(ALICE, event(1));
            queue.add(ALICE, event(1));
            assertEquals(1, queue.size());
        }
    }

    @Test
    void sentEventsNeverComeBack() throws IOException {
        try (MetricQueue queue = new MetricQueue(file, 100)) {
            queue.add(ALICE, event(1));
            Batch batch = next(queue);
            queue.add(ALICE, event(2));
            queue.sent(batch);
        }
        try (MetricQueue queue = new MetricQueue(file, 100)) {
            assertEquals(List.of(2L), numbers(next(queue)));
        }
    }

    @Test
    void batchHoldsAtMost256EventsOfOneCustomer() throws IOException {
        try (MetricQueue queue = new MetricQueue(file, 1000)) {
            queue.add(BOB, event(0));
            for (int i = 1; i <= 300; i++) {
                queue.add(ALICE, event(i));
            }
            assertEquals(List.of(0L), numbers(next(queue)));
            Batch batch = queue.next(Set.of(BOB)).orElseThrow();
            assertEquals(MetricBatch.MOST_EVENTS, batch.events().events().size());
            assertEquals(ALICE, batch.customer());
        }
    }

    @Test
    void oldestIsDroppedAndCountedWhenFull() throws IOException {
        try (MetricQueue queue = new MetricQueue(file, 3)) {
            for (int i = 1; i <= 5; i++) {
                queue.add(ALICE, event(i));
            }
        }
        try (MetricQueue queue = new MetricQueue(file, 3)) {
            Batch batch = next(queue);
            assertEquals(List.of(3L, 4L, 5L), numbers(batch));
            assertEquals(2, batch.events().dropped());
            queue.add(ALICE, event(6));
            queue.sent(batch);
            assertEquals(1, next(queue).events().dropped());
            assertEquals(List.of(6L), numbers(next(queue)));
        }
    }

    @Test
    void refusedEventsAreDroppedAndCounted() throws IOException {
        try (MetricQueue queue = new MetricQueue(file, 10)) {
            queue.add(ALICE, event(1));
            queue.refused(next(queue));
            queue.add(ALICE, event(2));
            assertEquals(1, next(queue).events().dropped());
        }
    }

    @Test
    void forgottenCustomersEventsAreGone() throws IOException {
        try (MetricQueue queue = new MetricQueue(file, 1000)) {
            for (int i = 0; i < 600; i++) {
                queue.add(ALICE, event(i));
            }
            queue.add(BOB, event(1));
            queue.forget(ALICE);
            assertEquals(BOB, next(queue).customer());
            assertEquals(1, queue.size());
        }
    }

    @Test
    void halfWrittenLineIsCutOff() throws IOException {
        try (MetricQueue queue = new MetricQueue(file, 10)) {
            queue.add(ALICE, event(1));
        }
        Files.writeString(file, "{\"customer\":\"alice-01", StandardOpenOption.APPEND);
        try (MetricQueue queue = new MetricQueue(file, 10)) {
            queue.add(ALICE, event(2));
        }
        try (MetricQueue queue = new MetricQueue(file, 10)) {
            assertEquals(List.of(1L, 2L), numbers(next(queue)));
        }
    }

    @Test
    void damagedLineCostsOnlyItself() throws IOException {
        try (MetricQueue queue = new MetricQueue(file, 10)) {
            queue.add(ALICE, event(1));
        }
        Files.writeString(file, "\u0000\u0000 rubbish\n{\"customer\":\"x\"}\n", StandardOpenOption.APPEND);
        try (MetricQueue queue = new MetricQueue(file, 10)) {
            assertEquals(List.of(1L), numbers(next(queue)));
        }
    }

    @Test
    void fileIsForItsOwnerOnly() throws IOException {
        new MetricQueue(file, 10).close();
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void directoryAsFileIsRefused() throws IOException {
        Files.createDirectory(file);
        assertThrows(IOException.class, () -> new MetricQueue(file, 10));
    }

    /// Adds events until it is killed, printing each number that was acknowledged.
    static final class Writer {
        public static void main(String[] args) throws IOException {
            try (MetricQueue queue = new MetricQueue(Path.of(args[0]), 1_000_000)) {
                for (int i = Integer.parseInt(args[1]); ; i++) {
                    queue.add(ALICE, event(i));
                    System.out.println(i);
                }
            }
        }
    }

    @Test
    void everyAcknowledgedEventSurvivesKills() throws Exception {
        List<Long> acknowledged = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            Process writer = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Writer.class.getName(),
                            file.toString(),
                            Integer.toString(round * 10_000))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.US_ASCII))) {
                for (int i = 0; i < 20; i++) {
                    acknowledged.add(Long.parseLong(out.readLine()));
                }
                writer.destroyForcibly();
            }
            writer.waitFor();
        }
        try (MetricQueue queue = new MetricQueue(file, 1_000_000)) {
            List<Long> kept = new ArrayList<>();
            while (queue.next(Set.of()).isPresent()) {
                Batch batch = next(queue);
                kept.addAll(numbers(batch));
                queue.sent(batch);
            }
            assertTrue(kept.containsAll(acknowledged), "an acknowledged event is missing");
            assertEquals(kept.stream().distinct().count(), kept.size());
        }
    }

    @Test
    void manyLinesAreWrittenAnew() throws IOException {
        try (MetricQueue queue = new MetricQueue(file, 300)) {
            for (int i : IntStream.range(0, 256).toArray()) {
                queue.add(ALICE, event(i));
            }
            queue.sent(next(queue));
        }
        new MetricQueue(file, 300).close();
        assertEquals(0, Files.size(file));
    }
}
