package org.simplesignin.server.account;

import java.util.Locale;
import org.simplesignin.server.password.PasswordRule;

/// What is wrong in a form, told beside its field; what was typed stays there, but for passwords.
enum Mistake {
    /// No e-mail address.
    EMAIL("email"),
    /// An address that cannot be had.
    EMAIL_TAKEN("email"),
    /// The address that it is already.
    EMAIL_SAME("email"),
    /// No name, or too long.
    NAME("name"),
    /// Too short a password.
    PASSWORD_TOO_SHORT("password"),
    /// Too long a password.
    PASSWORD_TOO_LONG("password"),
    /// A password that attackers try first.
    PASSWORD_COMMON("password"),
    /// A password made of the owner's name or address.
    PASSWORD_LIKE_OWNER("password"),
    /// Not the password, or not the account.
    CREDENTIALS("password"),
    /// Not the code.
    CODE_WRONG("code"),
    /// A code that is no more: too old, used, or typed wrong too often.
    CODE_GONE("code");

    private final String field;

    Mistake(String field) {
        this.field = field;
    }

    static Mistake of(PasswordRule.Flaw flaw) {
        return switch (flaw) {
            case TOO_SHORT -> PASSWORD_TOO_SHORT;
            case TOO_LONG -> PASSWORD_TOO_LONG;
            case COMMON -> PASSWORD_COMMON;
            case LIKE_ITS_OWNER -> PASSWORD_LIKE_OWNER;
        };
    }

    static Mistake of(MailCodes.Outcome wrong) {
        return wrong == MailCodes.Outcome.WRONG ? CODE_WRONG : CODE_GONE;
    }

    /// Returns the name of the field.
    String field() {
        return field;
    }

    /// Returns the key of the text, such as `mistake.codeGone`.
    String key() {
        StringBuilder key = new StringBuilder("mistake.");
        for (String word : name().split("_", -1)) {
            String lower = word.toLowerCase(Locale.ROOT);
            boolean first = key.charAt(key.length() - 1) == '.';
            key.append(first ? lower : word.charAt(0) + lower.substring(1));
        }
        return key.toString();
    }
}
