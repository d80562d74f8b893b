package org.simplesignin.client.shell;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
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
import org.simplesignin.client.http.Refused;
import org.simplesignin.client.http.Requests;
import org.simplesignin.protocol.device.Icon;
import org.simplesignin.protocol.device.ProblemCode;

/// What needs no shell session: the way into the shell, its files, the icons of apps. Thread-safe.
public final class PageRoutes implements HttpService {
    /// Where a page loads itself anew; a token of [Reopenings] follows.
    static final String AGAIN = "/shell/again/";

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
    public void routing(HttpRules rules) {
        rules.get("/", this::openedElsewhere)
                .post("/shell", this::open)
                .get(AGAIN + "{token}", this::openAgain)
                .get("/dialog", (request, response) -> page(response, "dialog.html"))
                .get("/shell/pages/{file}", (request, response) -> file(response, parameter(request, "file")))
                .get(
                        "/shell/pages/{folder}/{file}",
                        (request, response) ->
                                file(response, parameter(request, "folder") + "/" + parameter(request, "file")))
                .get(
                        Pages.KEPT + "{run}/{file}",
                        (request, response) -> kept(request, response, parameter(request, "file")))
                .get(
                        Pages.KEPT + "{run}/{folder}/{file}",
                        (request, response) -> kept(
                                request, response, parameter(request, "folder") + "/" + parameter(request, "file")))
                .get("/icons/{app}", this::icon);
    }

    private void openedElsewhere(ServerRequest request, ServerResponse response) {
        response.status(Status.FORBIDDEN_403);
        page(response, "opened-elsewhere.html");
    }

    /// Opens the shell for whoever holds its key and embeds it. The key travels in a form body: URLs end up in
    /// histories.
    private void open(ServerRequest request, ServerResponse response) {
        boolean embedder = authority.isOriginOf(request)
                || Requests.header(request, HeaderNames.ORIGIN)
                        .flatMap(Origin::parse)
                        .filter(embedders::contains)
                        .isPresent();
        if (!embedder) {
            throw Refused.unknownCaller();
        }
        String given = Requests.form(request, FORM_BYTES).getOrDefault("shellKey", "");
        if (!Secrets.equal(shellKey, given)) {
            throw Refused.unknownCaller();
        }
        shell(response);
    }

    /// Opens the shell for a page of it that loads itself anew.
    private void openAgain(ServerRequest request, ServerResponse response) {
        String old = authority.isOriginOf(request)
                ? reopenings.take(parameter(request, "token")).orElseThrow(Refused::unknownCaller)
                : "";
        if (old.isEmpty()) {
            throw Refused.unknownCaller();
        }
        sessions.end(old);
        shell(response);
    }

    private void shell(ServerResponse response) {
        String html = shellPage.replace(SESSION_PLACE, sessions.begin(pages.policy()));
        pages.send(response, "shell.html", html.getBytes(StandardCharsets.UTF_8));
    }

    private void file(ServerResponse response, String name) {
        if (name.endsWith(".html")) {
            throw notFound();
        }
        page(response, name);
    }

    private void kept(ServerRequest request, ServerResponse response, String name) {
        if (name.endsWith(".html")) {
            throw notFound();
        }
        pages.sendKept(
                response, parameter(request, "run"), name, pages.file(name).orElseThrow(PageRoutes::notFound));
    }

    private void page(ServerResponse response, String name) {
        pages.send(response, name, pages.file(name).orElseThrow(PageRoutes::notFound));
    }

    private void icon(ServerRequest request, ServerResponse response) {
        String id = parameter(request, "app");
        Icon icon = apps.all().stream()
                .filter(app -> AppId.isAppId(id) && app.app().equals(id))
                .findFirst()
                .map(app -> app.icon())
                .filter(found -> ICON_TYPES.contains(found.mediaType()))
                .orElseThrow(PageRoutes::notFound);
        response.header(HeaderNames.CONTENT_TYPE, icon.mediaType());
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        // An SVG may hold scripts; opened by itself it must not run in the origin of the shell.
        response.header(
                HeaderNames.create("Content-Security-Policy"),
                "default-src 'none'; style-src 'unsafe-inline'; sandbox");
        response.send(picture(icon));
    }

    private static byte[] picture(Icon icon) {
        try {
            return Base64.getDecoder().decode(icon.base64());
        } catch (IllegalArgumentException e) {
            throw notFound();
        }
    }

    private static String parameter(ServerRequest request, String name) {
        return request.path().pathParameters().get(name);
    }

    private static Refused notFound() {
        return Refused.of(ProblemCode.NOT_FOUND, "there is no such file");
    }
}
