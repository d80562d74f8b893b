package org.simplesignin.client.shell;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import org.simplesignin.client.http.Refused;
import org.simplesignin.protocol.device.ProblemCode;

/// The maker's theme, and the preview where it is turned on: pages that draw dialogs, ask nobody and grant nothing.
/// Thread-safe.
public final class LookRoutes implements HttpService {
    private final Pages pages;
    private final Look look;

    /// Makes one.
    public LookRoutes(Pages pages, Look look) {
        this.pages = pages;
        this.look = look;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get(
                        "/shell/theme.css",
                        (request, response) -> pages.send(
                                response, "theme.css", look.theme().css().getBytes(StandardCharsets.UTF_8)))
                .get("/shell/theme/{file}", this::file);
        if (look.preview()) {
            rules.get("/preview", (request, response) -> page(response, "preview.html"))
                    .get("/preview/dialog", (request, response) -> page(response, "preview-dialog.html"));
        }
    }

    private void file(ServerRequest request, ServerResponse response) {
        String name = request.path().pathParameters().get("file");
        pages.send(response, name, look.theme().file(name).orElseThrow(LookRoutes::notFound));
    }

    private void page(ServerResponse response, String name) {
        pages.send(response, name, pages.file(name).orElseThrow(LookRoutes::notFound));
    }

    private static Refused notFound() {
        return Refused.of(ProblemCode.NOT_FOUND, "there is no such file");
    }
}
