package org.simplesignin.server.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Values that are planted where personal ones belong, and looked for where none may be: as they are, in UTF-16, and
/// each of these in hexadecimal and in Base64 at any alignment.
public final class Canaries {
    private final Map<String, Set<String>> forms = new LinkedHashMap<>();

    /// Plants this value, at least eight characters, which occurs nowhere else; returns it.
    public String plant(String value) {
        if (value.length() < 8) {
            throw new IllegalArgumentException("a short value may occur by chance");
        }
        Set<String> all = new LinkedHashSet<>();
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            byte[] bytes = value.getBytes(charset);
            all.add(new String(bytes, StandardCharsets.ISO_8859_1));
            String hex = HexFormat.of().formatHex(bytes);
            all.add(hex);
            all.add(hex.toUpperCase(Locale.ROOT));
            for (int shift = 0; shift < 3; shift++) {
                all.addAll(base64(bytes, shift));
            }
        }
        forms.put(value, all);
        return value;
    }

    /// Returns what of the bytes stays the same in Base64, whatever stands around them.
    private static List<String> base64(byte[] bytes, int shift) {
        byte[] shifted = new byte[shift + bytes.length];
        System.arraycopy(bytes, 0, shifted, shift, bytes.length);
        String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        String inner = encoded.substring(shift == 0 ? 0 : shift + 1, shifted.length / 3 * 4);
        return List.of(inner, inner.replace('+', '-').replace('/', '_'));
    }

    /// Returns the values that occur in these bytes in any form.
    public List<String> in(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return forms.entrySet().stream()
                .filter(value -> value.getValue().stream().anyMatch(text::contains))
                .map(Map.Entry::getKey)
                .toList();
    }

    /// Returns the values that occur in this text.
    public List<String> in(String text) {
        return in(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Returns `file: value` for each value that occurs in a file of this directory or below it.
    public List<String> inFilesOf(Path directory) {
        List<String> found = new ArrayList<>();
        try (var files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                in(Files.readAllBytes(file)).forEach(value -> found.add(file.getFileName() + ": " + value));
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Makes a backup of the server's database, as operators do.
    public static void backUp(Path directory, Path backups) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("server.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("VACUUM INTO '" + backups.resolve("server.db") + "'");
        }
    }

    /// Returns every form that is looked for, so that a test can show that looking finds.
    public List<String> forms() {
        return forms.values().stream().flatMap(Set::stream).toList();
    }

    @Override
    public String toString() {
        return Arrays.toString(forms.keySet().toArray());
    }
}
