package org.simplesignin.client.shell.pages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.MalformedMessageException;

/// The message files as their authors write them.
final class Messages {
    static final String ENGLISH = "en-US";

    private static final Path FOLDER =
            Path.of(System.getProperty("root.dir", ".."), "client", "src", "main", "messages");

    private static final Map<String, Map<String, String>> ALL = read();

    private Messages() {}

    /// Returns every language's messages, by its tag.
    static Map<String, Map<String, String>> all() {
        return ALL;
    }

    private static Map<String, Map<String, String>> read() {
        Map<String, Map<String, String>> all = new TreeMap<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.toList()) {
                all.put(file.getFileName().toString().replace(".json", ""), read(file));
            }
        } catch (IOException | MalformedMessageException e) {
            throw new AssertionError(e);
        }
        return all;
    }

    static Map<String, String> english() {
        return all().get(ENGLISH);
    }

    static List<String> languages() {
        return List.copyOf(all().keySet());
    }

    private static Map<String, String> read(Path file) throws IOException, MalformedMessageException {
        Map<?, ?> read = Json.read(Files.readAllBytes(file), Map.class, 64 * 1024);
        Map<String, String> messages = new LinkedHashMap<>();
        read.forEach((key, message) -> messages.put(key.toString(), message.toString()));
        return messages;
    }
}
