/// Mail to customers: the port [org.simplesignin.server.mail.MailSender] with two implementations (files beside the
/// database, SMTP), and the [org.simplesignin.server.mail.Outbox] that sends while nobody waits. What a mail says is
/// written by the noun that sends it.
///
/// Addresses and texts are personal, and texts may hold a code: neither is logged or measured. A leaf: it imports no
/// noun.
@NullMarked
package org.simplesignin.server.mail;

import org.jspecify.annotations.NullMarked;
