package org.simplesignin.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.MalformedMessageException;

/// The members of one JSON object of a configuration file. Each is taken by name; [#end] refuses what nobody took,
/// because a misspelt `"blocked"` must not be ignored. Not thread-safe.
public final class Fields {
    /// The largest configuration file, in bytes.
    public static final int MOST_BYTES = 1024 * 1024;

    private final String place;
    private final Map<?, ?> members;
    private final Set<String> taken = new HashSet<>();

    private Fields(String place, Map<?, ?> members) {
        this.place = place;
        this.members = members;
    }

    /// Reads a file whose top is an object.
    ///
    /// @throws UnusableConfigurationException where it cannot be read or is not strict JSON of at most 1 MiB
    public static Fields read(Path file) {
        String name = String.valueOf(file.getFileName());
        try {
            // One byte more than allowed is enough to know, and keeps an endless file from filling the memory.
            byte[] bytes;
            try (var in = Files.newInputStream(file)) {
                bytes = in.readNBytes(MOST_BYTES + 1);
            }
            return new Fields(name, Json.read(bytes, Map.class, MOST_BYTES));
        } catch (NoSuchFileException e) {
            throw new UnusableConfigurationException(
                    name + ": there is no file " + file + "; create it or name another", e);
        } catch (IOException e) {
            throw new UnusableConfigurationException(name + ": cannot read " + file + "; check its permissions", e);
        } catch (MalformedMessageException e) {
            throw new UnusableConfigurationException(
                    name + ": not a JSON object in UTF-8 of at most 1 MiB without duplicate members", e);
        }
    }

    /// Returns the mandatory text, not blank, of at most `most` characters.
    public String text(String name, int most) {
        Object value = take(name);
        if (value == null) {
            throw problem(name, "is missing");
        }
        if (!(value instanceof String text) || text.isBlank() || text.length() > most) {
            throw problem(name, "must be a text of 1 to " + most + " characters, not blank");
        }
        return text;
    }

    /// Returns the mandatory text, which must also pass `test`.
    public String text(String name, int most, Predicate<String> test, String rule) {
        String text = text(name, most);
        if (!test.test(text)) {
            throw problem(name, rule);
        }
        return text;
    }

    /// Returns the text, or null where there is none.
    public @Nullable String optionalText(String name, int most) {
        return members.get(name) == null ? skip(name) : text(name, most);
    }

    /// Returns the mandatory whole number from `least` to `most`, both inclusive.
    public int number(String name, int least, int most) {
        Object value = take(name);
        if (value == null) {
            throw problem(name, "is missing");
        }
        if (!(value instanceof Integer number) || number < least || number > most) {
            throw problem(name, "must be a whole number from " + least + " to " + most);
        }
        return number;
    }

    /// Returns the flag, or `otherwise` where there is none.
    public boolean flag(String name, boolean otherwise) {
        Object value = take(name);
        if (value == null) {
            return otherwise;
        }
        if (!(value instanceof Boolean flag)) {
            throw problem(name, "must be true or false");
        }
        return flag;
    }

    /// Returns the texts of a list, none where it is missing.
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Object value : list(name)) {
            if (!(value instanceof String text)) {
                throw problem(name, "must be a list of texts");
            }
            texts.add(text);
        }
        return texts;
    }

    /// Returns the objects of a list, none where it is missing.
    public List<Fields> objects(String name) {
        List<Fields> objects = new ArrayList<>();
        int index = 0;
        for (Object value : list(name)) {
            String at = place + ": " + name + "[" + index++ + "]";
            if (!(value instanceof Map<?, ?> map)) {
                throw new UnusableConfigurationException(at + " must be an object");
            }
            objects.add(new Fields(at, map));
        }
        return objects;
    }

    /// Refuses members that nobody took.
    public void end() {
        for (Object name : members.keySet()) {
            if (!taken.contains(String.valueOf(name))) {
                throw new UnusableConfigurationException(place + ": there is no member of the name \"" + printable(name)
                        + "\"; known are " + taken.stream().sorted().toList());
            }
        }
    }

    /// Returns the refusal of one member: the place, the name and the rule, never the value.
    public UnusableConfigurationException problem(String name, String rule) {
        return new UnusableConfigurationException(place + "." + name + " " + rule);
    }

    private List<?> list(String name) {
        Object value = take(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw problem(name, "must be a list");
        }
        return list;
    }

    private @Nullable Object take(String name) {
        taken.add(name);
        return members.get(name);
    }

    private @Nullable String skip(String name) {
        taken.add(name);
        return null;
    }

    private static String printable(Object name) {
        String text = String.valueOf(name).replaceAll("[^\\x20-\\x7e]", "?");
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
