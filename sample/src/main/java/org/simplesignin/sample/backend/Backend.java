package org.simplesignin.sample.backend;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.simplesignin.http.HttpListener;
import org.simplesignin.http.ListenerBounds;
import org.simplesignin.tokens.IdentityProviderName;
import org.simplesignin.tokens.LinkTokenKeys;
import org.simplesignin.tokens.SsiTokenVerifier;

/// The running backend: everything is wired in the constructor, from top to bottom.
public final class Backend implements AutoCloseable {
    /// Nobody can keep the others out: by many connections, by much to do, or by taking long over one step.
    private static final ListenerBounds BOUNDS = new ListenerBounds(
            256, // connections
            64, // requests at work
            Duration.ofSeconds(5), // of patience to be among them
            Duration.ofSeconds(40), // waiting for a request
            Duration.ofSeconds(30), // reading its body
            Duration.ofMinutes(1), // working on it
            Duration.ofSeconds(30), // writing the answer
            Duration.ofSeconds(1)); // of grace at the end

    /// What a backend must be told.
    ///
    /// @param port on 127.0.0.1; 0 takes a free one
    /// @param directory for accounts, sessions and keys; made where there is none
    /// @param server where the platform's server answers this backend
    /// @param issuer the `iss` of the platform's SSI tokens
    /// @param app this app's name in the platform's registry
    /// @param hosts the host names, without port, under which the app is served besides 127.0.0.1
    /// @param deviceOrigins of the clients that show the app
    /// @param embedders origins of pages that show a device's shell in a frame
    /// @param demoAccounts whether the [DemoAccounts] are there
    public record Options(
            int port,
            Path directory,
            URI server,
            String issuer,
            String app,
            IdentityProviderName identityProviderName,
            List<String> hosts,
            List<String> deviceOrigins,
            List<String> embedders,
            boolean demoAccounts) {
        /// Copies the lists and refuses what is absent with a [NullPointerException].
        public Options {
            Objects.requireNonNull(directory, "directory");
            Objects.requireNonNull(server, "server");
            Objects.requireNonNull(issuer, "issuer");
            Objects.requireNonNull(app, "app");
            Objects.requireNonNull(identityProviderName, "identityProviderName");
            hosts = List.copyOf(hosts);
            deviceOrigins = List.copyOf(deviceOrigins);
            embedders = List.copyOf(embedders);
        }
    }

    private final Accounts accounts;
    private final Sessions sessions;
    private final SpentTokens spentTokens;
    private final Passwords passwords;
    private final HttpListener web;

    /// Starts a backend.
    ///
    /// @throws IOException where the port is taken or the directory cannot be used
    public Backend(Options options, Clock clock, SecureRandom random) throws IOException {
        this(options, clock, System::nanoTime, random, new Passwords(random));
    }

    /// Starts a backend where time passes as `nanos` says: durations are measured with it, dates with the clock.
    Backend(Options options, Clock clock, LongSupplier nanos, SecureRandom random, Passwords passwords)
            throws IOException {
        this.passwords = passwords;
        InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), options.port());
        Path directory = options.directory();
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        accounts = new Accounts(directory.resolve("accounts.jsonl"));
        sessions = new Sessions(directory.resolve("sessions.jsonl"), clock, random);
        spentTokens = new SpentTokens(directory.resolve("spent-tokens.jsonl"), clock);
        LinkTokenKeys keys = KeyFile.open(directory.resolve("link-token-keys.json"));

        AccountRoutes accountRoutes = new AccountRoutes(accounts, sessions, passwords, new AttemptLimit(nanos), random);
        SimpleSignInRoutes simpleSignInRoutes = new SimpleSignInRoutes(
                accountRoutes,
                accounts,
                options.identityProviderName(),
                keys,
                new PlatformAppKey(options.server(), options.app(), nanos),
                SsiTokenVerifier.builder(keys, options.issuer(), options.identityProviderName())
                        .clock(clock),
                spentTokens);
        WebApp app = new WebApp(
                new WebApp.Config(
                        options.identityProviderName().value(), options.demoAccounts() ? DemoAccounts.ALL : List.of()),
                options.deviceOrigins(),
                options.embedders());
        if (options.demoAccounts()) {
            addDemoAccounts(accountRoutes);
        }

        Http http = new Http(app.contentSecurityPolicy());
        app.addTo(http);
        accountRoutes.addTo(http);
        simpleSignInRoutes.addTo(http);
        try {
            web = HttpListener.start(address, BOUNDS, http);
        } catch (BindException e) {
            closeStores();
            throw new IOException("port " + options.port() + " is taken: choose another one with --port", e);
        }
        http.answerFor("127.0.0.1:" + web.port());
        options.hosts().forEach(host -> http.answerFor(host + ":" + web.port()));
    }

    private void addDemoAccounts(AccountRoutes routes) throws IOException {
        try {
            DemoAccounts.addTo(accounts, routes);
        } catch (RefusedException e) {
            throw new IOException("the demo accounts cannot be made: " + e.whatToDo(), e);
        }
    }

    /// Returns the port that it listens on.
    public int port() {
        return web.port();
    }

    @Override
    public void close() throws IOException {
        try {
            web.close();
        } finally {
            closeStores();
        }
    }

    private void closeStores() throws IOException {
        passwords.close();
        accounts.close();
        sessions.close();
        spentTokens.close();
    }
}
