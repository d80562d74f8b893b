package org.simplesignin.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
    static final String PROVIDER = "example-video";
    static final String APP = "example-tv";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path directory;
    private final CuttingProxy wire = new CuttingProxy();
    private final LinkTokenKeys linkTokenKeys = LinkTokenKeys.generate();
    private @Nullable Part server;
    private @Nullable Part device;
    private int starts;

    Platform(Path directory) throws Exception {
        this.directory = directory;
        Files.writeString(directory.resolve("registry.json"), """
                {"identityProviders":[{"identityProviderName":"%s","name":"Example Video"}],
                 "apps":[{"app":"%s","name":"Example TV","publisher":"Example","identityProviderName":"%s","webOrigins":[],"nativeApp":true}]}
                """.formatted(PROVIDER, APP, PROVIDER));
        String secret = HexFormat.of().formatHex(new java.security.SecureRandom().generateSeed(16));
        Path enrolments = Files.writeString(directory.resolve("enrolments.json"), """
                {"customers":[{"customer":"alice","displayName":"Alice"}],
                 "enrolments":[{"secret":"%s","customer":"alice","device":"tv-1","deviceName":"TV 1","deviceModel":"Test TV"}]}
                """.formatted(secret));
        Files.setPosixFilePermissions(enrolments, PosixFilePermissions.fromString("rw-------"));
        Files.setPosixFilePermissions(
                Files.writeString(directory.resolve("secrets"), secret + "\n"),
                PosixFilePermissions.fromString("rw-------"));
        startServer();
        startDevice();
    }

    void startServer() throws Exception {
        Part started = start(
                Program.SERVER,
                List.of(
                        "--port",
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
                        "https://platform.example"));
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
        return part.lastLines().stream()
                .filter(line -> line.startsWith("ready "))
                .map(line -> line.substring("ready ".length()))
                .findFirst()
                .orElseThrow();
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
        return new ServerBooks(wire.url(), directory.resolve("server"));
    }

    @Override
    public void close() throws IOException {
        for (Part part : new Part[] {device, server}) {
            if (part != null && part.isAlive()) {
                part.stop();
                if (!ends(part)) {
                    part.kill();
                    throw new IllegalStateException(part.name() + " does not end when asked");
                }
            }
        }
        wire.close();
    }
}
