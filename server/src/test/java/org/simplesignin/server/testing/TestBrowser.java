package org.simplesignin.server.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.Json;

/// A browser without a screen: a cookie jar, and forms sent with the token of the page last seen. It follows no
/// redirect. Not thread-safe.
public final class TestBrowser {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

    private final URI server;
    private final String origin;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private @Nullable String csrf;
    private String userAgent = "TestBrowser";
    private @Nullable String forwardedFor;

    TestBrowser(URI server, String origin) {
        this.server = server;
        this.origin = origin;
    }

    /// Returns another one with the same cookies and the token of the same page, to send what this one sends.
    public TestBrowser twin() {
        TestBrowser twin = new TestBrowser(server, origin);
        twin.cookies.putAll(cookies);
        twin.csrf = csrf;
        return twin;
    }

    /// Puts a cookie into the jar, without its prefix.
    public TestBrowser with(String cookie, String value) {
        cookies.put("__Host-" + cookie, value);
        return this;
    }

    /// Calls itself so from now on.
    public TestBrowser userAgent(String name) {
        userAgent = name;
        return this;
    }

    /// Comes from this address from now on, as a proxy tells it.
    public TestBrowser from(String address) {
        forwardedFor = address;
        return this;
    }

    /// Returns a cookie of the jar, without its prefix.
    public Optional<String> cookie(String name) {
        return Optional.ofNullable(cookies.get("__Host-" + name));
    }

    /// Returns the token of the page last seen.
    public @Nullable String csrf() {
        return csrf;
    }

    /// Opens a page.
    public Received get(String path) {
        return send("GET", path, null, request -> request.setHeader("Accept", "text/html,*/*;q=0.8"));
    }

    /// Sends the form of the page last seen: pairs of name and value beside the token.
    public Received post(String path, String... fields) {
        return post(path, form(csrf, fields), request -> {
            request.setHeader("Origin", origin);
            request.setHeader("Sec-Fetch-Site", "same-origin");
        });
    }

    /// Sends a form with headers that a test chooses.
    public Received post(String path, String body, Consumer<HttpRequest.Builder> headers) {
        return send("POST", path, body, request -> {
            request.setHeader("Accept", "text/html,*/*;q=0.8");
            request.setHeader("Content-Type", "application/x-www-form-urlencoded");
            headers.accept(request);
        });
    }

    /// Sends JSON as the script of a page does, with this token.
    public Received postJson(String path, Object body, String token) {
        return send("POST", path, new String(Json.write(body), StandardCharsets.UTF_8), request -> {
            request.setHeader("Accept", "*/*");
            request.setHeader("Content-Type", "application/json");
            request.setHeader("Csrf-Token", token);
            request.setHeader("Origin", origin);
            request.setHeader("Sec-Fetch-Site", "same-origin");
        });
    }

    /// Returns the body of a form with this token.
    public static String form(@Nullable String csrf, String... fields) {
        Map<String, String> all = new LinkedHashMap<>();
        if (csrf != null) {
            all.put("csrf", csrf);
        }
        for (int i = 0; i < fields.length; i += 2) {
            all.put(fields[i], fields[i + 1]);
        }
        return all.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Received send(String method, String path, @Nullable String body, Consumer<HttpRequest.Builder> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        request.setHeader("User-Agent", userAgent);
        if (forwardedFor != null) {
            request.setHeader("X-Forwarded-For", forwardedFor);
        }
        headers.accept(request);
        if (!cookies.isEmpty()) {
            request.setHeader(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        try {
            return keep(new Received(HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Received keep(Received received) {
        List<String> set = received.response().headers().allValues("Set-Cookie");
        for (String cookie : set) {
            String pair = cookie.substring(0, cookie.indexOf(';'));
            String name = pair.substring(0, pair.indexOf('='));
            if (cookie.contains("Max-Age=0")) {
                cookies.remove(name);
            } else {
                cookies.put(name, pair.substring(name.length() + 1));
            }
        }
        Matcher token = CSRF.matcher(received.text());
        if (token.find()) {
            csrf = token.group(1);
        }
        return received;
    }
}
