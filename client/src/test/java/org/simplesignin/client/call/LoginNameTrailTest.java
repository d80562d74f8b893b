package org.simplesignin.client.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.client.dialog.LoginNames;
import org.simplesignin.client.testing.FakeServer;
import org.simplesignin.client.testing.RawHttp.Reply;
import org.simplesignin.client.testing.ShellPage;
import org.simplesignin.client.testing.TestDevice;
import org.simplesignin.protocol.Json;

/// Where login names go once an app has told them: to the screen, and nowhere else. Every name carries a mark that is
/// then looked for in the log, on the disk, at the server and in every answer.
final class LoginNameTrailTest {
    private static final String MARK = "unmistakable";
    private static final List<String> PIECES = List.of(
            "\u202E",
            "\u2067",
            "\n",
            "\r\n",
            "\u2028",
            "\u0000",
            "\u001B[31m",
            "<b>",
            "\"",
            "\\",
            "%s%n",
            "a\u0301\u0316",
            "\u0489",
            "مرحبا",
            "漢字",
            "👩‍👩‍👧‍👦",
            " ",
            "@example.com",
            "{0}",
            "${x}");
    private static final int NAMES = 40;

    @TempDir
    private Path directory;

    private final Random random = new Random(4);
    private final List<String> found = new CopyOnWriteArrayList<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            String text = entry.getMessage() + " "
                    + List.of(entry.getParameters() == null ? new Object[0] : entry.getParameters()) + " "
                    + entry.getThrown();
            if (text.contains(MARK)) {
                found.add(text);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private final Logger root = Logger.getLogger("");
    private final Level before = root.getLevel();
    private TestDevice device;
    private ShellPage shell;
    private String ticket;

    @BeforeEach
    void launch() throws Exception {
        listener.setLevel(Level.ALL);
        root.addHandler(listener);
        root.setLevel(Level.FINE);
        device = new TestDevice(directory, List.of("alice"));
        device.server.onBody = body -> {
            if (body.contains(MARK)) {
                found.add("at the server: " + body);
            }
        };
        shell = device.openShell().look();
        ticket = shell.launch(TestDevice.APP);
    }

    @AfterEach
    void stop() {
        root.setLevel(before);
        root.removeHandler(listener);
        device.close();
    }

    private String hostile() {
        StringBuilder name = new StringBuilder();
        for (int i = random.nextInt(5); i >= 0; i--) {
            name.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return name.insert(random.nextInt(2) * name.length(), MARK + random.nextInt(1000))
                .toString();
    }

    private static String link(String loginName) {
        return TestDevice.LINK_BODY.replace("\"alice@example.com\"", quoted(loginName));
    }

    private static String choose(String loginName) {
        return "{\"loginNames\":[{\"loginName\":" + quoted(loginName) + ",\"linkId\":\"" + FakeServer.LINK_ID + "\"}]}";
    }

    private static String quoted(String text) {
        return new String(Json.write(text), StandardCharsets.UTF_8);
    }

    private void assertNoTrace(String answer) throws IOException {
        assertFalse(answer.contains(MARK), answer);
        assertEquals(List.of(), found);
        assertTrue(device.server.requests.stream().noneMatch(request -> request.contains(MARK)));
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertFalse(
                        new String(Files.readAllBytes(file), StandardCharsets.UTF_8).contains(MARK), file::toString);
            }
        }
    }

    @Test
    void shownNameIsCleanAndLeavesNoTrace() throws Exception {
        for (int i = 0; i < NAMES; i++) {
            String name = hostile();
            boolean consent = i % 2 == 0;
            var answer = TestDevice.async(() -> device.call(consent ? "linkUserAccount" : "showLoginSelection", ticket)
                    .json(consent ? link(name) : choose(name))
                    .send());
            String dialog = shell.dialog();
            assertTrue(dialog.contains("\"loginName\":" + quoted(LoginNames.clean(name))), dialog);
            assertTrue(
                    dialog.codePoints().noneMatch(c -> Character.getType(c) == Character.FORMAT),
                    () -> "shown: " + dialog);
            shell.press(consent ? "allowed" : i % 3 == 0 ? "manual" : "dismissed");
            Reply reply = TestDevice.await(answer);
            assertEquals(200, reply.status());
            assertNoTrace(reply.body() + reply.header("Location"));
        }
    }

    @Test
    void refusedNameLeavesNoTraceEither() throws Exception {
        for (String name : List.of(MARK + "x".repeat(400), MARK + "x".repeat(10_000), MARK + "\u0301".repeat(5000))) {
            for (boolean consent : new boolean[] {true, false}) {
                Reply reply = device.call(consent ? "linkUserAccount" : "showLoginSelection", ticket)
                        .json(consent ? link(name) : choose(name))
                        .send();
                assertNoTrace(reply.body());
                assertEquals(204, shell.get("/shell/dialog").status());
            }
        }
        Reply broken = device.call("linkUserAccount", ticket)
                .json(link("x").replace("\"x\"", "[\"" + MARK + "\"]"))
                .send();
        assertEquals(400, broken.status());
        assertNoTrace(broken.body());
    }
}
