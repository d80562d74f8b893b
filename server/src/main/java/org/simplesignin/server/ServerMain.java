package org.simplesignin.server;

import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.config.UnusableConfigurationException;
import org.simplesignin.server.keys.CryptoProvider;
import org.simplesignin.server.limit.LimitsFile;
import org.simplesignin.server.mail.MailSettings;
import org.simplesignin.server.oidc.ProviderFile;
import org.simplesignin.server.storage.StorageException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The command line of the server. It prints `ready <url>` on stdout when it serves and runs until it is told to stop
/// (SIGTERM, Ctrl-C). Exit code 2 with one line on stderr where it cannot start.
@Command(
        name = "server",
        description = "Runs the Simple Sign-In server on 127.0.0.1.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class ServerMain implements Callable<Integer> {
    private static final int UNUSABLE = 2;
    private static final Pattern ORIGIN = Pattern.compile("https?://[a-z0-9.-]{1,253}(:[0-9]{1,5})?");

    @Option(names = "--port", required = true, paramLabel = "N", description = "port, 1 to 65535; 0 takes any free one")
    private int port;

    @Option(
            names = "--operations-port",
            paramLabel = "N",
            description = "port for health and metrics, 0 takes any free one (default: they are not served)")
    private @Nullable Integer operationsPort;

    @Option(
            names = "--operations-host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "address of this machine for the operations port (default: ${DEFAULT-VALUE})")
    private String operationsHost = "";

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "database and keys")
    private Path data = Path.of("");

    @Option(names = "--registry", required = true, paramLabel = "FILE", description = "identity providers and apps")
    private Path registry = Path.of("");

    @Option(names = "--enrolments", paramLabel = "FILE", description = "customers and enrolment secrets")
    private @Nullable Path enrolments;

    @Option(
            names = "--public-url",
            required = true,
            paramLabel = "URL",
            description = "where devices reach this server")
    private String publicUrl = "";

    @Option(
            names = "--pages-url",
            paramLabel = "URL",
            description = "where browsers reach the customer's pages (default: the public URL)")
    private @Nullable String pagesUrl;

    @Option(names = "--issuer", paramLabel = "URL", description = "iss of SSI tokens (default: the public URL)")
    private @Nullable String issuer;

    @Option(
            names = "--behind-proxy",
            description = "every request comes through a proxy of yours that appends its peer to X-Forwarded-For")
    private boolean behindProxy;

    @Option(
            names = "--poll-interval",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "between two polls of a device that is being registered, 1 to 30 (default: 5)")
    private int pollInterval;

    @Option(names = "--limits", paramLabel = "FILE", description = "rate limits other than the usual")
    private @Nullable Path limits;

    @Option(names = "--mail", paramLabel = "FILE", description = "how to send mail (default: files in DIR/mail)")
    private @Nullable Path mail;

    @Option(
            names = "--embedder",
            paramLabel = "ORIGIN",
            description = "whose pages may show the customer's pages in a frame (default: nobody's)")
    private @Nullable String embedder;

    @Option(names = "--oidc", paramLabel = "FILE", description = "your own OpenID Connect provider (default: none)")
    private @Nullable Path oidc;

    private final PrintStream err;

    private ServerMain(PrintStream err) {
        this.err = err;
    }

    /// Runs the server; see `--help`.
    public static void main(String[] arguments) {
        LogFormat.install();
        System.exit(run(System.err, arguments));
    }

    static int run(PrintStream err, String... arguments) {
        ServerMain main = new ServerMain(err);
        return new CommandLine(main)
                .setParameterExceptionHandler((e, given) -> main.unusable(String.valueOf(e.getMessage())))
                .setExecutionExceptionHandler((e, commandLine, given) -> main.unusable(lineFor(e)))
                .execute(arguments);
    }

    @Override
    public Integer call() throws Exception {
        ServerSettings settings = settings();
        CryptoProvider.install();
        CountDownLatch stopped = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        SecureRandom random = new SecureRandom();
        Clock clock = Clock.systemUTC();
        try (DataDirectory directory = DataDirectory.open(data, random, clock);
                Server server = new Server(settings, directory.wrappingKeys(), directory.stores(), random, clock)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> awaitClose(stopped, closed), "stop"));
            server.operationsPort().ifPresent(own -> System.out.println("operations on port " + own));
            System.out.println("ready http://127.0.0.1:" + server.port());
            stopped.await();
        } finally {
            closed.countDown();
        }
        return 0;
    }

    private static void awaitClose(CountDownLatch stopped, CountDownLatch closed) {
        stopped.countDown();
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ServerSettings settings() {
        if (port < 0 || port > 65535) {
            throw new UnusableConfigurationException("--port must be 0 to 65535");
        }
        if (pollInterval < 1 || pollInterval > 30) {
            throw new UnusableConfigurationException("--poll-interval must be 1 to 30 seconds");
        }
        requireUrl("--public-url", publicUrl);
        InetSocketAddress operations = operations();
        String iss = issuer == null ? publicUrl : issuer;
        requireUrl("--issuer", iss);
        String pages = pagesUrl == null ? publicUrl : pagesUrl;
        requireUrl("--pages-url", pages);
        requireOrigin(embedder);
        return ServerSettings.of(port, registry, enrolments, publicUrl, iss, data.resolve("mail"))
                .with(change -> change.operations(operations)
                        .pagesUrl(pages)
                        .mail(mail == null ? MailSettings.files(data.resolve("mail")) : MailSettings.read(mail))
                        .pollInterval(Duration.ofSeconds(pollInterval))
                        .embedder(embedder)
                        .oidc(oidc == null ? null : ProviderFile.read(oidc))
                        .behindProxy(behindProxy)
                        .limits(limits == null ? Map.of() : LimitsFile.read(limits)));
    }

    private @Nullable InetSocketAddress operations() {
        if (operationsPort == null) {
            return null;
        }
        if (operationsPort < 0 || operationsPort > 65535) {
            throw new UnusableConfigurationException("--operations-port must be 0 to 65535");
        }
        try {
            return new InetSocketAddress(InetAddress.ofLiteral(operationsHost), operationsPort);
        } catch (IllegalArgumentException e) {
            throw new UnusableConfigurationException(
                    "--operations-host must be an IP address of this machine, such as 127.0.0.1 or ::1", e);
        }
    }

    /// It goes into a header of every page, so nothing but an origin may stand there.
    private static void requireOrigin(@Nullable String origin) {
        if (origin != null && !ORIGIN.matcher(origin).matches()) {
            throw new UnusableConfigurationException(
                    "--embedder must be an origin such as https://kiosk.example, no path and no slash at its end");
        }
    }

    private static void requireUrl(String option, String url) {
        try {
            URI uri = URI.create(url);
            boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            if (web
                    && uri.getHost() != null
                    && uri.getQuery() == null
                    && uri.getFragment() == null
                    && !url.endsWith("/")) {
                return;
            }
        } catch (IllegalArgumentException e) {
            throw new UnusableConfigurationException(
                    option + " must be a URL such as https://ssi.example, no slash at its end", e);
        }
        throw new UnusableConfigurationException(
                option + " must be a URL such as https://ssi.example, no slash at its end");
    }

    private static String lineFor(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnusableConfigurationException || cause instanceof StorageException) {
                return String.valueOf(cause.getMessage());
            }
        }
        return "cannot start: " + e;
    }

    private int unusable(String line) {
        err.println("server: " + line.lines().findFirst().orElse("wrong usage") + " (--help shows the options)");
        return UNUSABLE;
    }
}
