package org.simplesignin.server.account;

import org.simplesignin.server.passkey.PasskeyChallenges;
import org.simplesignin.server.passkey.Passkeys;
import org.simplesignin.server.session.BrowserSessions;

/// The storage ports of accounts and of what belongs to them.
public record AccountStores(
        Accounts accounts,
        MailCodes mailCodes,
        Passkeys passkeys,
        PasskeyChallenges challenges,
        BrowserSessions sessions) {}
