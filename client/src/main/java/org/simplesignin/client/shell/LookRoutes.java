package org.simplesignin.client.shell;

import java.nio.charset.StandardCharsets;
import org.simplesignin.client.http.PathParameters;
import org.simplesignin.client.http.Refused;
import org.simplesignin.client.http.Routed;
import org.simplesignin.client.http.Routes;
import org.simplesignin.http.Exchange;
import org.simplesignin.protocol.device.ProblemCode;

/// The maker's theme, and the preview where it is turned on: pages that draw dialogs, ask nobody and grant nothing.
/// Thread-safe.
public final class LookRoutes implements Routed {
    private final Pages pages;
    private final Look look;

    /// Makes one.
    public LookRoutes(Pages pages, Look look) {
        this.pages = pages;
        this.look = look;
    }

    @Override
    public void routing(Routes routes) {
        routes.get(
                        "/shell/theme.css",
                        (exchange, parameters) -> pages.send(
                                exchange, "theme.css", look.theme().css().getBytes(StandardCharsets.UTF_8)))
                .get("/shell/theme/{file}", this::file);
        if (look.preview()) {
            routes.get("/preview", (exchange, parameters) -> page(exchange, "preview.html"))
                    .get("/preview/dialog", (exchange, parameters) -> page(exchange, "preview-dialog.html"));
        }
    }

    private void file(Exchange exchange, PathParameters parameters) {
        String name = parameters.get("file");
        pages.send(exchange, name, look.theme().file(name).orElseThrow(LookRoutes::notFound));
    }

    private void page(Exchange exchange, String name) {
        pages.send(exchange, name, pages.file(name).orElseThrow(LookRoutes::notFound));
    }

    private static Refused notFound() {
        return Refused.of(ProblemCode.NOT_FOUND, "there is no such file");
    }
}
