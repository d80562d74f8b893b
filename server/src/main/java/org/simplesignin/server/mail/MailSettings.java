package org.simplesignin.server.mail;

import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.config.Fields;

/// How mail leaves this server.
///
/// @param from the sender's address
/// @param fromName the sender's name, 1 to 64 characters
/// @param directory where mails go as files, or null
/// @param smtp the mail server, or null; exactly one of both
public record MailSettings(
        MailAddress from,
        String fromName,
        @Nullable Path directory,
        @Nullable SmtpServer smtp) {
    private static final int NAME_CHARS = 64;

    /// Refuses both ways at once, and none.
    public MailSettings {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(fromName, "fromName");
        if ((directory == null) == (smtp == null)) {
            throw new IllegalArgumentException("mail leaves by files or by SMTP");
        }
    }

    /// Returns the default: files in this directory.
    public static MailSettings files(Path directory) {
        return new MailSettings(new MailAddress("no-reply@simple-sign-in.invalid"), "Simple Sign-In", directory, null);
    }

    /// Reads `mail.json`: `{"from": "no-reply@ssi.example", "host": "smtp.example", "port": 587, "security":
    /// "starttls", "user": "ssi", "passwordFile": "smtp-password"}`. Files are named relative to it.
    ///
    /// @throws org.simplesignin.server.config.UnusableConfigurationException with the place, the field and the rule
    public static MailSettings read(Path file) {
        Fields fields = Fields.read(file);
        String from = fields.text(
                "from", MailAddress.CHARS, text -> MailAddress.parse(text).isPresent(), "must be an e-mail address");
        String name = fields.optionalText("fromName", NAME_CHARS);
        SmtpServer smtp = smtp(fields, file);
        fields.end();
        return new MailSettings(
                MailAddress.parse(from).orElseThrow(), name == null ? "Simple Sign-In" : name, null, smtp);
    }

    private static SmtpServer smtp(Fields fields, Path file) {
        String host = fields.text("host", 253, text -> text.matches("[A-Za-z0-9.:-]+"), "must be the name of a host");
        int port = fields.number("port", 1, 65535);
        String security =
                fields.text("security", 16, text -> text.matches("starttls|tls|none"), "must be starttls, tls or none");
        SmtpServer.Security how = SmtpServer.Security.valueOf(security.toUpperCase(Locale.ROOT));
        if (how == SmtpServer.Security.NONE && !isLoopback(host)) {
            throw fields.problem("security", "may be none only for 127.0.0.1, ::1 or localhost");
        }
        String user = fields.optionalText("user", 256);
        Path passwordFile = beside(file, fields.optionalText("passwordFile", 1024));
        if ((user == null) != (passwordFile == null)) {
            throw fields.problem("user", "and passwordFile come together");
        }
        return new SmtpServer(host, port, how, user, passwordFile, beside(file, fields.optionalText("trust", 1024)));
    }

    private static boolean isLoopback(String host) {
        if (host.equals("localhost")) {
            return true;
        }
        try {
            return InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static @Nullable Path beside(Path file, @Nullable String name) {
        return name == null ? null : file.toAbsolutePath().resolveSibling(name);
    }

    /// Returns the sender, with its files read and checked.
    ///
    /// @throws org.simplesignin.server.config.UnusableConfigurationException where a directory, a password or a
    ///     certificate cannot be used
    public MailSender sender(SecureRandom random, Clock clock) {
        Messages messages = new Messages(from, fromName, random, clock);
        if (directory != null) {
            return FileMailSender.into(directory, messages, random, clock);
        }
        SmtpServer server = Objects.requireNonNull(smtp);
        return new SmtpMailSender(
                server, MailFiles.password(server.passwordFile()), MailFiles.trusting(server.trust()), messages);
    }
}
