package org.simplesignin.http;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/// A site that greets, reads bodies, and misbehaves where it is asked to. It remembers who came.
final class Greeter implements Site {
    static final int MOST = 64 * 1024;

    private static final String BREAK = "break";
    private static final String PAUSE = "pause";

    /// What came, but for what the listener asks itself.
    final List<String> requests = new CopyOnWriteArrayList<>();

    final List<Integer> refusals = new CopyOnWriteArrayList<>();
    final List<Thread> threads = new CopyOnWriteArrayList<>();

    /// Opened by a test, for requests that wait.
    final CountDownLatch open = new CountDownLatch(1);

    @Override
    public void answer(Exchange exchange) {
        if (!exchange.headers("Host").equals(List.of("warm-up"))) {
            requests.add(exchange.method() + " " + exchange.path());
            threads.add(Thread.currentThread());
        }
        switch (exchange.path()) {
            case "/", "/hello" -> say(exchange, 200, "text/plain", "hello");
            case "/read" -> read(exchange);
            case "/throw" -> throw new IllegalStateException("as the test wants it");
            case "/overflow" -> throw new StackOverflowError("as the test wants it");
            case "/nothing" -> {}
            case "/twice" -> {
                say(exchange, 200, "text/plain", "one");
                say(exchange, 200, "text/plain", "two");
            }
            case "/stream" -> stream(exchange, "one ", "two ", "three");
            case "/stream-and-wait" -> stream(exchange, "one ", PAUSE, "two");
            case "/break" -> stream(exchange, "one ", BREAK);
            case "/break-at-once" -> stream(exchange, BREAK);
            case "/send-and-wait" -> {
                say(exchange, 200, "text/plain", "sent");
                exchange.send();
                await(open);
            }
            case "/send-and-throw" -> {
                say(exchange, 200, "text/plain", "sent");
                exchange.send();
                throw new IllegalStateException("as the test wants it");
            }
            case "/flood" -> flood(exchange);
            case "/wait" -> {
                await(open);
                say(exchange, 200, "text/plain", "at last");
            }
            default -> say(exchange, 404, "text/plain", "nothing here");
        }
    }

    private static void read(Exchange exchange) {
        if (exchange.method().equals("POST")) {
            byte[] body = exchange.body(MOST);
            say(exchange, 202, "text/plain", body.length + " bytes");
        } else {
            say(exchange, 405, "text/plain", "POST it");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void stream(Exchange exchange, String... parts) {
        try (OutputStream out = exchange.stream(200)) {
            for (String part : parts) {
                if (part.equals(PAUSE)) {
                    await(open);
                    continue;
                }
                if (part.equals(BREAK)) {
                    throw new IllegalStateException("as the test wants it");
                }
                out.write(part.getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes until nobody listens any more.
    private static void flood(Exchange exchange) {
        byte[] part = new byte[64 * 1024];
        try (OutputStream out = exchange.stream(200)) {
            for (; ; ) {
                out.write(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void say(Exchange exchange, int status, String type, String text) {
        exchange.answerHeader("Content-Type", type);
        exchange.answer(status, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void refuse(Exchange exchange, int status) {
        refusals.add(status);
        threads.add(Thread.currentThread());
        if (exchange.wantsPage()) {
            say(exchange, status, "text/html; charset=utf-8", "<!doctype html><title>" + status + "</title>");
        } else {
            say(exchange, status, "application/problem+json", "{\"status\":" + status + "}");
        }
    }
}
