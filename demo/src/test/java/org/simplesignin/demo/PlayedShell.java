package org.simplesignin.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A customer in front of a device, without a browser: opens the shell, keeps it polled, answers dialogs as the pages
/// do.
final class PlayedShell implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern SESSION = Pattern.compile("name=\"shell-session\" content=\"([^\"]+)\"");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String origin;
    private final String session;
    private final Thread poll;
    private volatile boolean closed;

    /// @param origin of the device; its host must be a plain loopback address
    PlayedShell(String origin, Path shellKey) throws IOException, InterruptedException {
        this.origin = origin;
        HttpResponse<String> page = http.send(
                HttpRequest.newBuilder(URI.create(origin + "/shell"))
                        .header("Origin", origin)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(
                                "shellKey=" + Files.readString(shellKey).strip()))
                        .build(),
                BodyHandlers.ofString());
        Matcher matcher = SESSION.matcher(page.body());
        if (page.statusCode() != 200 || !matcher.find()) {
            throw new IOException("the shell did not open: " + page.statusCode());
        }
        session = matcher.group(1);
        send("GET", "/shell/events", "");
        poll = Thread.ofVirtual().start(this::poll);
    }

    /// Waits for a dialog, looks at it long enough and answers it; returns what it showed.
    JsonNode answerDialog(String outcome) throws IOException, InterruptedException {
        JsonNode dialog = awaitDialog();
        press(dialog, "{\"outcome\":\"" + outcome + "\"}");
        return dialog;
    }

    /// Waits for a dialog and returns what it shows.
    JsonNode awaitDialog() throws IOException, InterruptedException {
        while (true) {
            HttpResponse<String> answer = send("GET", "/shell/dialog", "");
            if (answer.statusCode() == 200) {
                return JSON.readTree(answer.body());
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /// Presses until the press counts: the first half second of a dialog takes none.
    void press(JsonNode dialog, String outcome) throws IOException, InterruptedException {
        String path = "/shell/dialog/" + dialog.get("dialogId").asString();
        require(send("POST", path + "/painted", ""), 204);
        HttpResponse<String> answer = send("POST", path + "/outcome", outcome);
        while (answer.statusCode() == 409 && answer.body().contains("too_early")) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            answer = send("POST", path + "/outcome", outcome);
        }
        require(answer, 204);
    }

    /// Sends a request of the shell's pages that must succeed.
    void change(String method, String path, String json) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(method, path, json);
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(method + " " + path + " answered " + answer.statusCode() + " " + answer.body());
        }
    }

    /// Sends a request of the shell's pages that is answered with JSON.
    JsonNode ask(String method, String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(method, path, "");
        require(answer, 200);
        return JSON.readTree(answer.body());
    }

    private static void require(HttpResponse<String> answer, int status) throws IOException {
        if (answer.statusCode() != status) {
            throw new IOException("answered " + answer.statusCode() + " " + answer.body());
        }
    }

    private HttpResponse<String> send(String method, String path, String json)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin + path))
                .header("Origin", origin)
                .header("Shell-Session", session)
                .method(method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
        if (!json.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private void poll() {
        long next = 0;
        while (!closed) {
            try {
                HttpResponse<String> news = send("GET", "/shell/events?after=" + next, "");
                next = JSON.readTree(news.body()).get("next").asLong();
            } catch (IOException | InterruptedException deviceIsGone) {
                return;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        poll.interrupt();
        http.shutdownNow();
    }
}
