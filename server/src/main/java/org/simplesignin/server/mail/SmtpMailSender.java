package org.simplesignin.server.mail;

import jakarta.mail.Authenticator;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;

/// Sends mails by SMTP (RFC 5321), a connection for each. TLS is never optional: where it is asked for and the server
/// does not offer it, or shows a certificate of another host, nothing is said to it.
final class SmtpMailSender implements MailSender {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int PERMANENT = 500;

    private final Session session;
    private final Messages messages;

    /// Makes one; nothing is connected yet.
    ///
    /// @param password of `server.user()`, null where there is none
    /// @param trusted makes sockets that trust other authorities than the usual ones, or null
    SmtpMailSender(
            SmtpServer server, @Nullable String password, @Nullable SSLSocketFactory trusted, Messages messages) {
        this.session = Session.getInstance(properties(server, trusted), authenticator(server, password));
        this.messages = messages;
    }

    private static Properties properties(SmtpServer server, @Nullable SSLSocketFactory trusted) {
        String patience = Long.toString(PATIENCE.toMillis());
        Properties properties = new Properties();
        properties.put("mail.transport.protocol", "smtp");
        properties.put("mail.smtp.host", server.host());
        properties.put("mail.smtp.port", Integer.toString(server.port()));
        properties.put("mail.smtp.connectiontimeout", patience);
        properties.put("mail.smtp.timeout", patience);
        properties.put("mail.smtp.writetimeout", patience);
        properties.put("mail.smtp.auth", Boolean.toString(server.user() != null));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.ssl.protocols", "TLSv1.3 TLSv1.2");
        switch (server.security()) {
            case STARTTLS -> {
                properties.put("mail.smtp.starttls.enable", "true");
                properties.put("mail.smtp.starttls.required", "true");
            }
            case TLS -> properties.put("mail.smtp.ssl.enable", "true");
            case NONE -> properties.put("mail.smtp.starttls.enable", "false");
        }
        if (trusted != null) {
            properties.put("mail.smtp.ssl.socketFactory", trusted);
        }
        return properties;
    }

    private static @Nullable Authenticator authenticator(SmtpServer server, @Nullable String password) {
        if (server.user() == null) {
            return null;
        }
        PasswordAuthentication credentials = new PasswordAuthentication(server.user(), password);
        return new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return credentials;
            }
        };
    }

    @Override
    public void send(Mail mail) throws MailException {
        try {
            MimeMessage message = messages.of(mail, session);
            try (Transport transport = session.getTransport()) {
                transport.connect();
                transport.sendMessage(message, message.getAllRecipients());
            }
        } catch (MessagingException e) {
            // The library's texts repeat the address, and what the server said about it.
            throw new MailException(
                    "the mail server did not take a mail: " + e.getClass().getSimpleName(), isRetryable(e));
        }
    }

    /// A server that says 5xx means it (RFC 5321 §4.2.1); all else may pass.
    private static boolean isRetryable(MessagingException failure) {
        for (Exception at = failure;
                at != null;
                at = at instanceof MessagingException m ? m.getNextException() : null) {
            if ((at instanceof SMTPAddressFailedException refused && refused.getReturnCode() >= PERMANENT)
                    || (at instanceof SMTPSendFailedException unsent && unsent.getReturnCode() >= PERMANENT)) {
                return false;
            }
        }
        return !(failure instanceof SendFailedException sent) || sent.getInvalidAddresses() == null;
    }
}
