package org.simplesignin.client;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.simplesignin.client.device.AppId;
import org.simplesignin.client.device.DeviceForm;
import org.simplesignin.client.device.Origin;
import org.simplesignin.client.device.Ownership;
import org.simplesignin.client.device.Platform;
import org.simplesignin.client.device.UnusableException;
import org.simplesignin.client.session.ServerUrl;
import org.simplesignin.client.shell.Look;
import org.simplesignin.client.shell.Screen;
import org.simplesignin.client.theme.Theme;
import org.simplesignin.client.theme.ThemeFile;
import org.simplesignin.client.time.SystemTime;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The command line of the client. It prints `ready <url>` when it serves and stops at SIGTERM; wrong usage is one line
/// on stderr that says what to do, and exit code 2.
@Command(name = "client", mixinStandardHelpOptions = true, description = "The Simple Sign-In client of one device.")
final class ClientCommand implements Callable<Integer> {
    private static final int MOST_SECRETS_BYTES = 64 * 1024;

    @Option(names = "--port", required = true, description = "Port on 127.0.0.1 for the shell and web apps.")
    private int port;

    @Option(names = "--data", required = true, description = "The client's own directory.")
    private @Nullable Path data;

    @Option(names = "--host", required = true, description = "Host name of this device for its browser.")
    private @Nullable String host;

    @Option(names = "--server", required = true, description = "URL of the server.")
    private @Nullable String server;

    @Option(names = "--form", required = true, description = "tv or tablet.")
    private @Nullable String form;

    @Option(names = "--name", required = true, description = "What the owner calls the device.")
    private @Nullable String name;

    @Option(names = "--model", description = "What its maker calls the device; shown when it registers.")
    private String model = "";

    @Option(names = "--enrolment-secrets", description = "File with one one-time secret a line.")
    private @Nullable Path enrolmentSecrets;

    @Option(names = "--embedder", description = "Origin whose pages may frame the shell.")
    private List<String> embedders = List.of();

    @Option(names = "--native-app", description = "APP=UID of an installed native app.")
    private List<String> nativeApps = List.of();

    @Option(names = "--launch", description = "APP=URL where this device starts a web app.")
    private List<String> launches = List.of();

    @Option(
            names = "--platform",
            description = "Whose remote control: fire-tv, webos, tizen, rdk, hbbtv, game-pad or desktop.")
    private String platform = Platform.DESKTOP.wireName();

    @Option(names = "--theme", description = "File with the colours, fonts, mark and corner of this device.")
    private @Nullable Path theme;

    @Option(names = "--preview", description = "Serves /preview: both dialogs in every language, size and theme.")
    private boolean preview;

    @Option(names = "--socket", description = "Unix socket for native apps; default: client.sock in --data.")
    private @Nullable Path socket;

    private final CountDownLatch stop;
    private final PrintStream err;

    /// @param stop counted down to end the command
    ClientCommand(CountDownLatch stop, PrintStream err) {
        this.stop = stop;
        this.err = err;
    }

    /// Runs until it is stopped, and returns the exit code.
    int run(String... arguments) {
        return new CommandLine(this)
                .setParameterExceptionHandler((e, ignored) -> {
                    err.println(e.getMessage() + ": see --help");
                    return 2;
                })
                .execute(arguments);
    }

    @Override
    public Integer call() throws InterruptedException {
        try (SystemTime time = new SystemTime();
                Client client = new Client(options(), time, Clock.systemUTC(), new SecureRandom())) {
            System.out.println("ready " + client.url());
            System.out.flush();
            client.onUnable(stop::countDown);
            stop.await();
            client.requireUsable();
            return 0;
        } catch (UnusableException | IllegalArgumentException e) {
            err.println(e.getMessage());
            return 2;
        }
    }

    private ClientOptions options() throws UnusableException {
        return new ClientOptions(
                port,
                given(data).toAbsolutePath(),
                given(host),
                ServerUrl.parse(given(server)),
                new Screen(
                        given(name),
                        DeviceForm.named(given(form))
                                .orElseThrow(() -> new UnusableException("--form: give tv or tablet")),
                        model,
                        Platform.named(platform)
                                .orElseThrow(() -> new UnusableException(
                                        "--platform: give fire-tv, webos, tizen, rdk, hbbtv, game-pad or desktop"))),
                new Look(theme == null ? Theme.NONE : ThemeFile.read(theme), preview),
                secrets(),
                embedders.stream().map(Origin::new).toList(),
                pairs("--native-app", nativeApps, ClientCommand::uid),
                pairs("--launch", launches, Function.identity()),
                Optional.ofNullable(socket).map(Path::toAbsolutePath));
    }

    private static <T> T given(@Nullable T option) throws UnusableException {
        if (option == null) {
            throw new UnusableException("an option is missing: see --help");
        }
        return option;
    }

    private List<String> secrets() throws UnusableException {
        if (enrolmentSecrets == null) {
            return List.of();
        }
        try {
            // The maker names the place, so it may be a link; what it leads to must be private.
            Path file = enrolmentSecrets.toRealPath();
            Ownership.requirePrivate(file);
            return secrets(file);
        } catch (IOException e) {
            throw new UnusableException("--enrolment-secrets cannot be read: give a file with one secret a line", e);
        }
    }

    private static List<String> secrets(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MOST_SECRETS_BYTES), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
    }

    private static long uid(String text) {
        if (!text.matches("[0-9]{1,10}")) {
            throw new IllegalArgumentException("--native-app: give APP=UID with a number");
        }
        return Long.parseLong(text);
    }

    private static <T> Map<AppId, T> pairs(String option, List<String> given, Function<String, T> value) {
        Map<AppId, T> pairs = new HashMap<>();
        for (String pair : given) {
            int equals = pair.indexOf('=');
            if (equals < 1 || !AppId.isAppId(pair.substring(0, equals))) {
                throw new IllegalArgumentException(option + ": give APP=VALUE with the app's id");
            }
            if (pairs.put(new AppId(pair.substring(0, equals)), value.apply(pair.substring(equals + 1))) != null) {
                throw new IllegalArgumentException(option + ": an app is given twice");
            }
        }
        return pairs;
    }
}
