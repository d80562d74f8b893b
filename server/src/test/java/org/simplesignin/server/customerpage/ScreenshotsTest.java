package org.simplesignin.server.customerpage;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.simplesignin.server.testing.Chromium;

/// Takes a picture of every page, for people to look at, into the directory of `-Dscreenshots=…`: it judges nothing.
@Tag("browser")
@EnabledIfSystemProperty(named = "screenshots", matches = ".+")
@ExtendWith(Chromium.class)
final class ScreenshotsTest {
    private final Browser browser;

    ScreenshotsTest(Browser browser) {
        this.browser = browser;
    }

    @ParameterizedTest
    @CsvSource({"390,844,LIGHT", "390,844,DARK", "320,640,LIGHT", "1280,800,DARK", "1280,800,LIGHT"})
    void everyPageIsDrawn(int width, int height, ColorScheme scheme, @TempDir Path directory) {
        try (Household household = Household.friendly(directory);
                BrowserContext window = household.window(browser, width, height, scheme)) {
            Page page = window.newPage();
            for (String path : household.paths()) {
                page.navigate(path);
                String name = path.replaceAll("[0-9a-f]{32}", "x").replace("/", "_");
                Chromium.picture(
                        page,
                        "%s-%dx%d-%s"
                                .formatted(name, width, height, scheme.name().toLowerCase(Locale.ROOT)));
            }
        }
    }
}
