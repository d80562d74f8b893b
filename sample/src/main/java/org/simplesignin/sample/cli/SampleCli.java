package org.simplesignin.sample.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.LinkAccountSuccessCode;
import org.simplesignin.sample.api.Credentials;
import org.simplesignin.sample.api.SignedIn;
import org.simplesignin.sample.cli.SessionFile.Remembered;
import org.simplesignin.sdk.SimpleSignInConfiguration;
import org.simplesignin.sdk.SimpleSignInService;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The sample app on the command line: one launch, from whoever is remembered to whoever is signed in. The dialogs
/// appear on the screen of the device whose socket it talks to.
@Command(
        name = "sample-cli",
        mixinStandardHelpOptions = true,
        description = "The sample app on the command line. Its dialogs appear in the device's shell.")
public final class SampleCli implements Callable<Integer> {
    @Option(names = "--socket", required = true, description = "The device client's Unix socket.")
    private Path socket = Path.of("");

    @Option(names = "--backend", required = true, description = "URL of the sample's backend.")
    private URI backendUrl = URI.create("");

    @Option(
            names = "--identity-provider",
            defaultValue = "sample-video",
            description = "The identityProviderName. Default: ${DEFAULT-VALUE}.")
    private String identityProvider = "";

    @Option(names = "--session", description = "File that keeps the session until the next launch.")
    private @Nullable Path sessionFile;

    @Option(
            names = "--before-simple-sign-in",
            description = "Be the version from before: sign in by hand and ask nothing. Use it with --session.")
    private boolean before;

    private final Terminal terminal;

    private SampleCli(Terminal terminal) {
        this.terminal = terminal;
    }

    /// Runs one launch of the app.
    public static void main(String[] arguments) {
        Console console = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .orElse(null);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        Terminal terminal = new Terminal(in, System.out, console);
        System.exit(commandLine(terminal).execute(arguments));
    }

    static CommandLine commandLine(Terminal terminal) {
        return new CommandLine(new SampleCli(terminal)).setParameterExceptionHandler((e, given) -> {
            e.getCommandLine().getErr().println("sample-cli: " + e.getMessage() + " (see --help)");
            return CommandLine.ExitCode.USAGE;
        });
    }

    @Override
    public Integer call() throws IOException {
        try (BackendClient backend = new BackendClient(backendUrl)) {
            SimpleSignInService.configure(SimpleSignInConfiguration.ofProcess().withSocket(socket));
            launch(backend, new Flows(backend, identityProvider, Clock.systemUTC()), new SessionFile(sessionFile));
            return CommandLine.ExitCode.OK;
        } catch (EOFException e) {
            terminal.say("");
            return CommandLine.ExitCode.OK; // the terminal was closed: so is the app
        } catch (BackendException | IllegalArgumentException e) {
            System.err.println("sample-cli: " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
    }

    private void launch(BackendClient backend, Flows flows, SessionFile file) throws IOException, BackendException {
        Remembered remembered = remembered(backend, file);
        if (remembered == null && !before && mayLookForLinkedAccounts(file)) {
            remembered = flows.signInWithLinkedAccount()
                    .map(signedIn -> new Remembered(signedIn.session(), true)) // linked: nothing to ask
                    .orElse(null);
        }
        if (remembered == null) {
            remembered = new Remembered(signInByHand(backend).session(), false);
        }
        terminal.say("Signed in as " + backend.account(remembered.session()).loginName() + ".");
        if (!remembered.asked() && !before) {
            // After a sign-in by hand, and at the first launch after the upgrade.
            boolean asked = say(flows.linkAccount(remembered.session()));
            remembered = new Remembered(remembered.session(), asked);
        }
        file.write(remembered);
        if (terminal.ask("Sign out? [y/N]").strip().equalsIgnoreCase("y")) {
            file.signOut();
            backend.signOut(remembered.session());
            terminal.say("Signed out.");
        }
    }

    /// Whoever signed out is not signed in again unasked.
    private boolean mayLookForLinkedAccounts(SessionFile file) throws IOException {
        return !file.isSignedOut()
                || terminal.ask("Use a linked account? [y/N]").strip().equalsIgnoreCase("y");
    }

    private static @Nullable Remembered remembered(BackendClient backend, SessionFile file)
            throws IOException, BackendException {
        Optional<Remembered> remembered = file.read();
        if (remembered.isEmpty()) {
            return null;
        }
        try {
            backend.account(remembered.get().session()); // refused where the session has ended
            return remembered.get();
        } catch (BackendException e) {
            if (e.status() != 401) {
                throw e;
            }
            file.forget();
            return null;
        }
    }

    private SignedIn signInByHand(BackendClient backend) throws IOException {
        boolean create =
                terminal.ask("Sign in, or create an account? [S/c]").strip().equalsIgnoreCase("c");
        while (true) {
            Credentials typed = new Credentials(terminal.ask("Email:"), terminal.askSecret("Password:"));
            try {
                return create ? backend.signUp(typed) : backend.signIn(typed);
            } catch (BackendException e) {
                terminal.say("That did not work: " + e.getMessage() + ".");
            }
        }
    }

    /// Says what became of the question and returns whether it was asked.
    private boolean say(Optional<LinkAccountSuccessCode> answer) {
        if (answer.isEmpty()) {
            return false;
        }
        terminal.say(
                switch (answer.get()) {
                    case LINK_ESTABLISHED -> "Linked. On your other devices you sign in with one press.";
                    case LINK_ALREADY_EXISTS -> "This account is linked already.";
                    case CONSENT_DENIED -> "Not linked. You are signed in on this device only.";
                    case NOT_APPLICABLE -> "Nobody answered.";
                });
        return answer.get() != LinkAccountSuccessCode.NOT_APPLICABLE;
    }
}
