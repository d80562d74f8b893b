package org.simplesignin.server.mail;

/// Hands a mail over to whoever delivers it. Blocks until it is done, so it is called by the [Outbox] only.
/// Thread-safe.
public interface MailSender {
    /// Hands it over; when this returns the next host (or the disk) has taken the responsibility for it.
    ///
    /// @throws MailException where it did not; the text names neither address nor content
    void send(Mail mail) throws MailException;

    /// Deletes whatever it still keeps of mails to this address: its owner has deleted the account. What was handed
    /// on is in other hands, which is all there is for most.
    ///
    /// @throws MailException where something of it may be left; the text names no address
    default void forget(MailAddress to) throws MailException {
        // Who hands on keeps nothing.
    }
}
