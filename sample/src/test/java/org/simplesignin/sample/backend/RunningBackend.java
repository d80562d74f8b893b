package org.simplesignin.sample.backend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.LinkUserAccountRequest;
import org.simplesignin.protocol.MalformedMessageException;
import org.simplesignin.protocol.device.Problem;
import org.simplesignin.sample.api.Credentials;
import org.simplesignin.sample.api.LinkTokenRequest;
import org.simplesignin.sample.api.SignedIn;
import org.simplesignin.tokens.IdentityProviderName;

/// The backend on a free port, and an app that talks to it.
public final class RunningBackend implements AutoCloseable {
    /// What the backend answered.
    public record Answer(HttpResponse<byte[]> response) {
        public int status() {
            return response.statusCode();
        }

        public <T> T as(Class<T> type) throws MalformedMessageException {
            return Json.read(response.body(), type, 256 * 1024);
        }

        /// A header, or nothing.
        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /// The code of the problem document.
        String code() throws MalformedMessageException {
            return as(Problem.class).code();
        }
    }

    private final Backend backend;
    private final HttpClient http = HttpClient.newHttpClient();

    public RunningBackend(Path directory, URI server, MovingClock clock) throws IOException {
        this(directory, server, clock, false);
    }

    public RunningBackend(Path directory, URI server, MovingClock clock, boolean demoAccounts) throws IOException {
        this(directory, server, clock, demoAccounts, new Passwords(new SecureRandom()));
    }

    RunningBackend(Path directory, URI server, MovingClock clock, boolean demoAccounts, Passwords passwords)
            throws IOException {
        backend = new Backend(
                new Backend.Options(
                        0,
                        directory,
                        server,
                        PlayedPlatform.ISSUER,
                        PlayedPlatform.APP,
                        IdentityProviderName.of(PlayedPlatform.IDENTITY_PROVIDER),
                        List.of("sample.tv-1.localhost"),
                        List.of("http://tv-1.localhost:8603"),
                        List.of("http://demo.localhost:8600"),
                        demoAccounts),
                clock,
                clock,
                new SecureRandom(),
                passwords);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + backend.port());
    }

    int port() {
        return backend.port();
    }

    Answer get(String path, @Nullable String session) throws IOException, InterruptedException {
        return send(request(path, session).GET());
    }

    Answer post(String path, @Nullable String session, Object body) throws IOException, InterruptedException {
        return postBytes(path, session, Json.write(body));
    }

    Answer postBytes(String path, @Nullable String session, byte[] body) throws IOException, InterruptedException {
        return send(request(path, session)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return new Answer(http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
    }

    /// Sends bytes as no HTTP client would, and returns all that is answered until the backend closes the connection.
    ///
    /// @param text in which `PORT` stands for the backend's port
    String raw(String text) throws IOException {
        return raw(port(), text);
    }

    static String raw(int port, String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            socket.setSoTimeout(20_000);
            String sent = text.replace("PORT", String.valueOf(port));
            socket.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    HttpRequest.Builder request(String path, @Nullable String session) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url().resolve(path));
        return session == null ? request : request.header("Authorization", "Bearer " + session);
    }

    public SignedIn signUp(String loginName) throws Exception {
        return post("/api/sign-up", null, new Credentials(loginName, "popcorn-popcorn"))
                .as(SignedIn.class);
    }

    /// Asks for what the app hands to `linkUserAccount`.
    public LinkUserAccountRequest linkToken(SignedIn signedIn) throws Exception {
        return post("/api/link-token", signedIn.session(), new LinkTokenRequest(PlayedPlatform.USER))
                .as(LinkUserAccountRequest.class);
    }

    @Override
    public void close() throws IOException {
        http.close();
        backend.close();
    }
}
