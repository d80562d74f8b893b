package org.simplesignin.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.simplesignin.http.Exchange;
import org.simplesignin.http.PathTable;
import org.simplesignin.http.Site;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.device.Problem;
import org.simplesignin.sample.backend.DemoAccounts;
import org.simplesignin.sample.backend.DemoAccounts.DemoAccount;

/// What the demo's page is made of. Each device is a frame that the page fills by posting the device's shell key to it:
/// the key opens the shell and stands in no URL. Thread-safe.
final class DemoSite implements Site {
    private static final Map<String, String> FILES = Map.of(
            "/", "index.html",
            "/page.css", "page.css",
            "/page.js", "page.js",
            "/icon.svg", "icon.svg");

    private record Shown(
            List<ShownDevice> devices, String phone, List<Customer> customers, List<DemoAccount> accounts) {}

    private record ShownDevice(String id, String name, String form, String shell, String shellKey) {}

    private interface Content {
        byte[] read() throws IOException;
    }

    private record Entry(String mediaType, Content content) {}

    private final String origin;
    private final String contentSecurityPolicy;
    private final PathTable<Entry> entries = new PathTable<>();

    DemoSite(Launch launch, DemoDirectory directory) {
        origin = launch.pageOrigin();
        String shells = Device.ALL.stream().map(launch::shellOrigin).collect(Collectors.joining(" "));
        contentSecurityPolicy =
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                        + "frame-src " + shells + " " + launch.pagesUrl() + "; form-action " + shells
                        + "; frame-ancestors 'none'; base-uri 'none'";
        FILES.forEach((path, file) -> entries.add(path, new Entry(mediaType(file), () -> read(file))));
        entries.add("/demo.json", new Entry("application/json", () -> Json.write(shown(launch, directory))));
    }

    @Override
    public void answer(Exchange exchange) {
        String host = exchange.header("Host").orElse("");
        Optional<Entry> entry = entries.find(exchange.path()).map(PathTable.Found::entry);
        if (!host.equals(origin.substring("http://".length()))) {
            answerElsewhere(exchange, host);
        } else if (entry.isEmpty()) {
            refuse(exchange, 404);
        } else if (!exchange.method().equals("GET")) {
            exchange.answerHeader("Allow", "GET, HEAD");
            refuse(exchange, 405);
        } else {
            guard(exchange);
            exchange.answerHeader("Content-Type", entry.get().mediaType());
            exchange.answer(200, content(entry.get()));
        }
    }

    /// Sends whoever typed the port alone to the page's own host; a page of somebody else's host is refused.
    private void answerElsewhere(Exchange exchange, String host) {
        if (host.startsWith("localhost:") || host.startsWith("127.0.0.1:")) {
            guard(exchange);
            exchange.answerHeader("Location", origin + "/");
            exchange.answer(302, new byte[0]);
        } else {
            refuse(exchange, 403);
        }
    }

    @Override
    public void refuse(Exchange exchange, int status) {
        String code = switch (status) {
            case 403 -> "foreign_host";
            case 404 -> "not_found";
            case 405 -> "method_not_allowed";
            case 413 -> "payload_too_large";
            case 500 -> "internal";
            case 503 -> "overloaded";
            default -> "malformed_request";
        };
        guard(exchange);
        if (status == 503) {
            exchange.answerHeader("Retry-After", "2");
        }
        if (exchange.wantsPage()) {
            exchange.answerHeader("Content-Type", "text/html; charset=utf-8");
            exchange.answer(status, page(status));
        } else {
            exchange.answerHeader("Content-Type", Problem.MEDIA_TYPE);
            String title = code.replace('_', ' ');
            exchange.answer(
                    status, Json.write(new Problem("about:blank", title, status, code, "Open " + origin + "/")));
        }
    }

    /// Nothing of the request stands in it, so nothing is escaped.
    private byte[] page(int status) {
        String title = switch (status) {
            case 404 -> "There is nothing here";
            case 431 -> "Too many cookies came along: delete those of this address";
            case 500 -> "Something went wrong here";
            case 503 -> "Very busy right now: try again in a moment";
            default -> "That did not work";
        };
        return """
                <!doctype html>
                <html lang="en">
                <head>
                  <meta charset="utf-8">
                  <meta name="viewport" content="width=device-width, initial-scale=1">
                  <title>%s · Simple Sign-In: demo</title>
                  <link rel="stylesheet" href="%s/page.css">
                </head>
                <body>
                  <main class="refusal">
                    <h1>%s</h1>
                    <p><a href="%s/">Open the demo</a></p>
                    <p>Error %d</p>
                  </main>
                </body>
                </html>
                """.formatted(title, origin, title, origin, status).getBytes(StandardCharsets.UTF_8);
    }

    private void guard(Exchange exchange) {
        exchange.answerHeader("X-Content-Type-Options", "nosniff");
        exchange.answerHeader("Cache-Control", "no-store");
        exchange.answerHeader("Cross-Origin-Resource-Policy", "same-origin");
        // Not no-referrer: with that the browser sends "Origin: null" when the page posts the shell key.
        exchange.answerHeader("Referrer-Policy", "strict-origin");
        exchange.answerHeader("Content-Security-Policy", contentSecurityPolicy);
    }

    private static Shown shown(Launch launch, DemoDirectory directory) throws IOException {
        List<ShownDevice> devices = new ArrayList<>();
        for (Device device : Device.ALL) {
            String shell = launch.shellOrigin(device) + "/shell";
            devices.add(new ShownDevice(device.id(), device.name(), device.form(), shell, directory.shellKey(device)));
        }
        return new Shown(devices, launch.pagesUrl() + "/device", Customer.ALL, DemoAccounts.ALL);
    }

    private static byte[] content(Entry entry) {
        try {
            return entry.content().read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(String file) throws IOException {
        try (InputStream in = DemoSite.class.getResourceAsStream("page/" + file)) {
            if (in == null) {
                throw new IOException(file + " is missing from the class path: build the project again");
            }
            return in.readAllBytes();
        }
    }

    private static String mediaType(String file) {
        return switch (file.substring(file.lastIndexOf('.') + 1)) {
            case "html" -> "text/html; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            default -> "image/svg+xml";
        };
    }
}
