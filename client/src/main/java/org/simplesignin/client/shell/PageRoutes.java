package org.simplesignin.client.shell;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.simplesignin.client.device.AppId;
import org.simplesignin.client.device.Apps;
import org.simplesignin.client.device.Origin;
import org.simplesignin.client.device.Secrets;
import org.simplesignin.client.device.UnusableException;
import org.simplesignin.client.http.Authority;
import org.simplesignin.client.http.PathParameters;
import org.simplesignin.client.http.Refused;
import org.simplesignin.client.http.Requests;
import org.simplesignin.client.http.Routed;
import org.simplesignin.client.http.Routes;
import org.simplesignin.http.Exchange;
import org.simplesignin.protocol.device.Icon;
import org.simplesignin.protocol.device.ProblemCode;

/// What needs no shell session: the way into the shell, its files, the icons of apps. Thread-safe.
public final class PageRoutes implements Routed {
    /// Where a page loads itself anew; a token of [Reopenings] follows.
    static final String AGAIN = "/shell/again/";

    private static final String ELSEWHERE = "opened-elsewhere.html";
    private static final int FORM_BYTES = 4096;
    private static final String SESSION_PLACE = "{{shellSession}}";
    private static final Set<String> ICON_TYPES = Set.of("image/png", "image/svg+xml");

    private final Authority authority;
    private final Pages pages;
    private final Apps apps;
    private final ShellSessions sessions;
    private final Reopenings reopenings;
    private final String shellKey;
    private final List<Origin> embedders;
    private final String shellPage;

    /// Makes one.
    ///
    /// @throws UnusableException where this build lacks its pages
    public PageRoutes(
            Authority authority,
            Pages pages,
            Apps apps,
            ShellSessions sessions,
            Reopenings reopenings,
            String shellKey,
            List<Origin> embedders)
            throws UnusableException {
        this.authority = authority;
        this.pages = pages;
        this.apps = apps;
        this.sessions = sessions;
        this.reopenings = reopenings;
        this.shellKey = shellKey;
        this.embedders = List.copyOf(embedders);
        byte[] page =
                pages.file("shell.html").orElseThrow(() -> new UnusableException("shell.html is missing: build again"));
        this.shellPage = new String(page, StandardCharsets.UTF_8);
    }

    @Override
    public void routing(Routes routes) {
        routes.get("/", this::openedElsewhere)
                .post("/shell", this::open)
                .get(AGAIN + "{token}", this::openAgain)
                .get("/dialog", (exchange, parameters) -> page(exchange, "dialog.html"))
                .get("/shell/pages/{file}", (exchange, parameters) -> file(exchange, parameters.get("file")))
                .get(
                        "/shell/pages/{folder}/{file}",
                        (exchange, parameters) ->
                                file(exchange, parameters.get("folder") + "/" + parameters.get("file")))
                .get(
                        Pages.KEPT + "{run}/{file}",
                        (exchange, parameters) -> kept(exchange, parameters, parameters.get("file")))
                .get(
                        Pages.KEPT + "{run}/{folder}/{file}",
                        (exchange, parameters) ->
                                kept(exchange, parameters, parameters.get("folder") + "/" + parameters.get("file")))
                .get("/icons/{app}", this::icon);
    }

    private void openedElsewhere(Exchange exchange, PathParameters parameters) {
        pages.send(exchange, 403, ELSEWHERE, pages.file(ELSEWHERE).orElseThrow(PageRoutes::notFound));
    }

    /// Opens the shell for whoever holds its key and embeds it. The key travels in a form body: URLs end up in
    /// histories.
    private void open(Exchange exchange, PathParameters parameters) {
        boolean embedder = authority.isOriginOf(exchange)
                || exchange.header("Origin")
                        .flatMap(Origin::parse)
                        .filter(embedders::contains)
                        .isPresent();
        if (!embedder) {
            throw Refused.unknownCaller();
        }
        String given = Requests.form(exchange, FORM_BYTES).getOrDefault("shellKey", "");
        if (!Secrets.equal(shellKey, given)) {
            throw Refused.unknownCaller();
        }
        shell(exchange);
    }

    /// Opens the shell for a page of it that loads itself anew.
    private void openAgain(Exchange exchange, PathParameters parameters) {
        String old = authority.isOriginOf(exchange)
                ? reopenings.take(parameters.get("token")).orElseThrow(Refused::unknownCaller)
                : "";
        if (old.isEmpty()) {
            throw Refused.unknownCaller();
        }
        sessions.end(old);
        shell(exchange);
    }

    private void shell(Exchange exchange) {
        String html = shellPage.replace(SESSION_PLACE, sessions.begin(pages.policy()));
        pages.send(exchange, "shell.html", html.getBytes(StandardCharsets.UTF_8));
    }

    private void file(Exchange exchange, String name) {
        if (name.endsWith(".html")) {
            throw notFound();
        }
        page(exchange, name);
    }

    private void kept(Exchange exchange, PathParameters parameters, String name) {
        if (name.endsWith(".html")) {
            throw notFound();
        }
        pages.sendKept(exchange, parameters.get("run"), name, pages.file(name).orElseThrow(PageRoutes::notFound));
    }

    private void page(Exchange exchange, String name) {
        pages.send(exchange, name, pages.file(name).orElseThrow(PageRoutes::notFound));
    }

    private void icon(Exchange exchange, PathParameters parameters) {
        String id = parameters.get("app");
        Icon icon = apps.all().stream()
                .filter(app -> AppId.isAppId(id) && app.app().equals(id))
                .findFirst()
                .map(app -> app.icon())
                .filter(found -> ICON_TYPES.contains(found.mediaType()))
                .orElseThrow(PageRoutes::notFound);
        exchange.answerHeader("Content-Type", icon.mediaType());
        exchange.answerHeader("Cache-Control", "no-store");
        // An SVG may hold scripts; opened by itself it must not run in the origin of the shell.
        exchange.answerHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox");
        exchange.answer(200, picture(icon));
    }

    private static byte[] picture(Icon icon) {
        try {
            return Base64.getDecoder().decode(icon.base64());
        } catch (IllegalArgumentException e) {
            throw notFound();
        }
    }

    private static Refused notFound() {
        return Refused.of(ProblemCode.NOT_FOUND, "there is no such file");
    }
}
