package org.simplesignin.server.mail;

/// Hands a mail over to whoever delivers it. Blocks until it is done, so it is called by the [Outbox] only.
/// Thread-safe.
public interface MailSender {
    /// Hands it over; when this returns the next host (or the disk) has taken the responsibility for it.
    ///
    /// @throws MailException where it did not; the text names neither address nor content
    void send(Mail mail) throws MailException;
}
