package org.simplesignin.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.LinkUserAccountRequest;
import org.simplesignin.protocol.Token;
import org.simplesignin.sdk.SimpleSignInConfiguration;
import org.simplesignin.tokens.AmazonUserId;
import org.simplesignin.tokens.AppKey;
import org.simplesignin.tokens.LinkCredentials;
import org.simplesignin.tokens.LinkTokenIssuer;
import org.simplesignin.tokens.LinkTokenKeys;
import org.simplesignin.tokens.PartnerUserId;

/// A server and one device as processes of their own, with a wire between them that can be cut. The app is this test: a
/// native app that calls through the SDK. For faults; what people see is tested with a browser.
final class Platform implements AutoCloseable {
    static final String PROVIDER = "sample-video";
    static final String APP = "sample-tv";
    static final String OTHER_APP = "other-app";
    static final String ISSUER = "https://platform.example";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path directory;
    private final CuttingProxy wire = new CuttingProxy();
    private final LinkTokenKeys linkTokenKeys;
    private @Nullable Part server;
    private @Nullable Part device;
    private int starts;

    /// Starts both, the device registered with one customer, Alice.
    Platform(Path directory) throws Exception {
        this(directory, LinkTokenKeys.generate(), List.of(enrolmentSecret()));
    }

    /// Starts both over what there is in `server` and `device` of this directory; there are no enrolments.
    Platform(Path directory, LinkTokenKeys linkTokenKeys) throws Exception {
        this(directory, linkTokenKeys, List.of());
    }

    private Platform(Path directory, LinkTokenKeys linkTokenKeys, List<String> enrolmentSecrets) throws Exception {
        this.directory = directory;
        this.linkTokenKeys = linkTokenKeys;
        Files.writeString(directory.resolve("registry.json"), """
                {"identityProviders":[
                    {"identityProviderName":"%1$s","name":"Sample Video"},
                    {"identityProviderName":"other-music","name":"Other Music"}],
                 "apps":[
                    {"app":"%2$s","name":"Sample TV","publisher":"Sample","identityProviderName":"%1$s",
                     "webOrigins":[],"nativeApp":true},
                    {"app":"%3$s","name":"Other App","publisher":"Other","identityProviderName":"other-music",
                     "webOrigins":["https://other.example"]}]}
                """.formatted(PROVIDER, APP, OTHER_APP));
        Path enrolments = Files.writeString(
                directory.resolve("enrolments.json"),
                enrolmentSecrets.stream()
                        .map("""
                             {"customers":[{"customer":"alice","displayName":"Alice"}],
                              "enrolments":[{"secret":"%s","customer":"alice","device":"tv-1","deviceName":"TV 1",
                                             "deviceModel":"Test TV"}]}"""::formatted)
                        .findFirst()
                        .orElse("{\"customers\":[],\"enrolments\":[]}"));
        Files.setPosixFilePermissions(enrolments, PosixFilePermissions.fromString("rw-------"));
        Files.setPosixFilePermissions(
                Files.write(directory.resolve("secrets"), enrolmentSecrets),
                PosixFilePermissions.fromString("rw-------"));
        startServer();
        startDevice();
    }

    private static String enrolmentSecret() {
        return HexFormat.of().formatHex(new SecureRandom().generateSeed(16));
    }

    void startServer() throws Exception {
        Part started = start(
                Program.SERVER,
                List.of(
                        "--port",
                        "0",
                        "--operations-port",
                        "0",
                        "--data",
                        directory.resolve("server").toString(),
                        "--registry",
                        directory.resolve("registry.json").toString(),
                        "--enrolments",
                        directory.resolve("enrolments.json").toString(),
                        "--public-url",
                        wire.url(),
                        "--issuer",
                        ISSUER));
        server = started;
        wire.forwardTo(URI.create(readyUrl(started)).getPort());
    }

    void startDevice() throws Exception {
        device = start(
                Program.DEVICE,
                List.of(
                        "--port",
                        "0",
                        "--data",
                        directory.resolve("device").toString(),
                        "--host",
                        "127.0.0.1",
                        "--server",
                        wire.url(),
                        "--form",
                        "tv",
                        "--name",
                        "TV 1",
                        "--enrolment-secrets",
                        directory.resolve("secrets").toString(),
                        "--native-app",
                        APP + "=" + Files.getAttribute(directory, "unix:uid")));
    }

    private Part start(Program program, List<String> arguments) throws Exception {
        List<String> command = RunningDemo.PACKAGED.command(program, false);
        command.addAll(arguments);
        String name = program.subcommand();
        starts++;
        Part part = Part.start(name, command, directory.resolve(name + "-" + starts + ".log"), ended -> {});
        part.awaitReady(PATIENCE);
        return part;
    }

    private static String readyUrl(Part part) {
        return afterwards(part, "ready ");
    }

    private String operationsUrl() {
        return "http://127.0.0.1:" + afterwards(Objects.requireNonNull(server), "operations on port ");
    }

    private static String afterwards(Part part, String start) {
        return part.lastLines().stream()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .findFirst()
                .orElseThrow();
    }

    /// Asks the device to end, and waits.
    void stopDevice() {
        stop(Objects.requireNonNull(device));
    }

    private static void stop(Part part) {
        part.stop();
        if (!ends(part)) {
            part.kill();
            throw new IllegalStateException(part.name() + " does not end when asked");
        }
    }

    void killServer() {
        kill(Objects.requireNonNull(server));
    }

    void killDevice() {
        kill(Objects.requireNonNull(device));
    }

    private static void kill(Part part) {
        part.kill();
        if (!ends(part)) {
            throw new IllegalStateException(part.name() + " survived SIGKILL");
        }
    }

    private static boolean ends(Part part) {
        try {
            return part.awaitEnd(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    CuttingProxy wire() {
        return wire;
    }

    /// Opens the shell of the device.
    PlayedShell shell() throws IOException, InterruptedException {
        String url = readyUrl(Objects.requireNonNull(device));
        return new PlayedShell(url, directory.resolve("device").resolve("shell.key"));
    }

    SimpleSignInConfiguration sdk() {
        SimpleSignInConfiguration defaults = SimpleSignInConfiguration.ofProcess();
        return new SimpleSignInConfiguration(
                directory.resolve("device").resolve("client.sock"), defaults.callTimeout(), defaults.dialogTimeout());
    }

    /// Returns a link request as an app gets it from its backend.
    LinkUserAccountRequest linkRequest(String amazonUserId, String partnerUserId) throws Exception {
        AppKey appKey = AppKey.parsePem(books().get("/apps/" + APP + "/app-key.pem"));
        LinkCredentials credentials = LinkTokenIssuer.of(linkTokenKeys, appKey)
                .issue(AmazonUserId.of(amazonUserId), PartnerUserId.of(partnerUserId), Map.of());
        return new LinkUserAccountRequest(
                partnerUserId,
                PROVIDER,
                "viewer@example.com",
                new Token(credentials.linkToken(), Token.LINK_TOKEN),
                credentials.linkSigningKey());
    }

    ServerBooks books() {
        return new ServerBooks(wire.url(), operationsUrl(), directory.resolve("server"));
    }

    @Override
    public void close() throws IOException {
        for (Part part : new Part[] {device, server}) {
            if (part != null && part.isAlive()) {
                stop(part);
            }
        }
        wire.close();
    }
}
