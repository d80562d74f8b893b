package org.simplesignin.client.shell.pages;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A web app and a stranger's page, under host names of their own: `/` asks for its launch ticket and keeps what came
/// in `window.received`, counts its key presses in `window.keys` and has two buttons.
final class FakeApp implements AutoCloseable {
    private static final String PAGE = """
            <!doctype html><html lang="en"><title>App</title>
            <style>body{margin:0;min-height:100vh;display:grid;place-content:center;gap:1em;font:16px sans-serif;
              background:linear-gradient(120deg,#fffbe8,#ffb199 40%,#8ec5fc 70%,#fff);color:#222}</style>
            <h1>An app</h1><button id="one">One</button><button id="two">Two</button>
            <script>
              window.received = [];
              window.keys = [];
              addEventListener("message", (e) => window.received.push({origin: e.origin, data: e.data}));
              addEventListener("keydown", (e) => window.keys.push("down " + e.key));
              addEventListener("keyup", (e) => window.keys.push("up " + e.key));
              // What every app has to do: put the focus back when its window gets it back.
              let last = document.getElementById("two");
              addEventListener("focusin", (e) => { last = e.target; });
              addEventListener("focus", () => last.focus());
              last.focus();
              window.parent.postMessage({simpleSignIn: 1, type: "hello"}, "*");
            </script></html>
            """;

    private static final String EMBEDDER = """
            <!doctype html><html lang="en"><title>Demo</title><style>body{margin:0;background:#888}
            iframe{width:600px;height:337.5px;border:0}</style><h1>Demo</h1>
            <iframe name="tv" title="TV"></iframe> <iframe name="other" title="Other TV"></iframe>
            <form method="post" target="tv" action=""><input type="hidden" name="shellKey" value="key"><button>Start</button></form></html>
            """;

    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    FakeApp() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(workers);
        server.createContext("/", exchange -> {
            try (exchange) {
                boolean embedder = exchange.getRequestURI().getPath().equals("/embedder");
                byte[] page = (embedder ? EMBEDDER : PAGE).getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
                exchange.sendResponseHeaders(200, page.length);
                exchange.getResponseBody().write(page);
            }
        });
        server.start();
    }

    String origin() {
        return "http://sample.tv-1.localhost:" + server.getAddress().getPort();
    }

    /// The same page under an origin that was never launched.
    String stranger() {
        return "http://stranger.localhost:" + server.getAddress().getPort();
    }

    String embedder() {
        return "http://home.localhost:" + server.getAddress().getPort() + "/embedder";
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
