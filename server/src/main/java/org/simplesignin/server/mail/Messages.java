package org.simplesignin.server.mail;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Date;
import java.util.HexFormat;

/// Writes mails as messages of the internet (RFC 5322, RFC 2045). Thread-safe.
final class Messages {
    private static final int ID_BYTES = 16;

    private final MailAddress from;
    private final String fromName;
    private final SecureRandom random;
    private final Clock clock;

    Messages(MailAddress from, String fromName, SecureRandom random, Clock clock) {
        this.from = from;
        this.fromName = fromName;
        this.random = random;
        this.clock = clock;
    }

    MimeMessage of(Mail mail, Session session) throws MessagingException {
        String id = randomHex() + "@" + from.domain();
        MimeMessage message = new MimeMessage(session) {
            @Override
            protected void updateMessageID() throws MessagingException {
                // The library's own would tell the name of this host and of the operating system's user.
                setHeader("Message-ID", "<" + id + ">");
            }
        };
        message.setFrom(address(from, fromName));
        message.setRecipient(
                Message.RecipientType.TO, new InternetAddress(mail.to().value(), true));
        message.setSubject(mail.subject(), "UTF-8");
        message.setText(mail.text().replace("\n", "\r\n"), "UTF-8");
        message.setSentDate(Date.from(clock.instant()));
        // RFC 3834 §5: no holiday answers, please.
        message.setHeader("Auto-Submitted", "auto-generated");
        message.saveChanges();
        return message;
    }

    private static InternetAddress address(MailAddress address, String name) throws MessagingException {
        InternetAddress full = new InternetAddress(address.value(), true);
        try {
            full.setPersonal(name, StandardCharsets.UTF_8.name());
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("This Java runtime lacks UTF-8", e);
        }
        return full;
    }

    private String randomHex() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
