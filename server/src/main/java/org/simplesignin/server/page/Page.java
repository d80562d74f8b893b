package org.simplesignin.server.page;

import gg.jte.Content;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What every template is given: texts, assets, and the request it answers.
public final class Page {
    private static final String MOMENT = "d MMM yyyy, HH:mm 'UTC'";
    private static final String DAY = "d MMM yyyy";
    /// Controls, bidi marks, embeddings, overrides and isolates, line separators. Joiners stay: scripts and emoji
    /// need them.
    private static final Pattern UNSEEN =
            Pattern.compile("[\\p{Cc}\\u061C\\u200E\\u200F\\u2028-\\u202E\\u2066-\\u2069\\uFEFF]");
    private static final String ISOLATE = "\u2068";
    private static final String END_OF_ISOLATE = "\u2069";

    private final Texts texts;
    private final Assets assets;
    private final String path;
    private final Optional<Visit> visit;
    private final @Nullable String notice;

    Page(Texts texts, Assets assets, String path, Optional<Visit> visit, @Nullable String notice) {
        this.texts = texts;
        this.assets = assets;
        this.path = path;
        this.visit = visit;
        this.notice = notice;
    }

    /// Returns the language of the texts.
    public String language() {
        return texts.language();
    }

    /// Returns whether a customer is signed in.
    public boolean isSignedIn() {
        return visit.isPresent() && visit.get().viewer().isPresent();
    }

    /// Returns whether this is the page at `path` or below it, for the mark in the navigation.
    public boolean isAt(String part) {
        return path.equals(part) || (part.length() > 1 && path.startsWith(part + "/"));
    }

    /// Returns the key of the text that says what was just done, or null.
    public @Nullable String notice() {
        return notice;
    }

    /// Returns the URL of this asset.
    public String asset(String name) {
        return assets.path(name);
    }

    /// Returns the hidden field that every form begins with.
    public Content csrf() {
        String token = visit.orElseThrow(() -> new IllegalStateException("a page with a form goes through the guard"))
                .csrf()
                .value();
        // Letters, digits, '-' and '_' only: see CsrfToken.
        return output -> output.writeContent("<input type=\"hidden\" name=\"csrf\" value=\"" + token + "\">");
    }

    /// Returns whether there is such a text.
    public boolean has(String key) {
        return texts.has(key);
    }

    /// Returns the text for the body of a page. Arguments are pairs of name and value: each stands in a `<bdi>`, so
    /// that a name which runs from right to left turns nothing around; an [Instant] becomes a `<time>`, and what is
    /// [Content] is written as it is.
    public Content say(String key, Object... arguments) {
        Map<String, Object> values = pairs(key, arguments);
        return output -> {
            for (Texts.Piece piece : texts.sentence(key)) {
                switch (piece) {
                    case Texts.Piece.Words words -> output.writeUserContent(words.words());
                    case Texts.Piece.Argument argument -> output.writeUserContent(shown(value(key, argument, values)));
                }
            }
        };
    }

    private Content shown(Object value) {
        return switch (value) {
            case Content content -> content;
            case Instant time -> time(time);
            default ->
                output -> {
                    output.writeContent("<bdi>");
                    output.writeUserContent(cleaned(value.toString()));
                    output.writeContent("</bdi>");
                };
        };
    }

    /// Returns a name that somebody else chose, isolated.
    public Content name(String name) {
        return shown(name);
    }

    /// Returns the text for an attribute or the title: arguments are isolated by characters.
    public String text(String key, Object... arguments) {
        Map<String, Object> values = pairs(key, arguments);
        StringBuilder text = new StringBuilder();
        for (Texts.Piece piece : texts.sentence(key)) {
            switch (piece) {
                case Texts.Piece.Words words -> text.append(words.words());
                case Texts.Piece.Argument argument -> {
                    Object value = value(key, argument, values);
                    text.append(ISOLATE).append(cleaned(value.toString())).append(END_OF_ISOLATE);
                }
            }
        }
        return text.toString();
    }

    /// Returns this moment, in UTC; the script of the page turns it into the reader's own time.
    public Content time(Instant time) {
        return element(time, "", MOMENT);
    }

    /// Returns the day of this moment, where nobody needs to know more.
    public Content day(Instant time) {
        return element(time, " class=\"day\"", DAY);
    }

    private Content element(Instant time, String attribute, String pattern) {
        return output -> {
            output.writeContent("<time datetime=\"" + time.truncatedTo(ChronoUnit.SECONDS) + "\"" + attribute + ">");
            output.writeUserContent(written(time, pattern));
            output.writeContent("</time>");
        };
    }

    private String written(Instant time, String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.forLanguageTag(language()))
                .format(time.atOffset(ZoneOffset.UTC));
    }

    /// Returns a name without what is not seen: control characters, and those that turn the direction of others.
    private static String cleaned(String name) {
        return UNSEEN.matcher(name).replaceAll("");
    }

    private static Object value(String key, Texts.Piece.Argument argument, Map<String, Object> values) {
        Object value = values.get(argument.name());
        if (value == null) {
            throw new IllegalArgumentException("the text " + key + " needs " + argument.name());
        }
        return value;
    }

    private static Map<String, Object> pairs(String key, Object... arguments) {
        if (arguments.length % 2 != 0) {
            throw new IllegalArgumentException("the text " + key + " takes pairs of name and value");
        }
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            values.put((String) arguments[i], arguments[i + 1]);
        }
        return values;
    }
}
