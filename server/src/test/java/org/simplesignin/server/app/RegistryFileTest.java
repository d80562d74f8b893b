package org.simplesignin.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.protocol.device.Icon;
import org.simplesignin.server.config.UnusableConfigurationException;

final class RegistryFileTest {
    private static final String APP = "{'app':'sample-tv','name':'Sample','publisher':'Sample Inc.',"
            + "'identityProviderName':'sample-video','webOrigins':['https://sample.example'],'nativeApp':true}";
    private static final String PROVIDER = "{'identityProviderName':'sample-video','name':'Sample Video'}";
    private static final String SVG = "<svg xmlns='http://www.w3.org/2000/svg'>%s</svg>";

    @TempDir
    Path directory;

    @Test
    void readsProvidersAndApps() throws Exception {
        Registry registry = read(file(PROVIDER, APP));

        App app = registry.named("sample-tv", "sample-video");
        assertEquals("Sample", app.name());
        assertTrue(app.nativeApp());
        assertFalse(app.blocked());
        assertEquals(1, registry.apps().size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'app':'sample-tv'|'app':'Sample TV'|apps[0].app must match",
                "'app':'sample-tv'|'app':''|apps[0].app must be a text",
                "'app':'sample-tv'|'app':7|apps[0].app must be a text",
                "'app':'sample-tv',||apps[0].app is missing",
                "'name':'Sample'|'name':' '|apps[0].name must be a text",
                "'name':'Sample'|'name':'Sam\\u202eple'|apps[0].name must not have control characters",
                "'name':'Sample'|'name':'Sam\\nple'|apps[0].name must not have control characters",
                "'publisher':'Sample Inc.',||apps[0].publisher is missing",
                "'identityProviderName':'sample-video','web|'identityProviderName':'nobody','web|apps[0].identityProviderName must be one of",
                "'nativeApp':true|'nativeApp':'yes'|apps[0].nativeApp must be true or false",
                "'nativeApp':true|'blockd':true|no member of the name \"blockd\"",
                "['https://sample.example']|'https://sample.example'|apps[0].webOrigins must be a list",
                "['https://sample.example']|[7]|apps[0].webOrigins must be a list of texts",
                "'nativeApp':true|'nativeApp':true,'icon':'none.png'|apps[0].icon must be a file",
                "'nativeApp':true|'nativeApp':true,'icon':'../x.png'|apps[0].icon must be a file",
                "'nativeApp':true|'nativeApp':true,'icon':'/etc/hostname'|apps[0].icon must be a file",
            })
    void whatIsWrongIsNamedByItsPlace(String right, String wrong, String message) throws Exception {
        String app = APP.replace(right, wrong == null ? "" : wrong);

        assertRefused(file(PROVIDER, app), message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://sample.example",
                "https://sample.example/",
                "https://sample.example/app",
                "https://sample.example?x",
                "https://user@sample.example",
                "https://Sample.example",
                "https://sample.example:443",
                "http://localhost:80",
                "https://*.example",
                "https://",
                "sample.example",
                "null",
                "*",
                "file:///x",
                "http://evil.localhost.example"
            })
    void originThatABrowserWouldNotSendIsRefused(String origin) throws Exception {
        assertRefused(file(PROVIDER, APP.replace("https://sample.example", origin)), "webOrigins must be origins");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://sample.example:8443",
                "http://sample.tv-1.localhost:8602",
                "http://localhost:8602",
                "http://127.0.0.1:8602"
            })
    void originsThatServe(String origin) throws Exception {
        assertEquals(
                origin,
                read(file(PROVIDER, APP.replace("https://sample.example", origin)))
                        .named("sample-tv")
                        .webOrigins()
                        .getFirst());
    }

    @Test
    void doubledNamesAndOriginsAreRefused() throws Exception {
        assertRefused(file(PROVIDER, APP + "," + APP), "apps[1].app is there twice");
        assertRefused(
                file(PROVIDER, APP + "," + APP.replace("sample-tv", "other")),
                "apps[1].webOrigins has an origin that is there twice");
        assertRefused(file(PROVIDER + "," + PROVIDER, APP), "identityProviders[1].identityProviderName is there twice");
    }

    @Test
    void appThatNobodyCouldCallAsIsRefused() throws Exception {
        String app = APP.replace("'https://sample.example'", "").replace("true", "false");

        assertRefused(file(PROVIDER, app), "nobody could call as this app");
    }

    @Test
    void fileThatIsNoneIsRefused() throws Exception {
        assertRefused(directory.resolve("missing.json"), "there is no file");
        assertRefused(Files.writeString(directory.resolve("a.json"), "{"), "not a JSON object");
        assertRefused(Files.writeString(directory.resolve("b.json"), "[]"), "not a JSON object");
        assertRefused(Files.writeString(directory.resolve("c.json"), "{}"), "apps must be a list of 1 to 1000");
        assertRefused(Files.writeString(directory.resolve("d.json"), " ".repeat(1024 * 1024 + 1)), "at most 1 MiB");
        assertRefused(Files.writeString(directory.resolve("e.json"), "{\"apps\":[],\"apps\":[]}"), "duplicate members");
    }

    @Test
    void pngAndHarmlessSvgAreIcons() throws Exception {
        byte[] png = HexFormat.of().parseHex("89504e470d0a1a0a0000");
        assertEquals("image/png", icon(png).mediaType());
        assertEquals(
                "image/svg+xml",
                icon(SVG.formatted("<path d='M0 0' fill='url(#g)'/><use href='#a'/>")
                                .getBytes(StandardCharsets.UTF_8))
                        .mediaType());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "<SCRIPT/>",
                "<path onclick='x()'/>",
                "<a href='https://evil.example'/>",
                "<use href='https://evil.example/x.svg#a'/>",
                "<use xmlns:x='http://www.w3.org/1999/xlink' x:href='javascript:alert(1)'/>",
                "<image href='https://evil.example/x.png'/>",
                "<foreignObject/>",
                "<style>@import 'https://evil.example'</style>",
                "<path style='fill:url(https://evil.example)'/>",
                "<path fill='u rl( \"https://evil.example\")'/>",
                "<animate attributeName='href'/>",
                "<?xml-stylesheet href='https://evil.example'?>",
                "<path"
            })
    void svgThatDoesMoreThanDrawIsRefused(String content) {
        assertIconRefused(SVG.formatted(content).getBytes(StandardCharsets.UTF_8), "must be a PNG, or an SVG");
    }

    @Test
    void doctypeOtherFormatsAndLargeIconsAreRefused() {
        assertIconRefused(
                ("<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>" + SVG.formatted("&a;"))
                        .getBytes(StandardCharsets.UTF_8),
                "must be a PNG, or an SVG");
        assertIconRefused("GIF89a".getBytes(StandardCharsets.US_ASCII), "must be a PNG, or an SVG");
        assertIconRefused("<html/>".getBytes(StandardCharsets.US_ASCII), "must be a PNG, or an SVG");
        assertIconRefused(new byte[0], "must be a PNG, or an SVG");
        assertIconRefused(new byte[64 * 1024 + 1], "is over 64 KiB");
    }

    private Icon icon(byte[] bytes) throws IOException {
        Files.write(directory.resolve("icon"), bytes);
        Icon icon = read(file(PROVIDER, APP.replace("'nativeApp'", "'icon':'icon','nativeApp'")))
                .named("sample-tv")
                .icon();
        assertNotNull(icon);
        return icon;
    }

    private void assertIconRefused(byte[] bytes, String message) {
        String refusal = assertThrows(UnusableConfigurationException.class, () -> icon(bytes))
                .getMessage();
        assertTrue(String.valueOf(refusal).contains(message), refusal);
    }

    private Path file(String providers, String apps) throws IOException {
        return Files.writeString(
                directory.resolve("registry.json"),
                ("{'identityProviders':[" + providers + "],'apps':[" + apps + "]}").replace('\'', '"'));
    }

    private static Registry read(Path file) {
        return RegistryFile.read(file);
    }

    private static void assertRefused(Path file, String message) {
        String refusal = assertThrows(UnusableConfigurationException.class, () -> read(file))
                .getMessage();
        assertTrue(String.valueOf(refusal).contains(message), refusal);
        assertEquals(1, String.valueOf(refusal).lines().count());
    }
}
