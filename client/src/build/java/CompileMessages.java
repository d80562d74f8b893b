import com.ibm.icu.text.MessagePattern;
import com.ibm.icu.text.MessagePattern.Part;
import com.ibm.icu.text.PluralRules;
import com.ibm.icu.util.ULocale;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.simplesignin.protocol.Json;

/// Part of the build: reads the message files with ICU's own parser, judges them, and writes what the pages load.
///
/// So a weak TV parses no patterns and the daemon carries no ICU (15 MB on disk, 35 MB resident): the pages walk these
/// trees and take plural rules, numbers and dates from the browser's ICU. A message is a text, or a list of parts:
///
/// | part | for |
/// |---|---|
/// | text | text |
/// | `{"a": name}` | `{name}` |
/// | `{"n": name, "o": offset}` | `{name, number}`, and `#` in a plural |
/// | `{"d": name, "y": style}` | `{name, date, style}` |
/// | `{"p": name, "o": offset, "f": {form: message}}` | `{name, plural, …}` |
/// | `{"s": name, "f": {form: message}}` | `{name, select, …}` |
///
/// Beside them it writes two pseudo-locales: `en-XA`, longer by two fifths and accented, and `ar-XB`, mirrored.
final class CompileMessages {
    private static final int MOST_BYTES = 64 * 1024;
    private static final String SOURCE_LANGUAGE = "en-US";
    private static final String PLAIN = "AEIOUYaceinosuyz";
    private static final String ACCENTED = "ÅÉÎÖÛÝåçéîñöšûýž";

    private final MessagePattern pattern;
    private final String language;

    private CompileMessages(String language, String message) {
        this.language = language;
        this.pattern = new MessagePattern(message);
    }

    /// `CompileMessages SOURCES TARGET`: directories of `<language>.json` files.
    public static void main(String[] args) throws Exception {
        Path sources = Path.of(args[0]);
        Path target = Path.of(args[1]);
        Files.createDirectories(target);
        Map<?, ?> english = read(sources.resolve(SOURCE_LANGUAGE + ".json"));
        try (Stream<Path> files = Files.list(sources)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                String language = file.getFileName().toString().replace(".json", "");
                Map<Object, Object> messages = new LinkedHashMap<>(english);
                // A message that is not translated yet is shown in English rather than not at all; a test counts them.
                messages.putAll(read(file));
                Files.write(target.resolve(file.getFileName()), Json.write(compiled(language, messages)));
            }
        }
        Map<String, Object> trees = compiled(SOURCE_LANGUAGE, english);
        Files.write(target.resolve("en-XA.json"), Json.write(eachText(trees, CompileMessages::longer)));
        Files.write(target.resolve("ar-XB.json"), Json.write(eachText(trees, CompileMessages::mirrored)));
    }

    private static Map<?, ?> read(Path file) throws Exception {
        return Json.read(Files.readAllBytes(file), Map.class, MOST_BYTES);
    }

    private static Map<String, Object> compiled(String language, Map<?, ?> messages) {
        Map<String, Object> trees = new LinkedHashMap<>();
        messages.forEach((key, message) -> {
            try {
                trees.put(key.toString(), new CompileMessages(language, message.toString()).whole());
            } catch (RuntimeException e) {
                throw new IllegalArgumentException(language + " " + key + ": " + e.getMessage(), e);
            }
        });
        return trees;
    }

    private Object whole() {
        return message(0, null, 0);
    }

    /// The message that starts at a part, within the plural whose number `#` stands for.
    private Object message(int start, String number, int offset) {
        List<Object> parts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        int limit = pattern.getLimitPartIndex(start);
        int from = pattern.getPart(start).getLimit();
        for (int i = start + 1; i <= limit; i++) {
            Part part = pattern.getPart(i);
            text.append(pattern.getPatternString(), from, part.getIndex());
            from = part.getLimit();
            switch (part.getType()) {
                case INSERT_CHAR -> text.append((char) part.getValue());
                case REPLACE_NUMBER -> flush(text, parts).add(part("n", number, "o", offset));
                case ARG_START -> {
                    flush(text, parts).add(argument(i));
                    i = pattern.getLimitPartIndex(i);
                    from = pattern.getPart(i).getLimit();
                }
                default -> {}
            }
        }
        flush(text, parts);
        return parts.isEmpty() ? "" : parts.size() == 1 && parts.get(0) instanceof String ? parts.get(0) : parts;
    }

    /// In this order, so that two builds write the same bytes.
    private static Map<String, Object> part(String name, Object value, String otherName, Object otherValue) {
        Map<String, Object> part = new LinkedHashMap<>();
        part.put(name, value);
        part.put(otherName, otherValue);
        return part;
    }

    private static List<Object> flush(StringBuilder text, List<Object> parts) {
        if (!text.isEmpty()) {
            parts.add(text.toString());
            text.setLength(0);
        }
        return parts;
    }

    private Map<String, Object> argument(int start) {
        Part name = pattern.getPart(start + 1);
        if (name.getType() != Part.Type.ARG_NAME) {
            throw new IllegalArgumentException("arguments have names, not numbers");
        }
        String argument = pattern.getSubstring(name);
        return switch (pattern.getPart(start).getArgType()) {
            case NONE -> Map.of("a", argument);
            case SIMPLE -> simple(start, argument);
            case PLURAL -> plural(start, argument);
            case SELECT -> select(start, argument);
            case CHOICE, SELECTORDINAL -> throw new IllegalArgumentException("use plural or select");
        };
    }

    private Map<String, Object> simple(int start, String argument) {
        String type = pattern.getSubstring(pattern.getPart(start + 2));
        Part style = pattern.getPart(start + 3);
        String name = style.getType() == Part.Type.ARG_STYLE
                ? pattern.getSubstring(style).strip()
                : "";
        return switch (type + " " + name) {
            case "number " -> part("n", argument, "o", 0);
            case "date short", "date medium", "date long" -> part("d", argument, "y", name);
            default ->
                throw new IllegalArgumentException("{" + argument + ", " + type + ", " + name + "} is not used here");
        };
    }

    private Map<String, Object> plural(int start, String argument) {
        int first = start + 2;
        int offset = 0;
        if (pattern.getPartType(first).hasNumericValue()) {
            offset = (int) pattern.getNumericValue(pattern.getPart(first));
            first++;
        }
        Map<String, Object> forms = forms(first, pattern.getLimitPartIndex(start), argument, offset);
        var needed = new TreeSet<>(
                PluralRules.forLocale(ULocale.forLanguageTag(language)).getKeywords());
        needed.removeAll(forms.keySet());
        if (isRomance()) {
            needed.remove("many"); // of millions: no text here counts that far
        }
        if (!needed.isEmpty()) {
            throw new IllegalArgumentException("{" + argument + ", plural} lacks " + needed);
        }
        Map<String, Object> plural = part("p", argument, "f", forms);
        plural.put("o", offset);
        return plural;
    }

    private boolean isRomance() {
        return List.of("es", "fr", "it", "pt")
                .contains(ULocale.forLanguageTag(language).getLanguage());
    }

    private Map<String, Object> select(int start, String argument) {
        return part("s", argument, "f", forms(start + 2, pattern.getLimitPartIndex(start), null, 0));
    }

    private Map<String, Object> forms(int first, int limit, String number, int offset) {
        Map<String, Object> forms = new LinkedHashMap<>();
        for (int i = first; i < limit; i++) {
            String form = pattern.getSubstring(pattern.getPart(i));
            i++;
            if (pattern.getPartType(i).hasNumericValue()) {
                i++; // the number of a form such as =0
            }
            forms.put(form, message(i, number, offset));
            i = pattern.getLimitPartIndex(i);
        }
        return forms;
    }

    private interface Change {
        String of(String text);
    }

    private static Map<String, Object> eachText(Map<String, Object> messages, Change change) {
        Map<String, Object> changed = new LinkedHashMap<>();
        messages.forEach((key, tree) -> changed.put(key, changed(tree, change)));
        return changed;
    }

    private static Object changed(Object tree, Change change) {
        // Java 17: with a JAVA_HOME of 25 the build still runs this with the first java of the path.
        if (tree instanceof String text) {
            return change.of(text);
        }
        if (tree instanceof List<?> parts) {
            return parts.stream().map(part -> changed(part, change)).toList();
        }
        if (tree instanceof Map<?, ?> part && part.get("f") instanceof Map<?, ?> forms) {
            return withForms(part, forms, change);
        }
        return tree;
    }

    private static Object withForms(Map<?, ?> part, Map<?, ?> forms, Change change) {
        Map<Object, Object> others = new LinkedHashMap<>(forms);
        others.replaceAll((form, message) -> changed(message, change));
        Map<Object, Object> result = new LinkedHashMap<>(part);
        result.put("f", others);
        return result;
    }

    /// Accents what can be, and adds two letters to every five.
    private static String longer(String text) {
        StringBuilder longer = new StringBuilder();
        int letters = 0;
        for (char c : text.toCharArray()) {
            int plain = PLAIN.indexOf(c);
            char accented = plain < 0 ? c : ACCENTED.charAt(plain);
            longer.append(accented);
            letters += 2;
            if (Character.isLetter(c) && letters >= 5) {
                longer.append(accented);
                letters -= 5;
            }
        }
        return longer.toString();
    }

    /// Shows each text from right to left, by an override that ends with it.
    private static String mirrored(String text) {
        return text.isBlank() ? text : "\u202e" + text + "\u202c";
    }
}
