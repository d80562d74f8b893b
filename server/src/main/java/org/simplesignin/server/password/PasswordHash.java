package org.simplesignin.server.password;

import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A hashed password with all that it takes to check one against it, so that costs can be raised later without asking
/// anybody. Written as `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>`. Prints as `[redacted]`.
public final class PasswordHash {
    private static final Pattern FORM = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=([0-9]{1,7}),t=([0-9]{1,3}),p=([0-9]{1,2})\\$([A-Za-z0-9+/]{22,86})\\$([A-Za-z0-9+/]{43,86})");

    private final Cost cost;
    private final byte[] salt;
    private final byte[] hash;

    /// What a hash costs.
    ///
    /// @param memoryKib memory in KiB, 8 to 1,048,576
    /// @param passes 1 to 100
    /// @param lanes 1 to 16
    record Cost(int memoryKib, int passes, int lanes) {
        Cost {
            if (memoryKib < 8 || memoryKib > 1_048_576 || passes < 1 || passes > 100 || lanes < 1 || lanes > 16) {
                throw new IllegalArgumentException("the cost of a password hash is out of bounds");
            }
        }
    }

    PasswordHash(Cost cost, byte[] salt, byte[] hash) {
        this.cost = cost;
        this.salt = salt;
        this.hash = hash;
    }

    /// Returns the hash that was written so.
    ///
    /// @throws IllegalArgumentException where it was not; the text is not repeated
    public static PasswordHash parse(String written) {
        Matcher matcher = FORM.matcher(written);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a stored password hash has not the form of one");
        }
        Cost cost = new Cost(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)));
        Base64.Decoder base64 = Base64.getDecoder();
        return new PasswordHash(cost, base64.decode(matcher.group(4)), base64.decode(matcher.group(5)));
    }

    /// Returns it as it is stored.
    public String written() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + cost.memoryKib() + ",t=" + cost.passes() + ",p=" + cost.lanes() + "$"
                + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }

    Cost cost() {
        return cost;
    }

    byte[] salt() {
        return salt;
    }

    byte[] hash() {
        return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PasswordHash that && written().equals(that.written());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hash);
    }

    @Override
    public String toString() {
        return "PasswordHash[redacted]";
    }
}
