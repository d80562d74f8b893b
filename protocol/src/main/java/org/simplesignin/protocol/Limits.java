package org.simplesignin.protocol;

import java.util.regex.Pattern;

/** The published limits (specification §10), all inclusive. Both ends enforce them. */
public final class Limits {
    /** The longest {@code partnerUserId}, in characters. */
    public static final int PARTNER_USER_ID_CHARS = 256;

    /** The longest {@code identityProviderName}, in characters. */
    public static final int IDENTITY_PROVIDER_NAME_CHARS = 64;

    /** The longest {@code userLoginName}, in characters. */
    public static final int LOGIN_NAME_CHARS = 320;

    /** The longest link token, in characters. */
    public static final int LINK_TOKEN_CHARS = 8 * 1024;

    /** The longest encrypted link signing key, in Base64 characters. */
    public static final int LINK_SIGNING_KEY_CHARS = 1024;

    /** The most links of one customer at one identity provider. */
    public static final int LINKS_PER_PROVIDER = 10;

    /** The most login names in one {@code showLoginSelection}. */
    public static final int LOGIN_NAMES_PER_CALL = 10;

    /** The most metric events kept on a device; beyond it the oldest is dropped and counted. */
    public static final int METRIC_EVENTS_KEPT = 10_000;

    /** The largest request body, in bytes. */
    public static final int REQUEST_BYTES = 64 * 1024;

    /** The largest response body, in bytes: ten links with SSI tokens of 16 KiB each fit. */
    public static final int RESPONSE_BYTES = 256 * 1024;

    private static final Pattern IDENTITY_PROVIDER_NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final Pattern RANDOM_ID = Pattern.compile("[A-Za-z0-9_-]{22,64}");
    private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9_-]{1,128}");
    private static final Pattern EPOCH_MILLIS = Pattern.compile("0|[1-9][0-9]{0,15}");

    private Limits() {}

    /** Returns whether this may be an {@code identityProviderName}: {@code [a-z0-9][a-z0-9._-]*}, at most 64. */
    public static boolean isIdentityProviderName(String value) {
        return IDENTITY_PROVIDER_NAME.matcher(value).matches();
    }

    /** Returns whether this may be a {@code partnerUserId}: not blank, at most 256 characters, Unicode. */
    public static boolean isPartnerUserId(String value) {
        return !value.isBlank() && value.length() <= PARTNER_USER_ID_CHARS && isUnicode(value);
    }

    /** Returns whether this may be a login name: not blank, at most 320 characters, Unicode. */
    public static boolean isLoginName(String value) {
        return !value.isBlank() && value.length() <= LOGIN_NAME_CHARS && isUnicode(value);
    }

    /** Returns whether this may be a link token: the right schema, not blank, at most 8 KiB. */
    public static boolean isLinkToken(Token token) {
        return token.schema().equals(Token.LINK_TOKEN)
                && !token.token().isBlank()
                && token.token().length() <= LINK_TOKEN_CHARS
                && isUnicode(token.token());
    }

    /** Returns whether this may be an encrypted link signing key: not blank, at most 1 KiB. */
    public static boolean isLinkSigningKey(String value) {
        return !value.isBlank() && value.length() <= LINK_SIGNING_KEY_CHARS && isUnicode(value);
    }

    /** Returns whether this may be a random id (link, event): 22 to 64 characters of {@code [A-Za-z0-9_-]}. */
    public static boolean isRandomId(String value) {
        return RANDOM_ID.matcher(value).matches();
    }

    /** Returns whether this may be a nonce: 1 to 128 characters of {@code [A-Za-z0-9_-]}. */
    public static boolean isNonce(String value) {
        return NONCE.matcher(value).matches();
    }

    /** Returns whether this is a time in milliseconds since 1970, as a decimal string without sign or leading zero. */
    public static boolean isEpochMillis(String value) {
        return EPOCH_MILLIS.matcher(value).matches();
    }

    /** Returns whether every surrogate in this text has its other half; no other text can be written as UTF-8. */
    public static boolean isUnicode(String value) {
        return value.codePoints()
                .noneMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }
}
