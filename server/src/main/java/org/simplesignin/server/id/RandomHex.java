package org.simplesignin.server.id;

import java.util.HexFormat;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// 128 random bits as 32 lower-case hexadecimal digits: the form of this server's own ids.
final class RandomHex {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");
    private static final int BYTES = 16;

    private RandomHex() {}

    static String generate(RandomGenerator secureRandom) {
        byte[] bytes = new byte[BYTES];
        secureRandom.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    static String require(String name, String value) {
        Objects.requireNonNull(value, name);
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(name + " must be 32 lower-case hexadecimal digits");
        }
        return value;
    }
}
