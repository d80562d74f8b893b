package org.simplesignin.sample.backend;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.simplesignin.protocol.Limits;

/// The accounts of this app. A login name belongs to one account, whatever its case. Thread-safe.
final class Accounts implements Closeable {
    /// One account. Printing it leaves the login name out.
    ///
    /// @param partnerUserId the account's id as the platform hears it: random, never reused, and not the login name
    record Account(String partnerUserId, String loginName, Passwords.PasswordHash password) {
        Account {
            Objects.requireNonNull(partnerUserId, "partnerUserId");
            Objects.requireNonNull(loginName, "loginName");
            Objects.requireNonNull(password, "password");
        }

        @Override
        public String toString() {
            return "Account[" + partnerUserId + "]";
        }
    }

    private final Journal<Account> journal;
    private final Map<String, Account> byLoginName = new ConcurrentHashMap<>();
    private final Map<String, Account> byPartnerUserId = new ConcurrentHashMap<>();

    Accounts(Path file) throws IOException {
        journal = Journal.open(file, Account.class);
        journal.entries().forEach(this::remember);
    }

    /// Returns the one spelling of a login name, or nothing where it is none: 1 to 320 characters, no control
    /// characters.
    static Optional<String> canonical(String loginName) {
        if (loginName.length() > Limits.LOGIN_NAME_CHARS) {
            return Optional.empty();
        }
        String canonical =
                Normalizer.normalize(loginName, Normalizer.Form.NFC).strip().toLowerCase(Locale.ROOT);
        return Limits.isLoginName(canonical) && canonical.codePoints().noneMatch(Character::isISOControl)
                ? Optional.of(canonical)
                : Optional.empty();
    }

    /// Adds an account and returns whether it was added: not, where its login name is taken.
    synchronized boolean add(Account account) throws IOException {
        if (byLoginName.containsKey(account.loginName())) {
            return false;
        }
        journal.append(account);
        remember(account);
        return true;
    }

    /// Returns the account with this login name in its [#canonical] spelling.
    Optional<Account> named(String loginName) {
        return Optional.ofNullable(byLoginName.get(loginName));
    }

    /// Returns the account with this id.
    Optional<Account> withId(String partnerUserId) {
        return Optional.ofNullable(byPartnerUserId.get(partnerUserId));
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }

    private void remember(Account account) {
        byLoginName.put(account.loginName(), account);
        byPartnerUserId.put(account.partnerUserId(), account);
    }
}
