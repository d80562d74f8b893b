package org.simplesignin.client.shell.pages;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.MalformedMessageException;

/// How the fake client answers: the pages as they lie in the module, and the headers of the contract.
final class FakeAnswers {
    /// Where pages find files that the browser may keep.
    static final String KEPT = "/shell/kept/0/";

    private static final String PAGES = "/org/simplesignin/client/shell/pages/";

    static final String START = """
            <!doctype html><title>start</title>
            <form method="post" action="/shell"><input name="shellKey" value="key"><button>Start</button></form>
            """;

    private final String appOrigin;

    FakeAnswers(String appOrigin) {
        this.appOrigin = appOrigin;
    }

    void page(HttpExchange exchange, int status, String file) throws IOException {
        byte[] content = bytes(file);
        if (content == null) {
            problem(exchange, 404, "not_found");
            return;
        }
        String type = file.endsWith(".js")
                ? "text/javascript; charset=utf-8"
                : file.endsWith(".css")
                        ? "text/css; charset=utf-8"
                        : file.endsWith(".json")
                                ? "application/json"
                                : file.endsWith(".svg") ? "image/svg+xml" : "text/html; charset=utf-8";
        answer(exchange, status, type, content);
    }

    void html(HttpExchange exchange, String text) throws IOException {
        String kept = text.replace("\"/shell/pages/", "\"" + KEPT);
        answer(exchange, 200, "text/html; charset=utf-8", kept.getBytes(StandardCharsets.UTF_8));
    }

    void json(HttpExchange exchange, Object value) throws IOException {
        answer(exchange, 200, "application/json", Json.write(value));
    }

    void problem(HttpExchange exchange, int status, String code) throws IOException {
        answer(exchange, status, "application/problem+json", Json.write(Map.of("status", status, "code", code)));
    }

    void nothing(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(204, -1);
    }

    void answer(HttpExchange exchange, int status, String type, byte[] content) throws IOException {
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", type);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        boolean kept = status == 200 && exchange.getRequestURI().getPath().startsWith(KEPT);
        headers.set("Cache-Control", kept ? "private, max-age=86400, immutable" : "no-store");
        headers.set(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; frame-src 'self' "
                        + appOrigin + "; frame-ancestors 'self' http://home.localhost:*; base-uri 'none'; form-action "
                        + (exchange.getRequestURI().getPath().equals("/start") ? "'self'" : "'none'"));
        exchange.sendResponseHeaders(status, content.length);
        exchange.getResponseBody().write(content);
    }

    static String text(String file) {
        return new String(bytes(file), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String file) {
        try (InputStream in = FakeClient.class.getResourceAsStream(PAGES + file)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static final String ICON = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="14" fill="#ff7a59"/>\
            <path d="M25 18l22 14-22 14z" fill="#fff4ec"/></svg>
            """;

    static Map<?, ?> map(String body) {
        try {
            return Json.read(body.getBytes(StandardCharsets.UTF_8), Map.class, 64 * 1024);
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }

    static String member(String body, String name) {
        Object value = map(body).get(name);
        return value == null ? null : value.toString();
    }
}
