package org.simplesignin.demo;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.simplesignin.protocol.Json;
import org.simplesignin.sample.backend.DemoAccounts;
import org.simplesignin.sample.backend.DemoAccounts.DemoAccount;

/// The page with the devices side by side. Each is a frame that the page fills by posting the device's shell key to it:
/// the key opens the shell and stands in no URL.
final class DemoPage implements AutoCloseable {
    private static final Map<String, String> FILES = Map.of(
            "/", "index.html",
            "/page.css", "page.css",
            "/page.js", "page.js",
            "/icon.svg", "icon.svg");

    private record Shown(
            List<ShownDevice> devices, String phone, List<Customer> customers, List<DemoAccount> accounts) {}

    private record ShownDevice(String id, String name, String form, String shell, String shellKey) {}

    private final WebServer web;

    DemoPage(int port, Launch launch, DemoDirectory directory) throws DemoException {
        String origin = launch.pageOrigin();
        String host = origin.substring("http://".length());
        String shells = Device.ALL.stream().map(launch::shellOrigin).collect(Collectors.joining(" "));
        String policy =
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src "
                        + shells + " " + launch.pagesUrl() + "; form-action " + shells
                        + "; frame-ancestors 'none'; base-uri 'none'";
        web = WebServer.builder()
                .shutdownHook(false)
                .featuresDiscoverServices(false)
                .address(InetAddress.ofLiteral("127.0.0.1"))
                .port(port)
                .shutdownGracePeriod(Duration.ofSeconds(1))
                .routing(routing -> route(routing, host, policy, launch, directory))
                .build();
        web.start();
        // Helidon logs a port that it could not have, and goes on without.
        if (!web.isRunning()) {
            throw new DemoException("port " + port + " is taken: choose another one with --port");
        }
    }

    @Override
    public void close() {
        web.stop();
    }

    private static void route(
            HttpRouting.Builder routing, String host, String policy, Launch launch, DemoDirectory directory) {
        routing.addFilter((chain, request, response) -> {
            String asked = request.headers().first(HeaderNames.HOST).orElse("");
            if (asked.equals(host)) {
                response.header("X-Content-Type-Options", "nosniff");
                response.header("Cache-Control", "no-store");
                response.header("Cross-Origin-Resource-Policy", "same-origin");
                // Not no-referrer: with that the browser sends "Origin: null" when the page posts the shell key.
                response.header("Referrer-Policy", "strict-origin");
                response.header("Content-Security-Policy", policy);
                chain.proceed();
            } else if (asked.startsWith("localhost:") || asked.startsWith("127.0.0.1:")) {
                response.status(302).header("Location", "http://" + host + "/");
                response.send();
            } else {
                response.status(403).send();
            }
        });
        FILES.forEach((path, file) -> routing.get(path, (request, response) -> send(file, response)));
        routing.get("/demo.json", (request, response) -> {
            response.header("Content-Type", "application/json");
            response.send(Json.write(shown(launch, directory)));
        });
    }

    private static Shown shown(Launch launch, DemoDirectory directory) throws IOException {
        List<ShownDevice> devices = new ArrayList<>();
        for (Device device : Device.ALL) {
            String shell = launch.shellOrigin(device) + "/shell";
            devices.add(new ShownDevice(device.id(), device.name(), device.form(), shell, directory.shellKey(device)));
        }
        return new Shown(devices, launch.pagesUrl() + "/device", Customer.ALL, DemoAccounts.ALL);
    }

    private static void send(String file, ServerResponse response) throws IOException {
        try (InputStream in = DemoPage.class.getResourceAsStream("page/" + file)) {
            if (in == null) {
                throw new IOException(file + " is missing from the class path: build the project again");
            }
            response.header("Content-Type", mediaType(file));
            response.send(new String(in.readAllBytes(), StandardCharsets.UTF_8));
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
