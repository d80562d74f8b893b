package org.simplesignin.server.account;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.simplesignin.server.id.SecretHash;
import org.simplesignin.server.keys.LookupIndex;
import org.simplesignin.server.mail.MailAddress;
import org.simplesignin.server.storage.Tx;
import org.simplesignin.server.time.Term;

/// Codes that are mailed and typed: 8 of 28 letters and digits that nobody mistakes for others, 38 random bits. A code
/// is good for ten minutes (ASVS 5.0 §6.5.5), in the browser that asked, for what was asked and for that address; it
/// can be typed wrong five times. Typed right it can be spent for half an hour, however often it is typed.
/// Thread-safe.
final class Codes {
    /// For so long a code can be typed.
    static final Duration LIFE = Duration.ofMinutes(10);
    /// For so long somebody whose code was right has time for the rest.
    static final Duration AFTERWARDS = Duration.ofMinutes(30);

    private static final String ALPHABET = "23456789BCDFGHJKLMNPQRSTVWXZ";
    private static final int CHARS = 8;
    private static final int MOST_TYPED = 32;

    private final MailCodes store;
    private final LookupIndex lookupIndex;
    private final SecureRandom random;
    private final Clock clock;

    Codes(MailCodes store, LookupIndex lookupIndex, SecureRandom random, Clock clock) {
        this.store = store;
        this.lookupIndex = lookupIndex;
        this.random = random;
        this.clock = clock;
    }

    /// What a code is for.
    enum Purpose {
        SIGN_UP,
        PASSWORD_RESET,
        EMAIL_CHANGE
    }

    /// A fresh code, `ABCD-EFGH`.
    record Issued(MailCodeId id, String code) {
        @Override
        public String toString() {
            return "Issued[redacted]";
        }
    }

    /// Makes a code.
    Issued issue(Purpose purpose, MailAddress email) {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < CHARS; i++) {
            code.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        MailCodeId id = MailCodeId.generate(random);
        store(id, hash(id, purpose, email, code.toString()));
        return new Issued(id, code.insert(CHARS / 2, '-').toString());
    }

    /// Makes one that nothing fits: for an address where there is nobody to mail a code to, so that all that
    /// follows is the same.
    MailCodeId issueUnfitting() {
        byte[] nothing = new byte[SecretHash.BYTES];
        random.nextBytes(nothing);
        MailCodeId id = MailCodeId.generate(random);
        store(id, SecretHash.stored(nothing));
        return id;
    }

    private void store(MailCodeId id, SecretHash hash) {
        Term any = Term.strict(AFTERWARDS, now());
        store.add(new MailCode(id, hash, MailCode.TRIES, any.now().plus(LIFE), null, null), any);
    }

    /// Tries what was typed, in any case, with or without hyphen and spaces.
    MailCodes.Outcome attempt(MailCodeId id, Purpose purpose, MailAddress email, String typed) {
        Instant now = now();
        return store.attempt(
                id,
                hash(id, purpose, email, normal(typed)),
                Term.strict(LIFE, now),
                Term.strict(AFTERWARDS, now),
                now.plus(AFTERWARDS));
    }

    /// Returns whether this code was typed right and can be spent still.
    boolean isVerified(MailCodeId id) {
        return code(id).filter(code -> code.verifiedAt() != null && code.spentAt() == null)
                .isPresent();
    }

    /// Returns whether what this code allows was done, not long ago: then the browser that spent it may hear so again.
    boolean isSpent(MailCodeId id) {
        return code(id).filter(code -> code.spentAt() != null).isPresent();
    }

    /// Returns whether this code can be typed, or spent, still.
    boolean isAlive(MailCodeId id) {
        return code(id).filter(code -> code.spentAt() == null)
                .filter(code -> code.verifiedAt() != null || code.triesLeft() > 0)
                .isPresent();
    }

    private Optional<MailCode> code(MailCodeId id) {
        return store.code(id)
                .filter(code -> Term.strict(code.verifiedAt() == null ? LIFE : AFTERWARDS, now())
                        .isOn(code.expiresAt()));
    }

    boolean spend(Tx tx, MailCodeId id) {
        return store.spend(tx, id, Term.strict(AFTERWARDS, now()));
    }

    private static String normal(String typed) {
        String text = typed.length() > MOST_TYPED ? "" : typed;
        return text.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
    }

    private SecretHash hash(MailCodeId id, Purpose purpose, MailAddress email, String code) {
        // Keyed: 38 bits are few enough to be tried out by whoever has a copy of the database.
        return SecretHash.stored(
                lookupIndex.of("mail-code", String.join("\n", purpose.name(), id.value(), email.key(), code)));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
