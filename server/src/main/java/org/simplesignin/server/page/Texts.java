package org.simplesignin.server.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.MalformedMessageException;

/// The texts of the pages in one language, from `messages/<language>.json`: whole sentences by key, in ICU
/// MessageFormat syntax, of which `{name}` is used. No sentence depends on a number, so that none needs the plural
/// rules of a language. Immutable.
final class Texts {
    private static final int MOST_BYTES = 256 * 1024;
    private static final Pattern ARGUMENT = Pattern.compile("\\{([A-Za-z]+)}");

    /// A part of a sentence: its own words, or the name of an argument.
    sealed interface Piece {
        record Words(String words) implements Piece {}

        record Argument(String name) implements Piece {}
    }

    private final String language;
    private final Map<String, List<Piece>> sentences;

    private Texts(String language, Map<String, List<Piece>> sentences) {
        this.language = language;
        this.sentences = sentences;
    }

    static Texts read(String language) {
        try (InputStream in = Texts.class.getResourceAsStream("messages/" + language + ".json")) {
            if (in == null) {
                throw new IllegalStateException("the messages of " + language + " are missing");
            }
            Map<String, List<Piece>> sentences = new LinkedHashMap<>();
            Map<?, ?> messages = Json.read(in.readAllBytes(), Map.class, MOST_BYTES);
            messages.forEach((key, sentence) -> sentences.put((String) key, pieces((String) sentence)));
            return new Texts(language, sentences);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("the messages of " + language + " are not strict JSON", e);
        }
    }

    private static List<Piece> pieces(String sentence) {
        List<Piece> pieces = new ArrayList<>();
        Matcher argument = ARGUMENT.matcher(sentence);
        int from = 0;
        while (argument.find()) {
            pieces.add(new Piece.Words(sentence.substring(from, argument.start())));
            pieces.add(new Piece.Argument(argument.group(1)));
            from = argument.end();
        }
        pieces.add(new Piece.Words(sentence.substring(from)));
        return List.copyOf(pieces);
    }

    /// Returns its BCP 47 tag.
    String language() {
        return language;
    }

    /// Returns whether there is such a sentence.
    boolean has(String key) {
        return sentences.containsKey(key);
    }

    /// Returns the sentence in pieces.
    List<Piece> sentence(String key) {
        List<Piece> pieces = sentences.get(key);
        if (pieces == null) {
            throw new IllegalArgumentException("there is no text " + key);
        }
        return pieces;
    }
}
