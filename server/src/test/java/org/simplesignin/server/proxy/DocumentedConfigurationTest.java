package org.simplesignin.server.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.server.testing.Ports;
import org.simplesignin.server.testing.TestServer;

/// The configurations of `docs/operations.md` as they stand there, with TLS: each program takes its own without a
/// warning, and serves.
@Tag("process")
final class DocumentedConfigurationTest {
    private static final char[] PASSWORD = "a password for a day".toCharArray();

    @TempDir
    static Path directory;

    private static TestServer server;
    private static SSLContext trust;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.startWith(
                Stand.directory(directory, "server"), usual -> usual.with(change -> change.behindProxy(true)));
        Path store = directory.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "proxy",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-validity",
                        "2",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        String.valueOf(PASSWORD))
                .inheritIO()
                .start();
        assertEquals(0, keytool.waitFor());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        String certificate = pem("CERTIFICATE", keys.getCertificate("proxy").getEncoded());
        String key = pem("PRIVATE KEY", keys.getKey("proxy", PASSWORD).getEncoded());
        Files.writeString(directory.resolve("certificate.pem"), certificate);
        Files.writeString(directory.resolve("key.pem"), key);
        Files.writeString(directory.resolve("both.pem"), certificate + key);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("proxy", keys.getCertificate("proxy"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        trust = SSLContext.getInstance("TLS");
        trust.init(null, managers.getTrustManagers(), null);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + what
                + "-----\n";
    }

    private static Setup.Place place(Setup setup) {
        return new Setup.Place(
                Stand.directory(directory, setup.name()),
                Ports.free(),
                server.url().getPort());
    }

    private static String secured(Setup setup, Setup.Place place) {
        return setup.secured(
                place,
                directory.resolve("certificate.pem"),
                directory.resolve("key.pem"),
                directory.resolve("both.pem"));
    }

    @ParameterizedTest
    @EnumSource(names = {"NGINX", "HAPROXY", "CADDY"})
    void programTakesItWithoutAWarningAndServes(Setup setup) throws Exception {
        Setup.Place place = place(setup);
        String configuration = secured(setup, place);

        String said = ProxyProcess.check(setup.program(), place, configuration);
        assertEquals(
                List.of(),
                said.lines()
                        .filter(line -> line.matches("(?i).*(warn|alert|error).*"))
                        // Of what the test changes: its certificate names nobody to ask, and port 80 is not taken.
                        .filter(line -> !line.contains("OCSP") && !line.contains("redirects are disabled"))
                        .toList());
        try (ProxyProcess proxy = ProxyProcess.start(setup.program(), place, configuration);
                HttpClient client = HttpClient.newBuilder().sslContext(trust).build()) {
            URI url = URI.create("https://localhost:" + proxy.address().getPort());
            for (HttpClient.Version version : HttpClient.Version.values()) {
                if (version.compareTo(HttpClient.Version.HTTP_2) <= 0) {
                    assertServed(client, url, version);
                }
            }
        }
    }

    private static void assertServed(HttpClient client, URI url, HttpClient.Version version) throws Exception {
        HttpRequest metadata = HttpRequest.newBuilder(url.resolve(DeviceApi.METADATA))
                .version(version)
                .build();
        HttpResponse<String> answer = client.send(metadata, HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode());
        assertEquals(version, answer.version());
        assertTrue(answer.body().contains(TestServer.PUBLIC_URL), answer.body());

        HttpRequest page = HttpRequest.newBuilder(url.resolve("/sign-in"))
                .version(version)
                .header("Accept", "text/html")
                .build();
        HttpResponse<String> signIn = client.send(page, HttpResponse.BodyHandlers.ofString());
        assertEquals(200, signIn.statusCode());
        assertTrue(signIn.headers().firstValue("Strict-Transport-Security").isPresent(), "handed on unchanged");
    }
}
