package org.simplesignin.client.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.simplesignin.client.device.Apps;
import org.simplesignin.client.device.Origin;
import org.simplesignin.client.theme.Theme;
import org.simplesignin.http.Exchange;

/// The static files of the shell and the policy they are served under. Thread-safe.
///
/// Pages find their files below [#KEPT] and a name that is new with each start of the client, so that browsers may keep
/// them: a dialog asks for no file a second time, and an update shows at once.
public final class Pages {
    private static final Pattern NAME = Pattern.compile("([a-z0-9]+/)?[A-Za-z0-9][A-Za-z0-9-]*\\.([a-z0-9]{2,5})");
    private static final Map<String, String> MEDIA_TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml",
            "png", "image/png",
            "woff2", "font/woff2");

    /// Where files lie that a browser may keep; the name of this run follows.
    static final String KEPT = "/shell/kept/";

    private static final String FILES = "/shell/pages/";
    private static final String MARK = "mark.svg";

    private final Apps apps;
    private final String embedders;
    private final Theme theme;
    private final String run;
    private final Map<String, Optional<byte[]>> files = new ConcurrentHashMap<>();

    /// @param embedders the origins whose pages may show the shell in a frame
    /// @param random where the name of this run comes from
    public Pages(Apps apps, List<Origin> embedders, Theme theme, RandomGenerator random) {
        this.run = HexFormat.of().toHexDigits(random.nextLong());
        this.apps = apps;
        this.theme = theme;
        this.embedders = embedders.stream().map(origin -> " " + origin).collect(Collectors.joining());
    }

    /// Returns a file, or empty where there is none of this name.
    ///
    /// @param name such as `shell.css` or `messages/en-US.json`; names with dots or slashes elsewhere are never
    /// looked up
    Optional<byte[]> file(String name) {
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        Optional<byte[]> themed = name.equals(MARK) ? theme.file(MARK) : Optional.empty();
        return themed.or(() -> files.computeIfAbsent(name, this::load));
    }

    private Optional<byte[]> load(String name) {
        try (InputStream in = Pages.class.getResourceAsStream("pages/" + name)) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] content = in.readAllBytes();
            return Optional.of(name.endsWith(".html") ? withKeptFiles(content) : content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] withKeptFiles(byte[] html) {
        return new String(html, StandardCharsets.UTF_8)
                .replace('"' + FILES, '"' + KEPT + run + "/")
                .getBytes(StandardCharsets.UTF_8);
    }

    /// Returns whether the shell has texts in this language.
    boolean speaks(String language) {
        return file("messages/" + language + ".json").isPresent();
    }

    /// Sends a file that is asked for again each time.
    void send(Exchange exchange, String name, byte[] content) {
        send(exchange, 200, name, content);
    }

    /// Sends a file with another status than 200, in the same way.
    void send(Exchange exchange, int status, String name, byte[] content) {
        send(exchange, status, name, content, "no-store");
    }

    /// Sends a file that the browser may keep, where it is asked for by the name of this run: a page of an earlier
    /// one that is still open gets it too, for this time.
    void sendKept(Exchange exchange, String askedRun, String name, byte[] content) {
        send(exchange, 200, name, content, askedRun.equals(run) ? "private, max-age=86400, immutable" : "no-store");
    }

    private void send(Exchange exchange, int status, String name, byte[] content, String cacheControl) {
        String extension = name.substring(name.lastIndexOf('.') + 1);
        exchange.answerHeader("Content-Type", MEDIA_TYPES.getOrDefault(extension, "application/octet-stream"));
        exchange.answerHeader("Cache-Control", cacheControl);
        exchange.answerHeader("Content-Security-Policy", policy());
        exchange.answer(status, content);
    }

    /// Returns who may show these pages in a frame, as `frame-ancestors` lists them: the shell and its embedders.
    public String framers() {
        return "'self'" + embedders;
    }

    /// Returns the policy for a page that is sent now.
    // Nothing of an app is ever drawn by these pages but its frame.
    String policy() {
        String webOrigins = apps.all().stream()
                .flatMap(app -> app.webOrigins().stream())
                .distinct()
                .map(origin -> " " + origin)
                .collect(Collectors.joining());
        return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; frame-src 'self'"
                + webOrigins
                + "; frame-ancestors " + framers()
                + "; base-uri 'none'; form-action 'none'";
    }
}
