package org.simplesignin.server.limit;

import java.time.Duration;

/// Every rate limit of this server. The operator can set others in `limits.json`; the name there is the name here.
/// Each counts for one device, customer, account, mailbox or address, or is shared out to networks: what counts for
/// everybody together, somebody could use up against all others.
///
/// "Address" is what [org.simplesignin.server.http.NetworkAddress#prefix()] tells: an IPv4 address, or the /64 of an
/// IPv6 address.
public enum Limit {
    /// Calls of one device: at most ten signatures each (T18).
    DEVICE_CALLS_PER_DEVICE(240, Duration.ofMinutes(1)),
    /// Calls of all devices of one customer.
    DEVICE_CALLS_PER_CUSTOMER(960, Duration.ofMinutes(1)),
    /// Requests for tokens (enrolment, refresh, polling) from one address.
    TOKEN_REQUESTS_PER_ADDRESS(600, Duration.ofMinutes(1)),

    /// Device codes that one address asks for. Each takes two requests, one of which only fetches the nonce.
    DEVICE_CODES_PER_ADDRESS(60, Duration.ofMinutes(10)),
    /// Device codes in all, shared out to networks while more than half is taken.
    DEVICE_CODES_IN_ALL(6_000, Duration.ofMinutes(10)),
    /// Wrong user codes of one customer (T15).
    USER_CODE_FAILURES_PER_CUSTOMER(5, Duration.ofMinutes(10)),
    /// Wrong user codes from one address, behind which many customers may stand.
    USER_CODE_FAILURES_PER_ADDRESS(20, Duration.ofMinutes(10)),

    /// Wrong passwords and passkeys from one address, whatever the account.
    SIGN_IN_FAILURES_PER_ADDRESS(100, Duration.ofMinutes(15)),
    /// Wrong passwords for one account from one address.
    SIGN_IN_FAILURES_PER_ACCOUNT_AND_ADDRESS(10, Duration.ofMinutes(15)),
    /// Wrong passwords for one account from everywhere. Its owner can still use a passkey then (NIST SP 800-63B
    /// §3.2.2 allows 100 in a row).
    SIGN_IN_FAILURES_PER_ACCOUNT(50, Duration.ofHours(1)),
    /// Passkey ceremonies that one address starts: each writes a row.
    PASSKEY_CHALLENGES_PER_ADDRESS(120, Duration.ofMinutes(15)),
    /// Sign-ins at the operator's provider from one address, each way counted: each may ask the provider.
    OIDC_SIGN_INS_PER_ADDRESS(120, Duration.ofMinutes(15)),
    /// Wrong mail codes from one address; each code has five tries of its own.
    MAIL_CODE_FAILURES_PER_ADDRESS(50, Duration.ofMinutes(15)),
    /// Mails that one address has sent to whomever.
    MAILS_PER_ADDRESS(20, Duration.ofHours(1)),
    /// Mails to one mailbox that somebody asked for without being signed in.
    MAILS_PER_MAILBOX(5, Duration.ofHours(1)),
    /// Mails that strangers have sent, in all, shared out in the same way.
    MAILS_IN_ALL(2_000, Duration.ofHours(1)),
    /// Copies of their data that one customer takes: each reads the whole history.
    EXPORTS_PER_CUSTOMER(5, Duration.ofHours(1)),
    /// Changes of the way in (password, e-mail, passkeys) by one customer.
    ACCOUNT_CHANGES_PER_CUSTOMER(30, Duration.ofHours(1));

    private final int most;
    private final Duration period;

    Limit(int most, Duration period) {
        this.most = most;
        this.period = period;
    }

    /// Returns whether it counts in all, and not for each key. Such a limit is shared out to networks.
    boolean inAll() {
        return this == DEVICE_CODES_IN_ALL || this == MAILS_IN_ALL;
    }

    /// Returns the rate where the operator set no other.
    public Rate usual() {
        return new Rate(most, period);
    }
}
