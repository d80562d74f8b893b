package org.simplesignin.server.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.simplesignin.server.config.UnusableConfigurationException;
import org.simplesignin.server.testing.MovableClock;

final class MailSettingsTest {
    @TempDir
    Path directory;

    @Test
    void filesAreNamedRelativeToTheSettings() throws Exception {
        MailSettings read = read(
                "{\"from\": \"no-reply@ssi.example\", \"fromName\": \"SSI\", \"host\": \"smtp.example\","
                        + " \"port\": 587, \"security\": \"starttls\", \"user\": \"ssi\", \"passwordFile\": \"password\"}");

        SmtpServer smtp = Objects.requireNonNull(read.smtp());
        assertEquals("SSI", read.fromName());
        assertEquals(SmtpServer.Security.STARTTLS, smtp.security());
        assertEquals(directory.resolve("password").toAbsolutePath(), smtp.passwordFile());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "host": "smtp.example", "port": 25, "security": "none"                      | .security may be none only for
            "host": "10.0.0.1", "port": 25, "security": "none"                          | .security may be none only for
            "host": "smtp.example", "port": 25, "security": "optional"                  | .security must be starttls
            "host": "smtp.example", "port": 0, "security": "tls"                        | .port must be
            "host": "smtp.example", "port": 25                                          | .security is missing
            "host": "smtp example", "port": 25, "security": "tls"                       | .host must be
            "port": 25, "security": "tls"                                               | .host is missing
            "host": "smtp.example", "port": 25, "security": "tls", "user": "u"          | .user and passwordFile come together
            "host": "smtp.example", "port": 25, "security": "tls", "password": "p"      | there is no member""")
    void wrongSettingsAreRefusedWithTheFieldAndTheRule(String members, String expected) {
        UnusableConfigurationException refused = assertThrows(
                UnusableConfigurationException.class,
                () -> read("{\"from\": \"no-reply@ssi.example\", " + members + "}"));

        assertTrue(String.valueOf(refused.getMessage()).contains(expected), refused::getMessage);
    }

    @Test
    void senderMustBeAnAddress() {
        assertThrows(
                UnusableConfigurationException.class,
                () -> read("{\"from\": \"SSI\", \"host\": \"::1\", \"port\": 25, \"security\": \"none\"}"));
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1", "::1", "localhost"})
    void loopbackMayGoWithoutTls(String host) throws Exception {
        assertNotNull(
                read("{\"from\": \"a@b.example\", \"host\": \"" + host + "\", \"port\": 25, \"security\": \"none\"}")
                        .smtp());
    }

    @ParameterizedTest
    @CsvSource({"passwordFile, empty", "passwordFile, missing", "trust, empty", "trust, missing", "trust, garbage"})
    void unusableFilesStopTheStart(String member, String file) throws Exception {
        secret("empty", "\n");
        secret("good", "password\n");
        Files.writeString(
                directory.resolve("garbage"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        String password = member.equals("passwordFile") ? "" : ", \"passwordFile\": \"good\"";
        MailSettings read =
                read("{\"from\": \"a@b.example\", \"host\": \"smtp.example\", \"port\": 25, \"security\": \"tls\","
                        + " \"user\": \"u\", \"" + member + "\": \"" + file + "\"" + password + "}");

        assertThrows(UnusableConfigurationException.class, () -> read.sender(new SecureRandom(), new MovableClock()));
    }

    @Test
    void passwordThatOthersMayReadStopsTheStart() throws Exception {
        MailSettings read =
                read("{\"from\": \"a@b.example\", \"host\": \"smtp.example\", \"port\": 25, \"security\": \"tls\","
                        + " \"user\": \"u\", \"passwordFile\": \"password\"}");
        Path password = secret("password", "password\n");
        assertNotNull(read.sender(new SecureRandom(), new MovableClock()));
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));
        UnusableConfigurationException refused = assertThrows(
                UnusableConfigurationException.class, () -> read.sender(new SecureRandom(), new MovableClock()));
        assertTrue(String.valueOf(refused.getMessage()).contains("run chmod 600"), refused.getMessage());
    }

    private Path secret(String name, String content) throws Exception {
        Path file = Files.writeString(directory.resolve(name), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private MailSettings read(String json) throws Exception {
        return MailSettings.read(Files.writeString(directory.resolve("mail.json"), json));
    }
}
