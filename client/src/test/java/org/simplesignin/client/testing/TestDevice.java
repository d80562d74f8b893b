package org.simplesignin.client.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.simplesignin.client.Client;
import org.simplesignin.client.ClientOptions;
import org.simplesignin.client.device.AppId;
import org.simplesignin.client.device.DeviceForm;
import org.simplesignin.client.device.Origin;
import org.simplesignin.client.device.Platform;
import org.simplesignin.client.device.UnusableException;
import org.simplesignin.client.session.ServerUrl;
import org.simplesignin.client.shell.Look;
import org.simplesignin.client.shell.Screen;
import org.simplesignin.client.testing.RawHttp.Reply;
import org.simplesignin.client.time.MonotonicTime;
import org.simplesignin.protocol.device.Icon;
import org.simplesignin.protocol.device.RegisteredApp;

/// A client with its fake server, a shell page and two apps: `sample-tv` on the web and as this very process on the
/// socket, `other` on the web alone.
public final class TestDevice implements AutoCloseable {
    public static final String EMBEDDER = "http://simple-sign-in.localhost:1";
    public static final String APP = "sample-tv";
    public static final String ORIGIN = "http://sample.tv-1.localhost:8602";
    public static final String OTHER_ORIGIN = "https://other.example";
    public static final String LINK_BODY = """
            {"partnerUserId":"partner-1","identityProviderName":"sample-video","userLoginName":"alice@example.com",
             "linkToken":{"token":"link-token-secret","schema":"LINK-TOKEN-1.0"},"linkSigningKey":"c2lnbmluZy1rZXk="}""";

    public final FakeServer server;
    public final ManualTime time = new ManualTime();
    private final Path directory;
    private final String appOrigin;
    private final String embedder;
    private final Clock clock = Clock.systemUTC();
    private Look look = Look.PLAIN;
    private Client client;

    /// Starts with one customer, alice.
    public TestDevice(Path directory) throws UnusableException {
        this(directory, List.of("alice"));
    }

    public TestDevice(Path directory, List<String> customers) throws UnusableException {
        this(directory, customers, ORIGIN, EMBEDDER);
    }

    /// Starts with the app and the page around the shell at other origins.
    public TestDevice(Path directory, List<String> customers, String appOrigin, String embedder)
            throws UnusableException {
        this.directory = directory;
        this.appOrigin = appOrigin;
        this.embedder = embedder;
        this.server = new FakeServer();
        server.apps.add(new RegisteredApp(
                APP,
                "SSISampleApplication",
                "Sample Publisher",
                "sample-video",
                new Icon("image/svg+xml", "PHN2Zy8+"),
                List.of("http://sample.localhost:8602", appOrigin),
                true));
        server.apps.add(new RegisteredApp(
                "other", "Other", "Other Publisher", "other-video", null, List.of(OTHER_ORIGIN), false));
        customers.forEach(customer -> server.secrets.put("secret-of-" + customer, customer));
        client = start(customers, time);
    }

    private Client start(List<String> customers, MonotonicTime clientTime) throws UnusableException {
        return new Client(options(customers), clientTime, clock, new SecureRandom());
    }

    private ClientOptions options(List<String> customers) {
        return new ClientOptions(
                0,
                directory,
                "tv-1.localhost",
                ServerUrl.parse(server.url()),
                new Screen("TV 1", DeviceForm.TV, "Test TV", Platform.DESKTOP),
                look,
                customers.stream().map(customer -> "secret-of-" + customer).toList(),
                List.of(new Origin(embedder)),
                Map.of(new AppId(APP), ownUid()),
                Map.of(new AppId(APP), appOrigin + "/app/"),
                Optional.empty());
    }

    /// Returns the uid that this process runs as: what it connects as is one of the apps.
    public static long ownUid() {
        return new com.sun.security.auth.module.UnixSystem().getUid();
    }

    /// Stops the client and starts it again with what it kept.
    public void restart() throws UnusableException {
        client.close();
        client = start(List.of(), time);
    }

    /// Stops the client and starts it again with another look.
    public void restart(Look other) throws UnusableException {
        look = other;
        restart();
    }

    /// Stops the client and starts it again under another time.
    public void restart(MonotonicTime other) throws UnusableException {
        client.close();
        client = start(List.of(), other);
    }

    public Client client() {
        return client;
    }

    public int port() {
        return client.port();
    }

    public String host() {
        return "tv-1.localhost:" + client.port();
    }

    public String origin() {
        return "http://" + host();
    }

    public RawHttp request(String method, String path) {
        return RawHttp.to(port(), method, path).header("Host", host());
    }

    /// Opens a shell page, as its embedder does.
    public ShellPage openShell() throws IOException {
        Reply reply = request("POST", "/shell")
                .header("Origin", EMBEDDER)
                .body("application/x-www-form-urlencoded", "shellKey=" + client.shellKey())
                .send();
        Matcher session = Pattern.compile("name=\"shell-session\"\\s+content=\"([A-Za-z0-9_-]+)\"")
                .matcher(reply.body());
        if (!session.find()) {
            throw new AssertionError("no session in the shell page, status " + reply.status());
        }
        return new ShellPage(this, session.group(1));
    }

    /// Sends what the app's page would send.
    public RawHttp call(String call, String ticket) {
        return request("POST", "/v1/" + call).header("Origin", ORIGIN).header("Simple-Sign-In-Ticket", ticket);
    }

    /// Runs something beside the test.
    public static <T> CompletableFuture<T> async(Callable<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                result.complete(task.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    /// Waits for a result; a minute is only so that a broken test ends.
    public static <T> T await(CompletableFuture<T> result) throws Exception {
        return result.get(1, TimeUnit.MINUTES);
    }

    /// Waits until something is true.
    public static void until(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not come true");
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
