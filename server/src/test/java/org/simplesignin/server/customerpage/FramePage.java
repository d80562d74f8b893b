package org.simplesignin.server.customerpage;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A small web site of other origins, which shows what a test puts on it. It is real, because browsers have rules of
/// their own for pages that come from nowhere.
final class FramePage implements AutoCloseable {
    private final HttpServer site;
    private volatile @Nullable String body;

    FramePage() {
        try {
            site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        site.createContext("/", exchange -> {
            byte[] page = ("<!doctype html><title>Site</title>" + body).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        site.start();
    }

    /// Returns its origin under this host name, which must end with `localhost`.
    String origin(String host) {
        return "http://" + host + ":" + site.getAddress().getPort();
    }

    /// Shows the list of linked accounts in a frame.
    void frame(Household household) {
        shows("<iframe width=390 height=800 src=\"" + household.server.pagesUrl() + "/links\"></iframe>");
    }

    void shows(String html) {
        body = html;
    }

    @Override
    public void close() {
        site.stop(0);
    }
}
