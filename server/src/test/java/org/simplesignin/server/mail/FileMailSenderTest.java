package org.simplesignin.server.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.server.config.UnusableConfigurationException;
import org.simplesignin.server.testing.MovableClock;

final class FileMailSenderTest {
    private static final Mail MAIL = new Mail(
            new MailAddress("alice@example.com"), "Your code", "Your code is ABCD-EFGH.\nIt lives 15 minutes.\n");

    @TempDir
    Path parent;

    @Test
    void mailIsAWholeMessageInAFileForItsOwnerOnly() throws Exception {
        sender().send(MAIL);

        List<Path> files = SentMail.files(directory());
        assertEquals(1, files.size());
        assertTrue(files.getFirst().toString().endsWith(".eml"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(files.getFirst())));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory())));
        String text = Files.readString(files.getFirst());
        assertTrue(text.contains("\r\nTo: alice@example.com\r\n"), text);
        assertTrue(text.contains("\r\nSubject: Your code\r\n"), text);
        assertTrue(text.contains("From: Simple Sign-In <no-reply@simple-sign-in.invalid>\r\n"), text);
        assertTrue(text.contains("Date: Sun, 1 Mar 2026 12:00:00 "), text);
        assertTrue(text.contains("Auto-Submitted: auto-generated\r\n"), text);
        assertTrue(text.contains("\r\n\r\nYour code is ABCD-EFGH.\r\nIt lives 15 minutes.\r\n"), text);
        assertFalse(text.contains(System.getProperty("user.name") + "@"), "the message id tells the user");
    }

    @Test
    void subjectInOtherLettersIsEncodedAndStaysOneHeader() throws Exception {
        sender().send(new Mail(new MailAddress("alice@example.com"), "Schlüssel für Zoë", "Grüße\n"));

        String text = Files.readString(SentMail.files(directory()).getFirst());
        assertTrue(text.contains("Subject: =?UTF-8?"), text);
    }

    @Test
    void looserDirectoryIsTightened() throws Exception {
        Files.createDirectories(directory());
        Files.setPosixFilePermissions(directory(), PosixFilePermissions.fromString("rwxrwxrwx"));

        sender();

        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory())));
    }

    @Test
    void directoryThatCannotBeMadeStopsTheStart() throws Exception {
        Files.writeString(directory(), "a file");

        assertThrows(UnusableConfigurationException.class, this::sender);
    }

    @Test
    void mailThatCannotBeWrittenIsAFailureThatTellsNothingOfIt() throws Exception {
        MailSender sender = sender();
        Files.delete(directory());

        MailException failure = assertThrows(MailException.class, () -> sender.send(MAIL));

        assertTrue(failure.retryable());
        assertFalse(String.valueOf(failure.getMessage()).contains("alice"));
    }

    @Test
    void mailsToOneAddressAreForgottenAndNoOthers() throws Exception {
        MailSender sender = sender();
        sender.send(MAIL);
        sender.send(new Mail(new MailAddress("Alice@Example.com"), "Another", "For alice@example.com\n"));
        sender.send(new Mail(new MailAddress("malice@example.com"), "Not yours", "For alice@example.com\n"));
        Files.writeString(directory().resolve("torn.part"), "To: alice@example.com\r\nSubj");

        sender.forget(MAIL.to());

        List<Path> files = SentMail.files(directory());
        assertEquals(1, files.size());
        assertTrue(Files.readString(files.getFirst()).contains("To: malice@example.com"));
        assertFalse(Files.exists(directory().resolve("torn.part")));
    }

    @Test
    void mailsThatCannotBeForgottenAreAFailureThatTellsNothingOfThem() throws Exception {
        MailSender sender = sender();
        Files.delete(directory());

        MailException failure = assertThrows(MailException.class, () -> sender.forget(MAIL.to()));

        assertFalse(String.valueOf(failure.getMessage()).contains("alice"));
    }

    private MailSender sender() {
        return MailSettings.files(directory()).sender(new SecureRandom(), new MovableClock());
    }

    private Path directory() {
        return parent.resolve("mail");
    }
}
