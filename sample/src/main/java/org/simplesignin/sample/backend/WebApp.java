package org.simplesignin.sample.backend;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.simplesignin.http.Exchange;
import org.simplesignin.protocol.Json;
import org.simplesignin.sample.backend.DemoAccounts.DemoAccount;

/// Serves the app's page: a fixed list of files, read from the class path before the port opens. The page may run only
/// its own scripts, may talk only to this backend and to the client of the device, and may be framed only by the
/// device's shell.
final class WebApp {
    /// What the page must know of this installation.
    record Config(String identityProviderName, List<DemoAccount> demoAccounts) {}

    private record Page(String mediaType, String text) {}

    private static final String HERE = "/org/simplesignin/sample/app/";
    private static final String SDK = "/META-INF/resources/";
    private static final List<String> FILES = List.of(
            "index.html",
            "style.css",
            "icon.svg",
            "app.js",
            "flows.js",
            "backend.js",
            "device-memory.js",
            "screens.js",
            "catalogue.js",
            "artwork.js",
            "remote-control.js",
            "demo-corner.js",
            "texts.js");
    private static final List<String> LANGUAGES = List.of(
            "ar", "de", "en-GB", "en-US", "es", "es-MX", "fr", "fr-CA", "he", "hi", "it", "ja", "ko", "nl", "pl",
            "pt-BR", "pt-PT", "sv", "tr");
    private static final Map<String, String> MEDIA_TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "json", "application/json");

    private final Map<String, Page> pages = new TreeMap<>();
    private final String contentSecurityPolicy;

    /// @param deviceOrigins of the clients whose shell shows the app, and whose local API it calls
    /// @param embedders origins of pages that show such a shell in a frame
    WebApp(Config config, List<String> deviceOrigins, List<String> embedders) throws IOException {
        for (String file : FILES) {
            pages.put("/" + file, read(HERE, file));
        }
        for (String language : LANGUAGES) {
            String file = "messages/" + language + ".json";
            pages.put("/" + file, read(HERE, file));
        }
        pages.put("/", Objects.requireNonNull(pages.remove("/index.html")));
        pages.put("/simple-sign-in.js", read(SDK, "simple-sign-in.js"));
        pages.put("/config.json", new Page("application/json", new String(Json.write(config), StandardCharsets.UTF_8)));
        String devices = deviceOrigins.isEmpty() ? "" : " " + String.join(" ", deviceOrigins);
        String frames = devices + (embedders.isEmpty() ? "" : " " + String.join(" ", embedders));
        contentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self' " + RefusalPage.STYLE_SOURCE
                + "; img-src 'self' data:; connect-src 'self'"
                + devices + "; frame-ancestors" + (frames.isEmpty() ? " 'none'" : frames)
                + "; base-uri 'none'; form-action 'none'";
    }

    /// Returns which scripts may run in the app's page, and who may show it.
    String contentSecurityPolicy() {
        return contentSecurityPolicy;
    }

    void addTo(Http http) {
        pages.forEach((path, page) -> http.get(path, exchange -> send(page, exchange)));
    }

    private static void send(Page page, Exchange exchange) {
        exchange.answerHeader("Content-Type", page.mediaType());
        exchange.answer(200, page.text().getBytes(StandardCharsets.UTF_8));
    }

    private static Page read(String directory, String file) throws IOException {
        try (InputStream in = WebApp.class.getResourceAsStream(directory + file)) {
            if (in == null) {
                throw new IOException(file + " is missing from the class path: build the project again");
            }
            String ending = file.substring(file.lastIndexOf('.') + 1);
            return new Page(
                    Objects.requireNonNull(MEDIA_TYPES.get(ending)),
                    new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
