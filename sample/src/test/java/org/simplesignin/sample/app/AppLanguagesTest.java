package org.simplesignin.sample.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.MalformedMessageException;
import org.simplesignin.sample.app.AppPage.Screen;

/// The app in every language of the platform: whole, in its place, and from right to left where that is how it is read.
@Tag("browser")
final class AppLanguagesTest extends WithApp {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\w+}");

    static Stream<String> languages() {
        return Stream.of(
                "ar", "de", "en-GB", "en-US", "es", "es-MX", "fr", "fr-CA", "he", "hi", "it", "ja", "ko", "nl", "pl",
                "pt-BR", "pt-PT", "sv", "tr");
    }

    private static Map<?, ?> messages(String language) throws IOException {
        String file = "/org/simplesignin/sample/app/messages/" + language + ".json";
        try (InputStream stream = AppLanguagesTest.class.getResourceAsStream(file)) {
            assertTrue(stream != null, file);
            return Json.read(stream.readAllBytes(), Map.class, 64 * 1024);
        } catch (MalformedMessageException e) {
            throw new IOException(file, e);
        }
    }

    /// Returns what must be the same in every language: for each key the placeholders.
    private static Map<String, List<String>> placeholders(Map<?, ?> messages) {
        Map<String, List<String>> all = new TreeMap<>();
        messages.forEach((key, text) -> {
            // A language may say "two seasons" without a number.
            String one = text instanceof Map<?, ?> forms ? (String) forms.get("other") : (String) text;
            all.put(
                    (String) key,
                    PLACEHOLDER
                            .matcher(one)
                            .results()
                            .map(found -> found.group())
                            .sorted()
                            .toList());
        });
        return all;
    }

    @Test
    void everyTextIsThereWithItsPlaceholdersAndPluralForms() throws Exception {
        app.open(Screen.SMALL_TV);
        for (String language : languages().toList()) {
            Map<?, ?> messages = messages(language);
            assertEquals(placeholders(messages("en-US")), placeholders(messages), language);
            List<?> forms = (List<?>) app.page.evaluate(
                    "(tag) => new Intl.PluralRules(tag).resolvedOptions().pluralCategories", language);
            assertEquals(new TreeSet<>(forms), new TreeSet<>(((Map<?, ?>) messages.get("series")).keySet()), language);
        }
    }

    @ParameterizedTest
    @MethodSource("languages")
    void everyScreenIsWholeOnASmallTv(String language) {
        look(Screen.SMALL_TV, language);
    }

    @ParameterizedTest
    @CsvSource({"ar", "de"})
    void everyScreenIsWholeOnATablet(String language) {
        look(Screen.UPRIGHT_TABLET, language);
    }

    private void look(Screen screen, String language) {
        app.open(screen, language);
        assertEquals(language, app.page.evaluate("() => document.documentElement.lang"));
        boolean rightToLeft = language.equals("ar") || language.equals("he");
        assertEquals(rightToLeft ? "rtl" : "ltr", app.page.evaluate("() => document.documentElement.dir"));
        check("sign-in", language);
        app.page.locator("button.plain").last().click();
        check("sign-up", language);
        app.page.locator("button.plain").last().click();
        app.signIn();
        check("home", language);
        app.card(0, 3).click();
        app.page.locator(".buttons").waitFor();
        check("title", language);
        app.press("Escape");
        app.page.locator(".who").click();
        app.page.locator(".sheet").waitFor();
        check("account", language);
    }

    private void check(String name, String language) {
        app.photograph(name + "-" + language);
        assertEquals(List.of(), app.page.evaluate(CUT_OFF), name);
        String said = app.page.locator("body").innerText();
        assertTrue(!said.contains("{") && !said.contains("undefined") && !said.contains("NaN"), said);
    }

    @Test
    void arrowsArePhysicalWhereOneReadsFromRightToLeft() {
        app.open(Screen.SMALL_TV, "ar");
        app.signIn();
        app.card(0, 0).focus();
        double first = app.card(0, 0).boundingBox().x;
        app.press("ArrowLeft");
        assertThat(app.card(0, 1)).isFocused();
        assertTrue(app.card(0, 1).boundingBox().x < first, "the second title stands to the left of the first");
        app.press("ArrowRight");
        assertThat(app.card(0, 0)).isFocused();
    }

    @ParameterizedTest
    @CsvSource({"de-AT,de", "pt,pt-BR", "en-NZ,en-GB", "zh-TW,en-US", "he-IL,he"})
    void languageThatIsNotThereIsThatOfItsNeighbours(String language, String spoken) {
        app.open(Screen.SMALL_TV, language);
        assertEquals(spoken, app.page.evaluate("() => document.documentElement.lang"));
    }

    @Test
    void appWaitsForItsWordsWhereTheyCannotBeFetched() {
        app.open(Screen.SMALL_TV);
        int[] tries = {0};
        app.page.route("**/messages/en-US.json", route -> {
            if (tries[0]++ == 0) {
                route.abort();
            } else {
                route.resume();
            }
        });
        app.forgiveErrors();
        app.page.reload();
        app.page.locator("input[name='loginName']").waitFor();
        app.forgiveErrors();
        assertEquals(2, tries[0]);
    }

    /// What is wider than its place or reaches out of the screen; names of people are cut with an ellipsis.
    private static final String CUT_OFF = """
            () => [...document.querySelectorAll("h1, h2, p, label span, button, form, .sheet, .corner")]
              .filter((e) => e.checkVisibility() && e.textContent !== "" && !e.matches(".who, .card"))
              .filter((e) => {
                const r = e.getBoundingClientRect();
                const outside = r.left < -1 || r.right > innerWidth + 1 || (e.matches("form, .sheet, .corner") && r.bottom > innerHeight + 1);
                return outside || e.scrollWidth > e.clientWidth + 1;
              })
              .map((e) => e.outerHTML.slice(0, 200))""";
}
