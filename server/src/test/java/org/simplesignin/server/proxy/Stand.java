package org.simplesignin.server.proxy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.simplesignin.server.ServerSettings;
import org.simplesignin.server.testing.MailBox;
import org.simplesignin.server.testing.Ports;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.TestServer;
import org.simplesignin.testing.http.Answer;
import org.simplesignin.testing.http.RawHttp;

/// A server, and a proxy before it.
final class Stand implements AutoCloseable {
    /// How many requests [#assertOthersGetTheirOwn(int)] makes.
    static final int MARKED = 3;

    static final String HOST = "Host: ssi.example\r\n";

    private static final Pattern SERVED =
            Pattern.compile("simple_sign_in_http_requests_seconds_count\\{.*route=\"([^\"]+)\".*} ([0-9.eE+]+)");

    /// Each has an answer that no other has, so that whoever gets another's answer knows.
    private static final List<String> MARKS =
            List.of("/apps/sample-tv/app-key.pem", "/apps/sample-kids/app-key.pem", "/apps/other-app/app-key.pem");

    private final TestServer server;
    private final ProxyProcess proxy;
    private final Path mail;
    private final List<byte[]> marks;

    private Stand(TestServer server, ProxyProcess proxy, Path mail) {
        this.server = server;
        this.proxy = proxy;
        this.mail = mail;
        this.marks = MARKS.stream()
                .map(path -> server.stranger()
                        .send("GET", path, null, request -> {})
                        .response()
                        .body())
                .toList();
    }

    static Stand start(Setup setup, Path directory) {
        return start(setup, directory, UnaryOperator.identity());
    }

    static Stand start(Setup setup, Path directory, UnaryOperator<ServerSettings.Change> change) {
        setup.program().require();
        Path files = directory(directory, "server");
        TestServer server =
                TestServer.startWith(files, usual -> usual.with(changes -> change.apply(changes.behindProxy(true))));
        try {
            Setup.Place place = new Setup.Place(
                    directory(directory, "proxy"), Ports.free(), server.url().getPort());
            ProxyProcess proxy = ProxyProcess.start(setup.program(), place, setup.plain(place));
            return new Stand(server, proxy, files.resolve("mail"));
        } catch (RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    /// Makes one for its owner only, whatever the developer's umask: a server takes no other.
    static Path directory(Path parent, String name) {
        try {
            return Files.createDirectory(
                    parent.resolve(name),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TestServer server() {
        return server;
    }

    /// Returns where the server's mails are.
    MailBox mail() {
        return new MailBox(mail);
    }

    /// Returns where the proxy listens.
    InetSocketAddress address() {
        return proxy.address();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + address().getPort());
    }

    /// Returns how many requests the server has answered, by route, without those of its operations port.
    Map<String, Long> served() {
        Received figures = server.operator().send("GET", "/metrics", null, request -> {});
        assertEquals(200, figures.status());
        Map<String, Long> served = new TreeMap<>();
        SERVED.matcher(figures.text())
                .results()
                .filter(line ->
                        !line.group(1).equals("/metrics") && !line.group(1).startsWith("/health/"))
                .forEach(line -> served.merge(line.group(1), (long) Double.parseDouble(line.group(2)), Long::sum));
        return served;
    }

    /// Returns a request whose answer tells that it is this one's.
    static String marked(int number, String lines) {
        return "GET " + MARKS.get(number % MARKS.size()) + " HTTP/1.1\r\n" + HOST + lines + "\r\n";
    }

    void assertMarked(int number, Answer answer) {
        assertEquals(200, answer.status(), answer::toString);
        assertArrayEquals(marks.get(number % MARKS.size()), answer.body(), answer::toString);
    }

    /// Somebody else asks, several times over one connection, and must get what was asked for.
    void assertOthersGetTheirOwn(int number) throws IOException {
        try (RawHttp raw = RawHttp.connect(address())) {
            for (int i = 0; i < MARKED; i++) {
                assertMarked(number + i, raw.send(marked(number + i, "")).answer());
            }
        }
    }

    @Override
    public void close() {
        proxy.close();
        server.close();
    }
}
