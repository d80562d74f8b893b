package org.simplesignin.server.passkey;

import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.simplesignin.server.id.SecretHash;

/// The id of a passkey, chosen by the authenticator: 16 to 1023 bytes (WebAuthn §4, "Credential ID"), base64url.
public record CredentialId(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{22,1364}");

    /// Refuses any other form with an [IllegalArgumentException] that does not repeat the value.
    public CredentialId {
        Objects.requireNonNull(value, "credentialId");
        if (!isCredentialId(value)) {
            throw new IllegalArgumentException("a credential id must be 16 to 1023 bytes of base64url");
        }
    }

    private static boolean isCredentialId(String text) {
        // One text for one id: the last character must not have bits that decode to nothing.
        return FORM.matcher(text).matches()
                && text.length() % 4 != 1
                && of(decode(text)).equals(text);
    }

    private static byte[] decode(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    private static String of(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// Returns the id that was sent, or empty where it is none.
    static Optional<CredentialId> parse(String sent) {
        return Optional.of(sent).filter(CredentialId::isCredentialId).map(CredentialId::new);
    }

    /// Returns the one of these bytes.
    public static CredentialId ofBytes(byte[] bytes) {
        return new CredentialId(of(bytes));
    }

    /// Returns its bytes.
    public byte[] bytes() {
        return decode(value);
    }

    /// Returns what names it in the audit log and in forms: 32 hexadecimal digits.
    public String fingerprint() {
        return SecretHash.of(value).hex().substring(0, 32);
    }

    @Override
    public String toString() {
        return "CredentialId[" + fingerprint() + "]";
    }
}
