package org.simplesignin.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.testing.http.Answer;
import org.simplesignin.testing.http.RawHttp;

/// Processes that may open few files.
@Tag("process")
final class DescriptorsTest {
    private static final int CONNECTIONS = 60;

    @TempDir
    private Path directory;

    private String firstLine(String limit, int connections, String... options) throws Exception {
        Path log = directory.resolve("log");
        Process process = ScarceProcess.start(log, limit, connections, options);
        try (BufferedReader output = process.inputReader()) {
            String line = output.readLine();
            process.outputWriter().close();
            assertEquals(0, process.waitFor(), Files.readString(log));
            return String.valueOf(line);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void moreConnectionsThanDescriptorsAreRefusedWithWhatToDo() throws Exception {
        String message = firstLine("ulimit -n 300", CONNECTIONS);

        assertTrue(message.contains("may open 300 files"), message);
        assertTrue(message.contains("60 connections"), message);
        assertTrue(message.contains("ulimit -Hn, LimitNOFILE= of systemd) to at least 316"), message);
    }

    @Test
    void asManyDescriptorsAsItNeedsAreEnough() throws Exception {
        assertTrue(firstLine("ulimit -n 316", CONNECTIONS).matches("[0-9]+"));
        assertTrue(firstLine("ulimit -n 315", CONNECTIONS).contains("raise the limit"));
    }

    /// The soft limit is what shells set; the JVM raises it to the hard one.
    @Test
    void softLimitDoesNotCount() throws Exception {
        assertTrue(firstLine("ulimit -Sn 100", CONNECTIONS).matches("[0-9]+"));
    }

    @Test
    void softLimitCountsWhereTheVirtualMachineIsToldToKeepIt() throws Exception {
        String message = firstLine("ulimit -Sn 100", CONNECTIONS, "-XX:-MaxFDLimit");

        assertTrue(message.contains("may open 100 files"), message);
    }

    @Test
    void messageIsThatOfAnIoException() {
        IOException refused =
                assertThrows(TooFewDescriptorsException.class, () -> Descriptors.require(Integer.MAX_VALUE));

        assertTrue(refused.toString().contains("to at least 2147483903"), refused.toString());
    }

    /// They run out in the middle of an answer, for five seconds, twice.
    @Test
    void processWithoutADescriptorGoesOnWhenItHasSomeAgain() throws Exception {
        Path log = directory.resolve("log");
        Process process = ScarceProcess.start(log, "ulimit -n 316", CONNECTIONS);
        try (BufferedReader output = process.inputReader()) {
            InetSocketAddress address = new InetSocketAddress(Listeners.HERE, Integer.parseInt(output.readLine()));
            for (int round = 0; round < 2; round++) {
                runOut(address);
            }
            process.outputWriter().close();
            assertEquals(0, process.waitFor());
        } finally {
            process.destroyForcibly();
        }
        List<String> lines = Files.readAllLines(log);
        assertEquals(
                1,
                lines.stream()
                        .filter(line -> line.contains("no connection was accepted"))
                        .count());
        // Its own line, and the fault of the site with its stack in each round.
        assertTrue(lines.size() < 100, String.join("\n", lines));
        assertEquals(
                List.of(),
                lines.stream().filter(line -> line.contains("NoClassDefFound")).toList());
    }

    private static void runOut(InetSocketAddress address) throws Exception {
        List<RawHttp> connections = new ArrayList<>();
        try (RawHttp control = RawHttp.connect(address)) {
            List<String> requests = List.of(
                    Listeners.get("/hello"),
                    Listeners.get("/hello").replace(" HTTP/1.1", " HTTP/1.0"),
                    Listeners.get("/nothing-here"),
                    Listeners.get("/stream"),
                    Listeners.get("/break"),
                    Listeners.get("/throw"),
                    Listeners.post("/read", "abc"),
                    chunked("3\r\nabc\r\n0\r\nX: a\r\n\r\n"),
                    chunked("x"),
                    Listeners.post("/read", "x".repeat(70_000)),
                    Listeners.get("//"),
                    Listeners.get("/" + "a".repeat(5_000)),
                    Listeners.get("/" + "a".repeat(50_000)),
                    "\0\r\n\r\n");
            for (int i = 0; i < requests.size(); i++) {
                connections.add(RawHttp.connect(address));
                connections.getLast().send(Listeners.get("/hello")).answer();
            }
            assertEquals(200, control.send(Listeners.get("/take")).answer().status());
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < requests.size(); i++) {
                connections.get(i).sendAsMuchAsIsTaken(requests.get(i));
                statuses.add(status(connections.get(i)));
            }
            assertEquals(List.of(200, 200, 404, 200, 0, 500, 202, 202, 400, 413, 400, 414, 414, 400), statuses);

            List<RawHttp> later = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                later.add(RawHttp.connect(address).send(Listeners.get("/hello")));
                connections.add(later.getLast());
            }
            CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(5, TimeUnit.SECONDS))
                    .get();
            assertEquals(200, control.send(Listeners.get("/give")).answer().status());
            for (RawHttp raw : later) {
                assertEquals(200, raw.answer().status());
            }
        } finally {
            for (RawHttp raw : connections) {
                raw.close();
            }
        }
    }

    private static String chunked(String chunks) {
        return "POST /read HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks;
    }

    /// Returns 0 for an answer that breaks off.
    private static int status(RawHttp raw) {
        try {
            Answer answer = raw.answer();
            return answer.status();
        } catch (IOException brokenOff) {
            return 0;
        }
    }
}
