package org.simplesignin.client.shell.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ibm.icu.text.MessagePattern;
import com.ibm.icu.text.MessagePattern.Part;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every language's texts against English: whole, with the same arguments, short enough, and set as its readers expect.
/// Grammar and plural forms are judged by the build, which would not have come this far.
class MessagesTest {
    private static final int MOST_WORDS = 45;
    private static final List<String> CONSENT = List.of("consent.title", "consent.account", "consent.text");
    private static final Pattern ARGUMENT = Pattern.compile("\\{[a-z]+}");

    private static final Pattern JAPANESE = Pattern.compile("[\\p{IsHiragana}\\p{IsKatakana}\\p{IsHan}ー]");

    static List<String> translations() {
        return Messages.languages().stream()
                .filter(language -> !language.startsWith("en"))
                .toList();
    }

    static List<String> languages() {
        return Messages.languages();
    }

    @Test
    void thereAreNineteenLanguages() {
        assertEquals(
                Set.of(
                        "ar", "de", "en-GB", "en-US", "es", "es-MX", "fr", "fr-CA", "he", "hi", "it", "ja", "ko", "nl",
                        "pl", "pt-BR", "pt-PT", "sv", "tr"),
                Set.copyOf(languages()));
    }

    @ParameterizedTest
    @MethodSource("languages")
    void languageHasEveryMessageAndNoOther(String language) {
        Set<String> there = new TreeSet<>(Messages.all().get(language).keySet());
        assertEquals(new TreeSet<>(Messages.english().keySet()), there);
    }

    @ParameterizedTest
    @MethodSource("languages")
    void everyMessageHasTheArgumentsOfTheEnglishOne(String language) {
        Messages.english()
                .forEach((key, english) -> assertEquals(
                        arguments(english),
                        arguments(Messages.all().get(language).get(key)),
                        language + " " + key));
    }

    /// Each argument with what is done with it: `{linked, date, medium}` is not `{linked}`.
    private static Set<String> arguments(String message) {
        MessagePattern pattern = new MessagePattern(message);
        Set<String> arguments = new TreeSet<>();
        for (int i = 0; i < pattern.countParts(); i++) {
            Part part = pattern.getPart(i);
            if (part.getType() == Part.Type.ARG_START) {
                arguments.add(part.getArgType() + " " + pattern.getSubstring(pattern.getPart(i + 1)));
            }
        }
        return arguments;
    }

    @ParameterizedTest
    @MethodSource("translations")
    void nothingIsLeftInEnglish(String language) {
        Set<String> same = new TreeSet<>();
        Messages.english().forEach((key, english) -> {
            if (english.equals(Messages.all().get(language).get(key))) {
                same.add(key);
            }
        });
        same.removeAll(Set.of("platform.name", "settings.title", "app.frame"));
        // Words that the two languages share.
        same.removeAll(
                switch (language) {
                    case "it" -> Set.of("app.home", "settings.privacy", "selection.list");
                    case "nl" -> Set.of("settings.privacy", "selection.list");
                    default -> Set.of();
                });
        assertEquals(Set.of(), same);
    }

    @ParameterizedTest
    @MethodSource("languages")
    void consentHasAtMost45WordsWithEveryNameAsOne(String language) {
        Map<String, String> messages = Messages.all().get(language);
        String whole = ARGUMENT.matcher(
                        String.join(" ", CONSENT.stream().map(messages::get).toList()) + " {name}")
                .replaceAll("Name");
        double words = words(whole);
        assertTrue(words <= MOST_WORDS, () -> words + " words: " + whole);
    }

    /// Japanese writes no spaces: five of its characters say what two English words do.
    private static double words(String text) {
        String spaced = JAPANESE.matcher(text).replaceAll(" ");
        long words = Arrays.stream(spaced.split("[\\s\\u00a0\\u202f]+", -1))
                .filter(word -> word.codePoints().anyMatch(Character::isLetter))
                .count();
        return words + JAPANESE.matcher(text).results().count() / 2.5;
    }

    @ParameterizedTest
    @MethodSource("languages")
    void consentSaysAllOfIt(String language) {
        Map<String, String> messages = Messages.all().get(language);
        String text = messages.get("consent.text");
        assertTrue(text.contains("{app}") && text.contains("{customer}"), text);
        // Where to undo it is called what it is called on the way there.
        assertTrue(text.contains(messages.get("home.settings")), text);
        assertTrue(text.contains(messages.get("settings.title")), text);
        assertFalse(messages.get("consent.allow").equals(messages.get("consent.notNow")));
    }

    @ParameterizedTest
    @MethodSource("languages")
    void typographyIsThatOfPrint(String language) {
        Messages.all().get(language).forEach((key, message) -> {
            String text = ARGUMENT.matcher(message).replaceAll("x");
            for (String wrong : List.of("...", "  ", "'", "\"", " ,", " .", "--")) {
                assertFalse(text.contains(wrong), () -> key + " has <" + wrong + ">: " + message);
            }
            assertEquals(message.strip(), message, key);
            boolean french = language.startsWith("fr");
            assertFalse(
                    text.matches("(?s).*" + (french ? "[^\\u202f\\u00a0] " : " ") + "[?!:;].*") && !french,
                    () -> key + ": " + message);
            if (language.equals("fr")) {
                assertFalse(text.matches("(?s).*[^\\u202f][?!;].*"), () -> key + " wants a narrow space: " + message);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("languages")
    void sentencesEndAndQuestionsAskAsInEnglish(String language) {
        Messages.english().forEach((key, english) -> {
            String message = Messages.all().get(language).get(key);
            assertEquals(ending(english), ending(message), () -> key + ": " + message);
        });
    }

    private static String ending(String message) {
        return switch (message.charAt(message.length() - 1)) {
            case '.', '。', '।' -> "sentence";
            case '?', '？', '؟' -> "question";
            case '…' -> "under way";
            default -> "phrase";
        };
    }
}
