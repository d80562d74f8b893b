package org.simplesignin.client.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.client.testing.RawHttp;
import org.simplesignin.client.testing.RawHttp.Reply;
import org.simplesignin.client.testing.ShellPage;
import org.simplesignin.client.testing.TestDevice;

final class PageRoutesTest {
    private static final String FORM = "application/x-www-form-urlencoded";

    private TestDevice device;
    private ShellPage shell;

    @BeforeEach
    void open(@TempDir Path directory) throws Exception {
        device = new TestDevice(directory, List.of("alice", "bob"));
        shell = device.openShell();
    }

    @AfterEach
    void stop() {
        device.close();
    }

    private Reply openWith(@Nullable String origin, String form) throws Exception {
        return device.request("POST", "/shell")
                .header("Origin", origin)
                .body(FORM, form)
                .send();
    }

    private String key() {
        return "shellKey=" + device.client().shellKey();
    }

    @Test
    void embedderOpensTheShell() throws Exception {
        Reply reply = openWith(TestDevice.EMBEDDER, key());
        assertEquals(200, reply.status());
        assertEquals("text/html; charset=utf-8", reply.header("Content-Type"));
        assertFalse(reply.body().contains("{{"), "a placeholder is left");
        assertEquals("nosniff", reply.header("X-Content-Type-Options"));
        assertEquals("no-referrer", reply.header("Referrer-Policy"));
        assertEquals(
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; frame-src 'self'"
                        + " http://sample.localhost:8602 http://sample.tv-1.localhost:8602 https://other.example;"
                        + " frame-ancestors 'self' http://simple-sign-in.localhost:1; base-uri 'none'; form-action 'none'",
                reply.header("Content-Security-Policy"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "https://evil.example", "http://sample.tv-1.localhost:8602", ""})
    void shellIsNotOpenedFromElsewhere(String origin) throws Exception {
        Reply reply = openWith(origin.isEmpty() ? null : origin, key());
        assertEquals(403, reply.status());
        assertTrue(reply.body().contains("unknown_caller"), reply.body());
    }

    @Test
    void shellIsNotOpenedWithoutItsKey() throws Exception {
        assertEquals(403, openWith(TestDevice.EMBEDDER, key() + "x").status());
        assertEquals(403, openWith(TestDevice.EMBEDDER, "shellKey=").status());
        assertEquals(403, openWith(TestDevice.EMBEDDER, "other=1").status());
        assertEquals(400, openWith(TestDevice.EMBEDDER, key() + "&" + key()).status());
        assertEquals(
                413,
                openWith(TestDevice.EMBEDDER, "shellKey=" + "x".repeat(5000)).status());
        assertEquals(
                415,
                device.request("POST", "/shell")
                        .header("Origin", TestDevice.EMBEDDER)
                        .json("{\"shellKey\":\"" + device.client().shellKey() + "\"}")
                        .send()
                        .status());
    }

    /// Where the frame refused to show it, people would see the browser's own page in its place.
    @Test
    void embedderThatIsRefusedIsToldInItsFrame() throws Exception {
        Reply reply = device.request("POST", "/shell")
                .header("Origin", TestDevice.EMBEDDER)
                .header("Accept", "text/html,*/*;q=0.8")
                .body(FORM, key() + "x")
                .send();
        assertEquals(403, reply.status());
        assertTrue(reply.body().contains("<h1>This is for the device’s own screen</h1>"), reply.body());
        assertTrue(
                String.valueOf(reply.header("Content-Security-Policy"))
                        .endsWith("; frame-ancestors 'self' http://simple-sign-in.localhost:1"),
                reply.header("Content-Security-Policy"));
    }

    @Test
    void shellOpenedByItsAddressSaysSo() throws Exception {
        Reply reply = device.request("GET", "/").send();
        assertEquals(403, reply.status());
        assertEquals("text/html; charset=utf-8", reply.header("Content-Type"));
    }

    @Test
    void wrongHostIsRefusedEverywhere() throws Exception {
        for (String path : List.of("/", "/shell/state", "/dialog", "/icons/sample-tv", "/shell/pages/shell.css")) {
            Reply reply = RawHttp.to(device.port(), "GET", path)
                    .header("Host", "evil.example:" + device.port())
                    .header("Sec-Fetch-Site", "same-origin")
                    .header("Shell-Session", shell.session())
                    .send();
            assertEquals(403, reply.status(), path);
        }
    }

    @Test
    void ninthSessionEndsTheOldest() throws Exception {
        for (int i = 0; i < 7; i++) {
            device.openShell();
        }
        assertEquals(200, shell.get("/shell/state").status());
        device.openShell();
        assertEquals(403, shell.get("/shell/state").status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shell.html",
                "dialog.html",
                "nothing.css",
                "..%2fpages%2fshell.css",
                "%2e%2e/shell.css",
                "messages/xx.json",
                "messages/",
                ".",
                "a/b/c.css"
            })
    void otherFilesAreNotServed(String name) throws Exception {
        int status = device.request("GET", "/shell/pages/" + name).send().status();
        assertTrue(status == 404 || status == 400, name + ": " + status);
    }

    private String kept() throws Exception {
        Matcher path = Pattern.compile("\"(/shell/kept/[0-9a-f]{16}/)dialog\\.js\"")
                .matcher(device.request("GET", "/dialog").send().body());
        assertTrue(path.find());
        return path.group(1);
    }

    @Test
    void filesOfThisRunMayBeKeptAndThoseOfAnotherAreAskedForAgain() throws Exception {
        String kept = kept();
        for (String file : List.of("dialog.js", "dialog.css", "mark.svg", "messages/en-US.json")) {
            Reply reply = device.request("GET", kept + file).send();
            assertEquals(200, reply.status(), file);
            assertEquals("private, max-age=86400, immutable", reply.header("Cache-Control"), file);
            Reply earlier = device.request("GET", "/shell/kept/0123456789abcdef/" + file)
                    .send();
            assertEquals(200, earlier.status(), file);
            assertEquals("no-store", earlier.header("Cache-Control"), file);
        }
        assertEquals("no-store", device.request("GET", "/dialog").send().header("Cache-Control"));
    }

    @Test
    void everyStartOfTheClientHasANameOfItsOwn() throws Exception {
        String before = kept();
        device.restart();
        assertNotEquals(before, kept());
    }

    @ParameterizedTest
    @ValueSource(strings = {"shell.html", "dialog.html", "nothing.js", "messages/xx.json", "%2e%2e/shell.css"})
    void otherFilesAreNotKept(String name) throws Exception {
        int status = device.request("GET", kept() + name).send().status();
        assertTrue(status == 404 || status == 400, name + ": " + status);
    }

    @Test
    void filesHaveTheirTypes() throws Exception {
        assertEquals(
                "text/css; charset=utf-8",
                device.request("GET", "/shell/pages/shell.css").send().header("Content-Type"));
        assertEquals(
                "text/javascript; charset=utf-8",
                device.request("GET", "/shell/pages/shell.js").send().header("Content-Type"));
        assertEquals(
                "application/json",
                device.request("GET", "/shell/pages/messages/en-US.json").send().header("Content-Type"));
        assertEquals(200, device.request("GET", "/dialog").send().status());
    }

    @Test
    void iconIsServedWhereItCanDoNoHarm() throws Exception {
        Reply icon = device.request("GET", "/icons/sample-tv").send();
        assertEquals("<svg/>", icon.body());
        assertEquals("image/svg+xml", icon.header("Content-Type"));
        assertTrue(String.valueOf(icon.header("Content-Security-Policy")).contains("sandbox"));
        assertEquals(404, device.request("GET", "/icons/other").send().status());
        assertEquals(404, device.request("GET", "/icons/unknown").send().status());
    }

    @Test
    void unknownRoutesAreProblems() throws Exception {
        Reply reply = device.request("GET", "/admin").send();
        assertEquals(404, reply.status());
        assertEquals("application/problem+json", reply.header("Content-Type"));
    }
}
