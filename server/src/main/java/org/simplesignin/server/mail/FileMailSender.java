package org.simplesignin.server.mail;

import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import org.simplesignin.server.config.UnusableConfigurationException;

/// Writes each mail into a file of its own, `<time>-<random>.eml`, for demos and for operators who deliver by means of
/// their own. Directory 0700, files 0600; a file appears whole or not at all, and stays until somebody removes it or
/// its recipient deletes the account.
final class FileMailSender implements MailSender {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS").withZone(ZoneOffset.UTC);
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final int NAME_BYTES = 8;

    private final Path directory;
    private final Messages messages;
    private final SecureRandom random;
    private final Clock clock;
    private final Session session = Session.getInstance(new Properties());

    private FileMailSender(Path directory, Messages messages, SecureRandom random, Clock clock) {
        this.directory = directory;
        this.messages = messages;
        this.random = random;
        this.clock = clock;
    }

    /// Returns one for this directory, which is made where it is absent.
    ///
    /// @throws UnusableConfigurationException where it cannot be made or written
    static FileMailSender into(Path directory, Messages messages, SecureRandom random, Clock clock) {
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new UnusableConfigurationException(
                    "cannot make " + directory + " for mails; free the name, or set up SMTP with --mail", e);
        }
        return new FileMailSender(directory, messages, random, clock);
    }

    @Override
    public void send(Mail mail) throws MailException {
        byte[] suffix = new byte[NAME_BYTES];
        random.nextBytes(suffix);
        String name = TIME.format(clock.instant()) + "-" + HexFormat.of().formatHex(suffix);
        Path unfinished = directory.resolve(name + ".part");
        try {
            Files.createFile(unfinished, OWNER_ONLY);
            try (OutputStream out = Files.newOutputStream(unfinished, StandardOpenOption.WRITE)) {
                messages.of(mail, session).writeTo(out);
            }
            Files.move(unfinished, directory.resolve(name + ".eml"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | MessagingException e) {
            throw new MailException(
                    "cannot write a mail into " + directory + ": "
                            + e.getClass().getSimpleName(),
                    true);
        }
    }

    @Override
    public void forget(MailAddress to) throws MailException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.{eml,part}")) {
            for (Path file : files) {
                if (isTo(file, to)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | DirectoryIteratorException | MessagingException e) {
            throw new MailException(
                    "cannot delete mails from " + directory + ": "
                            + e.getClass().getSimpleName(),
                    false);
        }
    }

    private boolean isTo(Path file, MailAddress to) throws IOException, MessagingException {
        try (InputStream in = Files.newInputStream(file)) {
            Address[] recipients = new MimeMessage(session, in).getRecipients(Message.RecipientType.TO);
            return recipients != null
                    && Arrays.stream(recipients)
                            .anyMatch(one -> one instanceof InternetAddress address
                                    && address.getAddress()
                                            .toLowerCase(Locale.ROOT)
                                            .equals(to.key()));
        } catch (NoSuchFileException e) {
            // Whoever delivers the files has just taken it.
            return false;
        }
    }
}
