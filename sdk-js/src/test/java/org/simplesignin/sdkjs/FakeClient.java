package org.simplesignin.sdkjs;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The local API of a device client over real HTTP, which does as it is told: each call gets the next behaviour, the
/// last one again and again. It answers preflights as the real one does.
final class FakeClient implements AutoCloseable {
    /// What becomes of a call.
    interface Behaviour {
        void serve(HttpExchange exchange) throws IOException;
    }

    /// A call as it came.
    record Request(String call, String uri, Headers headers, String body) {
        String header(String name) {
            return String.valueOf(headers.getFirst(name));
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Deque<Behaviour> behaviours = new ArrayDeque<>();
    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final CountDownLatch hungUp = new CountDownLatch(1);

    FakeClient() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/v1/", this::serve);
        server.start();
    }

    String endpoint() {
        return "http://tv-1.localhost:" + server.getAddress().getPort();
    }

    /// Behaves like this from now on, and forgets what was asked before.
    FakeClient will(Behaviour... next) {
        synchronized (behaviours) {
            behaviours.clear();
            behaviours.addAll(List.of(next));
        }
        requests.clear();
        return this;
    }

    static Behaviour answer(String json) {
        return answer(200, json);
    }

    static Behaviour answer(int status, String body) {
        return exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    /// Closes the connection without a word.
    static Behaviour hangUp() {
        return HttpExchange::close;
    }

    /// Starts an answer, and closes the connection in the middle of it.
    static Behaviour breakOff() {
        return exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write("{\"requestStatus\":".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
        };
    }

    /// Sends white space, as the client does while a dialog is open, until the app hangs up.
    Behaviour stayOpen() {
        return exchange -> {
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            try {
                while (true) {
                    out.write(' ');
                    out.flush();
                    LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
                }
            } catch (IOException gone) {
                hungUp.countDown();
            }
        };
    }

    void awaitHangUp() throws InterruptedException {
        if (!hungUp.await(30, TimeUnit.SECONDS)) {
            throw new AssertionError("the app did not hang up");
        }
    }

    Request request() throws InterruptedException {
        Request request = requests.poll(30, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("no call came");
        }
        return request;
    }

    List<Request> requests() {
        List<Request> all = new ArrayList<>();
        requests.drainTo(all);
        return all;
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Headers headers = exchange.getResponseHeaders();
            headers.set(
                    "Access-Control-Allow-Origin", exchange.getRequestHeaders().getFirst("Origin"));
            // A browser repeats by itself what breaks on a connection that it used before.
            headers.set("Connection", "close");
            if (exchange.getRequestMethod().equals("OPTIONS")) {
                headers.set("Access-Control-Allow-Methods", "POST");
                headers.set("Access-Control-Allow-Headers", "Content-Type, Simple-Sign-In-Ticket");
                exchange.sendResponseHeaders(204, -1);
                return;
            }
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String uri = exchange.getRequestURI().toString();
            Behaviour next;
            synchronized (behaviours) {
                next = behaviours.size() > 1 ? behaviours.removeFirst() : behaviours.getFirst();
            }
            requests.add(new Request(uri.substring("/v1/".length()), uri, exchange.getRequestHeaders(), body));
            next.serve(exchange);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
