package org.simplesignin.client.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.client.testing.RawHttp.Reply;
import org.simplesignin.client.testing.TestDevice;
import org.simplesignin.client.theme.Theme;
import org.simplesignin.client.theme.ThemeFile;

final class LookRoutesTest {
    @TempDir
    private Path directory;

    private static Reply get(TestDevice device, String path) throws Exception {
        return device.request("GET", path).send();
    }

    private static String policy(Reply page) {
        return String.valueOf(page.header("Content-Security-Policy"));
    }

    @Test
    void withoutAThemeTheStyleSheetIsEmptyAndThereIsNoPreview() throws Exception {
        try (TestDevice device = new TestDevice(directory)) {
            Reply css = get(device, "/shell/theme.css");
            assertEquals(200, css.status());
            assertEquals("", css.body());
            assertEquals("text/css; charset=utf-8", css.header("Content-Type"));
            assertEquals(404, get(device, "/shell/theme/mark.svg").status());
            assertEquals(404, get(device, "/preview").status());
            assertEquals(404, get(device, "/preview/dialog").status());
            assertEquals(404, get(device, "/shell/pages/preview.html").status());
        }
    }

    @Test
    void themeIsServedWithItsFiles() throws Exception {
        Files.writeString(directory.resolve("ours.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"ours\"/>");
        Files.writeString(directory.resolve("brand.woff2"), "wOF2");
        Theme theme = ThemeFile.read(Files.writeString(directory.resolve("theme.json"), """
                {"corner": 4, "mark": "ours.svg", "fontFiles": [{"family": "Brand", "file": "brand.woff2", "weight": 400}]}"""));
        try (TestDevice device = new TestDevice(directory)) {
            device.restart(new Look(theme, false));
            assertTrue(get(device, "/shell/theme.css").body().contains("--corner: calc(4 * var(--dp))"));
            assertTrue(get(device, "/shell/pages/mark.svg").body().contains("id=\"ours\""));
            Reply font = get(device, "/shell/theme/font-1.woff2");
            assertEquals("font/woff2", font.header("Content-Type"));
            assertEquals("wOF2", font.body());
            assertEquals(404, get(device, "/shell/theme/theme.json").status());
            // A path that two readers could read differently reaches no route.
            assertEquals(400, get(device, "/shell/theme/%2e%2e").status());
            assertTrue(policy(get(device, "/dialog")).contains("font-src 'self'"));
        }
    }

    @Test
    void previewIsServedWhereItIsTurnedOnAndFramedByNobodyElse() throws Exception {
        try (TestDevice device = new TestDevice(directory)) {
            device.restart(new Look(Theme.NONE, true));
            for (String path : new String[] {"/preview", "/preview/dialog"}) {
                Reply page = get(device, path);
                assertEquals(200, page.status());
                assertTrue(policy(page).contains("frame-ancestors 'self'"));
                assertTrue(policy(page).contains("default-src 'none'"));
            }
            assertEquals(204, device.openShell().get("/shell/dialog").status());
        }
    }
}
