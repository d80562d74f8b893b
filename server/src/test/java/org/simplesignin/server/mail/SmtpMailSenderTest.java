package org.simplesignin.server.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.server.testing.MovableClock;
import org.simplesignin.server.testing.Ports;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/// Sends to a real mail server, with certificates made for the test.
final class SmtpMailSenderTest {
    private static final char[] STORE_PASSWORD = "changeit".toCharArray();
    private static final Mail MAIL =
            new Mail(new MailAddress("alice@example.com"), "Your code", "Your code is ABCD-EFGH.\n.\nafter a dot\n");

    @TempDir
    static Path directory;

    private static SSLContext tls;

    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<String> signedIn = new CopyOnWriteArrayList<>();
    private @Nullable SMTPServer server;

    @BeforeAll
    static void makeCertificate() throws Exception {
        Path store = directory.resolve("smtp.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "smtp",
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
                        String.valueOf(STORE_PASSWORD))
                .inheritIO()
                .start();
        assertEquals(0, keytool.waitFor());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, STORE_PASSWORD);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, STORE_PASSWORD);
        tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        String pem = Base64.getMimeEncoder()
                .encodeToString(keys.getCertificate("smtp").getEncoded());
        Files.writeString(
                directory.resolve("ca.pem"), "-----BEGIN CERTIFICATE-----\n" + pem + "\n-----END CERTIFICATE-----\n");
        Files.setPosixFilePermissions(
                Files.writeString(directory.resolve("password"), "s3cret of the mail server\n"),
                PosixFilePermissions.fromString("rw-------"));
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop();
        }
    }

    @Test
    void startTlsAndCredentialsComeBeforeTheMail() throws Exception {
        start(builder -> builder.enableTLS()
                .requireTLS()
                .startTlsSocketFactory(tls)
                .requireAuth()
                .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory(this::signIn)));

        sender("localhost", "starttls", true, true).send(MAIL);

        assertEquals(List.of("ssi"), signedIn);
        assertEquals(1, received.size());
        assertTrue(received.getFirst().startsWith("no-reply@ssi.example > alice@example.com\n"), received::toString);
        assertTrue(received.getFirst().contains("Your code is ABCD-EFGH.\r\n.\r\nafter a dot"), received::toString);
    }

    @Test
    void tlsFromTheFirstByteWorksToo() throws Exception {
        start(builder -> builder.serverSocketFactory(tls.getServerSocketFactory()));

        sender("localhost", "tls", false, true).send(MAIL);

        assertEquals(1, received.size());
    }

    @Test
    void loopbackMayGoWithoutTls() throws Exception {
        start(UnaryOperator.identity());

        sender("127.0.0.1", "none", false, false).send(MAIL);

        assertEquals(1, received.size());
    }

    @Test
    void serverThatOffersNoTlsHearsNeitherCredentialsNorMail() throws Exception {
        start(builder -> builder.authenticationHandlerFactory(new EasyAuthenticationHandlerFactory(this::signIn)));

        MailException failure = assertThrows(
                MailException.class,
                () -> sender("localhost", "starttls", true, true).send(MAIL));

        assertTrue(failure.retryable());
        assertEquals(List.of(), received);
        assertEquals(List.of(), signedIn);
    }

    @Test
    void certificateOfAnotherHostIsRefused() throws Exception {
        start(builder -> builder.enableTLS().startTlsSocketFactory(tls));

        assertThrows(
                MailException.class,
                () -> sender("127.0.0.1", "starttls", false, true).send(MAIL));

        assertEquals(List.of(), received);
    }

    @Test
    void certificateThatNobodyVouchesForIsRefused() throws Exception {
        start(builder -> builder.enableTLS().startTlsSocketFactory(tls));

        assertThrows(
                MailException.class,
                () -> sender("localhost", "starttls", false, false).send(MAIL));

        assertEquals(List.of(), received);
    }

    @Test
    void mailboxThatIsRefusedForGoodIsNotTriedAgainAndNotNamed() throws Exception {
        start(builder -> builder.messageHandler((context, from, to, data) -> {
            throw new RejectException(550, "no such mailbox " + to);
        }));

        MailException failure = assertThrows(
                MailException.class,
                () -> sender("127.0.0.1", "none", false, false).send(MAIL));

        assertFalse(failure.retryable());
        assertFalse(String.valueOf(failure.getMessage()).contains("alice"));
    }

    @Test
    void serverThatIsBusyIsTriedAgain() throws Exception {
        start(builder -> builder.messageHandler((context, from, to, data) -> {
            throw new RejectException(451, "try later");
        }));

        MailException failure = assertThrows(
                MailException.class,
                () -> sender("127.0.0.1", "none", false, false).send(MAIL));

        assertTrue(failure.retryable());
    }

    @Test
    void wrongCredentialsAreTriedAgainBecauseTheOperatorMayMendThem() throws Exception {
        start(builder -> builder.enableTLS()
                .startTlsSocketFactory(tls)
                .requireAuth()
                .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory((user, password, context) -> {
                    throw new LoginFailedException();
                })));

        MailException failure = assertThrows(
                MailException.class,
                () -> sender("localhost", "starttls", true, true).send(MAIL));

        assertTrue(failure.retryable());
        assertEquals(List.of(), received);
    }

    @Test
    void serverThatIsAwayIsTriedAgain() throws Exception {
        MailSender sender = settings("127.0.0.1", Ports.free(), "none", false, false)
                .sender(new SecureRandom(), new MovableClock());

        assertTrue(assertThrows(MailException.class, () -> sender.send(MAIL)).retryable());
    }

    private void signIn(String user, String password, Object context) throws LoginFailedException {
        if (!password.equals("s3cret of the mail server")) {
            throw new LoginFailedException();
        }
        signedIn.add(user);
    }

    private void start(UnaryOperator<SMTPServer.Builder> change) {
        SMTPServer.Builder builder = new SMTPServer.Builder()
                .bindAddress(InetAddress.getLoopbackAddress())
                .port(0)
                .hostName("localhost")
                .messageHandler((context, from, to, data) ->
                        received.add(from + " > " + to + "\n" + new String(data, StandardCharsets.UTF_8)));
        SMTPServer started = change.apply(builder).build();
        started.start();
        server = started;
    }

    private MailSender sender(String host, String security, boolean credentials, boolean trust) throws IOException {
        return settings(host, Objects.requireNonNull(server).getPortAllocated(), security, credentials, trust)
                .sender(new SecureRandom(), new MovableClock());
    }

    private static MailSettings settings(String host, int port, String security, boolean credentials, boolean trust)
            throws IOException {
        Path file = directory.resolve("mail.json");
        Files.writeString(
                file,
                "{\"from\": \"no-reply@ssi.example\", \"host\": \"" + host + "\", \"port\": " + port
                        + ", \"security\": \"" + security + "\""
                        + (credentials ? ", \"user\": \"ssi\", \"passwordFile\": \"password\"" : "")
                        + (trust ? ", \"trust\": \"ca.pem\"" : "") + "}");
        return MailSettings.read(file);
    }
}
