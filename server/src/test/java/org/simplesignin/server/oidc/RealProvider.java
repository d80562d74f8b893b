package org.simplesignin.server.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/// Spring Authorization Server in a process of its own: the module `openid-provider`.
final class RealProvider implements AutoCloseable {
    static final String SECRET = "the client's secret";
    static final String PASSWORD = "correct horse battery staple";

    private static final Path MODULE = Path.of(System.getProperty("root.dir"), "openid-provider", "target");

    private final Process process;
    private final BufferedReader out;
    private final BufferedWriter in;

    RealProvider(int port, String redirectUri) throws IOException {
        process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx192m",
                        "-cp",
                        MODULE.resolve("classes") + ":"
                                + Files.readString(MODULE.resolve("classpath.txt"))
                                        .strip(),
                        "org.simplesignin.openidprovider.OpenIdProvider",
                        Integer.toString(port),
                        "simple-sign-in",
                        SECRET,
                        redirectUri,
                        PASSWORD))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        out = process.inputReader();
        in = process.outputWriter();
        await("ready " + issuer(port));
        warmUp(port);
    }

    /// Everything is made when it is first asked for, which may take longer than this server gives a provider.
    private static void warmUp(int port) throws IOException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (String path : List.of("/.well-known/openid-configuration", "/oauth2/jwks", "/login")) {
                HttpRequest get =
                        HttpRequest.newBuilder(URI.create(issuer(port) + path)).build();
                assertEquals(200, http.send(get, BodyHandlers.discarding()).statusCode(), path);
            }
            HttpRequest wrongCode = HttpRequest.newBuilder(URI.create(issuer(port) + "/oauth2/token"))
                    .header(
                            "Authorization",
                            "Basic "
                                    + Base64.getEncoder()
                                            .encodeToString(
                                                    ("simple-sign-in:" + SECRET).getBytes(StandardCharsets.US_ASCII)))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString("grant_type=authorization_code&code=none"))
                    .build();
            assertEquals(400, http.send(wrongCode, BodyHandlers.discarding()).statusCode());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    static String issuer(int port) {
        return "http://localhost:" + port;
    }

    static ProviderSettings settings(int port) {
        return new ProviderSettings(issuer(port), "simple-sign-in", SECRET, "Spring ID", false);
    }

    /// Has it sign with a key that nobody has seen, and forget the one before.
    void rotate() throws IOException {
        in.write("rotate\n");
        in.flush();
        await("rotated");
    }

    /// Spring may say other things on its standard output first.
    private void await(String line) throws IOException {
        for (String said = out.readLine(); said != null; said = out.readLine()) {
            if (said.equals(line)) {
                return;
            }
        }
        throw new IOException("the provider ended before it said: " + line);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
