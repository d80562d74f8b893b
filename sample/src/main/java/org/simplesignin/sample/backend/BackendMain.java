package org.simplesignin.sample.backend;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.simplesignin.sample.backend.Backend.Options;
import org.simplesignin.tokens.IdentityProviderName;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Starts the sample's backend from the command line. It says `ready <url>` on standard output when it serves and stops
/// on SIGTERM; what keeps it from starting is one line on standard error, exit code 2.
@Command(
        name = "sample-backend",
        mixinStandardHelpOptions = true,
        description = "The sample's backend: accounts, link tokens, sign-in by SSI token, and the app's page.")
public final class BackendMain implements Callable<Integer> {
    @Option(names = "--port", required = true, description = "Port on 127.0.0.1; 0 takes a free one.")
    private int port;

    @Option(names = "--data", required = true, description = "Directory for accounts, sessions and keys.")
    private Path data = Path.of("");

    @Option(names = "--server", required = true, description = "URL of the Simple Sign-In server.")
    private URI server = URI.create("");

    @Option(names = "--issuer", required = true, description = "The iss of its SSI tokens.")
    private String issuer = "";

    @Option(names = "--app", required = true, description = "The app's name in the registry.")
    private String app = "";

    @Option(names = "--identity-provider", required = true, description = "Your identityProviderName.")
    private String identityProvider = "";

    @Option(names = "--host", description = "Host name under which the app is served; repeat it for more.")
    private List<String> hosts = new ArrayList<>();

    @Option(names = "--device-origin", description = "Origin of a device's shell that may show the app.")
    private List<String> deviceOrigins = new ArrayList<>();

    @Option(names = "--embedder", description = "Origin of a page that may show such a shell in a frame.")
    private List<String> embedders = new ArrayList<>();

    @Option(names = "--demo-accounts", description = "Have the demo's accounts, whose passwords everybody may know.")
    private boolean demoAccounts;

    private final PrintStream err;

    private BackendMain(PrintStream err) {
        this.err = err;
    }

    /// Runs until the process is stopped.
    public static void main(String[] arguments) {
        System.exit(run(System.err, arguments));
    }

    static int run(PrintStream err, String... arguments) {
        BackendMain main = new BackendMain(err);
        return new CommandLine(main)
                .setParameterExceptionHandler((e, given) -> main.refuse(e.getMessage() + " (see --help)"))
                .execute(arguments);
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            Options options = new Options(
                    port,
                    data,
                    server,
                    issuer,
                    app,
                    IdentityProviderName.of(identityProvider),
                    hosts,
                    deviceOrigins,
                    embedders,
                    demoAccounts);
            Backend backend = new Backend(options, Clock.systemUTC(), new SecureRandom());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(backend), "stop"));
            System.out.println("ready http://127.0.0.1:" + backend.port());
        } catch (FileSystemException e) {
            return refuse(e.getFile() + " cannot be written: choose another directory with --data");
        } catch (IOException | IllegalArgumentException e) {
            return refuse(String.valueOf(e.getMessage()));
        }
        new CountDownLatch(1).await(); // serves until SIGTERM
        return 0;
    }

    private int refuse(String whatToDo) {
        err.println("sample-backend: " + whatToDo);
        return CommandLine.ExitCode.USAGE;
    }

    private static void close(Backend backend) {
        try {
            backend.close();
        } catch (IOException e) {
            System.err.println("sample-backend: stopped, but a file could not be closed: " + e.getMessage());
        }
    }
}
