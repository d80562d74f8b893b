package org.simplesignin.client.shell.pages;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.simplesignin.client.theme.Theme;

/// Speaks the device client's side of the contract with the pages, and remembers what the pages said: strict about
/// session, origin and shapes, so that a page that strays from the contract fails its test. Thread-safe.
final class FakeClient implements AutoCloseable {
    static final String HOST = "tv-1.localhost";
    static final String TICKET = "ticket-9f2c7be1a04d4d6b8f51";
    private static final Duration GUARD = Duration.ofMillis(500);

    /// A call of a page: method, path without the query, body as text.
    record Call(String method, String path, String body) {}

    /// An outcome of a dialog, and how long after the painted frame it came.
    record Outcome(String outcome, String linkId, Duration afterPainted) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final String appOrigin;
    private final FakeAnswers answers;
    private final String session = "session-" + System.identityHashCode(this);
    private final Map<String, Object> state = new LinkedHashMap<>();
    private final List<Map<String, Object>> events = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final FakeRegistration registration = new FakeRegistration();
    private final List<String> addresses = new ArrayList<>();
    private List<Map<String, Object>> links = new ArrayList<>();
    private Map<String, Object> dialog;
    private long paintedNanos;
    private boolean away;
    private boolean sessionEnded;
    private boolean closed;
    private String launchUrl;
    private int refuseOutcomes;
    private boolean changesHeld;
    private volatile Theme theme = Theme.NONE;

    FakeClient(String appOrigin) throws IOException {
        this.appOrigin = appOrigin;
        this.answers = new FakeAnswers(appOrigin);
        this.launchUrl = appOrigin + "/";
        state.putAll(States.home("tv"));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(workers);
        server.createContext("/", this::serve);
        server.start();
    }

    String origin() {
        return "http://" + HOST + ":" + server.getAddress().getPort();
    }

    String session() {
        return session;
    }

    void state(String member, Object value) {
        locked(() -> {
            state.put(member, value);
            events.add(Map.of("type", "state-changed"));
        });
    }

    Object state(String member) {
        lock.lock();
        try {
            return state.get(member);
        } finally {
            lock.unlock();
        }
    }

    void links(List<Map<String, Object>> some) {
        locked(() -> links = new ArrayList<>(some));
    }

    /// Sets where the registration stands, and tells the pages.
    void registration(Map<String, Object> told) {
        locked(() -> {
            registration.told(told);
            events.add(Map.of("type", "state-changed"));
        });
    }

    /// Answers every wish to register with this problem.
    void refuseRegistrations(int status, String code) {
        locked(() -> registration.refuse(status, code));
    }

    void openDialog(Map<String, Object> some) {
        locked(() -> {
            dialog = some;
            paintedNanos = 0;
            events.add(Map.of("type", "dialog-opened", "dialogId", some.get("dialogId"), "kind", some.get("kind")));
        });
    }

    /// Waits until the pages have told that the open dialog is painted.
    void awaitPainted() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (paintedNanos == 0) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    void closeDialog() {
        locked(this::dialogIsOver);
    }

    void away(boolean yes) {
        locked(() -> away = yes);
    }

    void endSession() {
        locked(() -> sessionEnded = true);
    }

    void launchUrl(String url) {
        locked(() -> launchUrl = url);
    }

    /// Answers the next outcomes with a 503, as a client does that cannot take them.
    void refuseOutcomes(int times) {
        locked(() -> refuseOutcomes = times);
    }

    /// Lets changes of switches wait until they are let go.
    void holdChanges(boolean yes) {
        locked(() -> changesHeld = yes);
    }

    List<Outcome> outcomes() {
        lock.lock();
        try {
            return List.copyOf(outcomes);
        } finally {
            lock.unlock();
        }
    }

    List<Call> calls(String method, String path) {
        lock.lock();
        try {
            return calls.stream()
                    .filter(call -> call.method().equals(method) && call.path().equals(path))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /// Every address that was asked for, with its query and Referer.
    List<String> addresses() {
        lock.lock();
        try {
            return List.copyOf(addresses);
        } finally {
            lock.unlock();
        }
    }

    /// Forgets the outcomes so far, so that the next is the first again.
    void forgetOutcomes() {
        locked(outcomes::clear);
    }

    /// Serves this theme, as a client does that was started with it.
    void theme(Theme some) {
        theme = some;
    }

    /// Waits for the first outcome.
    Outcome outcome() {
        await("an outcome", () -> !outcomes.isEmpty());
        return outcomes().get(0);
    }

    void awaitCall(String method, String path) {
        await(
                method + " " + path,
                () -> calls.stream()
                        .anyMatch(call ->
                                call.method().equals(method) && call.path().equals(path)));
    }

    private void await(String what, BooleanSupplier there) {
        lock.lock();
        try {
            long left = Duration.ofSeconds(30).toNanos();
            while (!there.getAsBoolean()) {
                if (left <= 0) {
                    throw new AssertionError("waited in vain for " + what);
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } finally {
            lock.unlock();
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            locked(() -> {
                calls.add(new Call(exchange.getRequestMethod(), path, body));
                addresses.add(exchange.getRequestURI() + " "
                        + exchange.getRequestHeaders().getFirst("Referer"));
            });
            if (!(HOST + ":" + server.getAddress().getPort())
                    .equals(exchange.getRequestHeaders().getFirst("Host"))) {
                answers.problem(exchange, 403, "unknown_caller");
                return;
            }
            switch (path) {
                case "/start" -> answers.html(exchange, FakeAnswers.START);
                case "/shell" ->
                    answers.html(exchange, FakeAnswers.text("shell.html").replace("{{shellSession}}", session));
                case "/shell/theme.css" ->
                    answers.answer(
                            exchange,
                            200,
                            "text/css; charset=utf-8",
                            theme.css().getBytes(StandardCharsets.UTF_8));
                case "/preview" -> answers.html(exchange, FakeAnswers.text("preview.html"));
                case "/preview/dialog" -> answers.html(exchange, FakeAnswers.text("preview-dialog.html"));
                case "/dialog" -> answers.html(exchange, FakeAnswers.text("dialog.html"));
                case "/" -> answers.page(exchange, 403, "opened-elsewhere.html");
                default -> {
                    if (path.startsWith(FakeRegistration.AGAIN)) {
                        openAgain(exchange);
                    } else {
                        route(exchange, path, body);
                    }
                }
            }
        }
    }

    private void openAgain(HttpExchange exchange) throws IOException {
        locked(() -> {
            sessionEnded = false;
            state.put("outdated", false);
        });
        answers.html(exchange, FakeAnswers.text("shell.html").replace("{{shellSession}}", session));
    }

    private void route(HttpExchange exchange, String path, String body) throws IOException {
        if (path.startsWith("/shell/pages/")) {
            answers.page(exchange, 200, path.substring("/shell/pages/".length()));
        } else if (path.startsWith(FakeAnswers.KEPT)) {
            answers.page(exchange, 200, path.substring(FakeAnswers.KEPT.length()));
        } else if (path.startsWith("/icons/")) {
            answers.answer(exchange, 200, "image/svg+xml", FakeAnswers.ICON.getBytes(StandardCharsets.UTF_8));
        } else if (look(() -> away)) {
            exchange.getResponseHeaders().set("Connection", "close");
        } else if (!session.equals(exchange.getRequestHeaders().getFirst("Shell-Session"))
                || look(() -> sessionEnded)) {
            answers.problem(exchange, 403, "unknown_caller");
        } else {
            call(exchange, path, body);
        }
    }

    private void call(HttpExchange exchange, String path, String body) throws IOException {
        String route = exchange.getRequestMethod() + " " + path;
        switch (route) {
            case "GET /shell/state" -> answers.json(exchange, snapshot());
            case "GET /shell/events" ->
                answers.json(exchange, nextEvents(exchange.getRequestURI().getQuery()));
            case "GET /shell/dialog" -> current(exchange);
            case "POST /shell/launches" -> {
                locked(() -> state.put("inFront", FakeAnswers.member(body, "app")));
                answers.json(
                        exchange,
                        Map.of(
                                "app",
                                FakeAnswers.member(body, "app"),
                                "url",
                                launchUrl,
                                "origin",
                                appOrigin,
                                "ticket",
                                TICKET));
            }
            case "DELETE /shell/launches/current" -> {
                locked(() -> {
                    state.put("inFront", null);
                    dialogIsOver();
                });
                answers.nothing(exchange);
            }
            case "POST /shell/customer" ->
                set(exchange, () -> States.activate(state, FakeAnswers.member(body, "customer")));
            case "POST /shell/profile" ->
                set(exchange, () -> state.put("profile", FakeAnswers.member(body, "profile")));
            case "POST /shell/hide-account-names" ->
                set(exchange, () -> state.put("hideAccountNames", Boolean.valueOf(FakeAnswers.member(body, "hide"))));
            case "PUT /shell/switches" -> {
                await("the test to let changes go", () -> !changesHeld || closed);
                locked(() -> States.turn(state, FakeAnswers.map(body)));
                answers.json(exchange, state.get("switches"));
            }
            case "GET /shell/linked-accounts" -> answers.json(exchange, Map.of("links", List.copyOf(links)));
            case "DELETE /shell/signed-out" -> set(exchange, () -> state.put("signedOut", List.of()));
            case "POST /shell/factory-reset/finish" -> {
                registration.answer(answers, exchange, route, body);
                locked(() -> {
                    sessionEnded = true;
                    state.putAll(States.nobody((String) state.get("form")));
                });
            }
            default -> {
                if (!registration.answer(answers, exchange, route, body)) {
                    dialogOrLink(exchange, route, body);
                }
            }
        }
    }

    private void dialogOrLink(HttpExchange exchange, String route, String body) throws IOException {
        if (route.matches("DELETE /shell/customers/[A-Za-z0-9_-]+")) {
            String customer = route.substring(route.lastIndexOf('/') + 1);
            set(exchange, () -> States.remove(state, customer));
        } else if (route.matches("DELETE /shell/linked-accounts/[A-Za-z0-9_-]+")) {
            String linkId = route.substring(route.lastIndexOf('/') + 1);
            set(exchange, () -> links.removeIf(link -> linkId.equals(link.get("linkId"))));
        } else if (route.matches("POST /shell/dialog/[A-Za-z0-9_-]+/painted")) {
            locked(() -> paintedNanos = System.nanoTime());
            answers.nothing(exchange);
        } else if (route.matches("POST /shell/dialog/[A-Za-z0-9_-]+/outcome")) {
            outcome(exchange, route.split("/", -1)[3], body);
        } else {
            answers.problem(exchange, 404, "not_found");
        }
    }

    private void outcome(HttpExchange exchange, String dialogId, String body) throws IOException {
        int status;
        lock.lock();
        try {
            String outcome = FakeAnswers.member(body, "outcome");
            Duration after = Duration.ofNanos(System.nanoTime() - paintedNanos);
            boolean grants = outcome.equals("allowed") || outcome.equals("selected");
            if (dialog == null || !dialogId.equals(dialog.get("dialogId"))) {
                status = 409;
            } else if (refuseOutcomes > 0) {
                refuseOutcomes--;
                status = 503;
            } else {
                outcomes.add(new Outcome(outcome, FakeAnswers.member(body, "linkId"), after));
                status = grants && (paintedNanos == 0 || after.compareTo(GUARD) < 0) ? 409 : 204;
                if (status == 204) {
                    dialogIsOver();
                }
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (status == 204) {
            answers.nothing(exchange);
        } else {
            answers.problem(exchange, status, status == 409 ? "too_early" : "overloaded");
        }
    }

    private void dialogIsOver() {
        if (dialog != null) {
            events.add(Map.of("type", "dialog-closed", "dialogId", dialog.get("dialogId")));
            dialog = null;
        }
    }

    private void current(HttpExchange exchange) throws IOException {
        Map<String, Object> open;
        lock.lock();
        try {
            open = dialog;
        } finally {
            lock.unlock();
        }
        if (open == null) {
            answers.nothing(exchange);
        } else {
            answers.json(exchange, open);
        }
    }

    private Map<String, Object> nextEvents(String query) {
        int after = Integer.parseInt(query.substring("after=".length()));
        lock.lock();
        try {
            long left = Duration.ofSeconds(20).toNanos();
            while (!closed && !away && !sessionEnded && events.size() <= after && left > 0) {
                left = changed.awaitNanos(left);
            }
            List<Map<String, Object>> some = List.copyOf(events.subList(Math.min(after, events.size()), events.size()));
            return Map.of("next", events.size(), "events", some);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Map.of("next", after, "events", List.of());
        } finally {
            lock.unlock();
        }
    }

    private Map<String, Object> snapshot() {
        lock.lock();
        try {
            return new LinkedHashMap<>(state);
        } finally {
            lock.unlock();
        }
    }

    private boolean look(BooleanSupplier at) {
        lock.lock();
        try {
            return at.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }

    private void set(HttpExchange exchange, Runnable change) throws IOException {
        locked(change);
        answers.nothing(exchange);
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        locked(() -> closed = true);
        server.stop(0);
        workers.shutdownNow();
    }
}
