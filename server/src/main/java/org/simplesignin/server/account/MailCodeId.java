package org.simplesignin.server.account;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;
import java.util.regex.Pattern;

/// Names a mailed code, so that it can be tried: 128 random bits, known only to the browser that asked for it.
public record MailCodeId(String value) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");
    private static final int BYTES = 16;

    /// Refuses any other form with an [IllegalArgumentException] that does not repeat the value.
    public MailCodeId {
        Objects.requireNonNull(value, "mailCodeId");
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a mail code's id must be 32 hexadecimal digits");
        }
    }

    static MailCodeId generate(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return ofBytes(bytes);
    }

    /// Returns the one of these 16 bytes.
    public static MailCodeId ofBytes(byte[] bytes) {
        return new MailCodeId(HexFormat.of().formatHex(bytes));
    }

    /// Returns its 16 bytes.
    public byte[] bytes() {
        return HexFormat.of().parseHex(value);
    }
}
