package org.simplesignin.client.local;

import org.simplesignin.client.call.Caller;
import org.simplesignin.client.call.Calls;
import org.simplesignin.client.call.Withdrawal;
import org.simplesignin.client.device.Apps;
import org.simplesignin.client.device.Origin;
import org.simplesignin.client.http.PathParameters;
import org.simplesignin.client.http.Refused;
import org.simplesignin.client.http.Requests;
import org.simplesignin.client.http.Routed;
import org.simplesignin.client.http.Routes;
import org.simplesignin.client.shell.Launches;
import org.simplesignin.http.Exchange;
import org.simplesignin.protocol.AppRequest;
import org.simplesignin.protocol.Call;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.Limits;
import org.simplesignin.protocol.MalformedMessageException;
import org.simplesignin.protocol.device.ProblemCode;

/// `POST /v1/<call>`: web apps. The `Host` was checked by the listener; then the `Origin` must be a registered one, the
/// ticket that of this origin's running launch, and only then is the body read. Any page of the web can send requests
/// to 127.0.0.1 (design/security.md T7): what a browser sends without asking first has neither. Thread-safe.
public final class LocalHttp implements Routed {
    private static final String TICKET = "Simple-Sign-In-Ticket";

    private final Apps apps;
    private final Launches launches;
    private final Calls calls;

    /// Makes one.
    public LocalHttp(Apps apps, Launches launches, Calls calls) {
        this.apps = apps;
        this.launches = launches;
        this.calls = calls;
    }

    @Override
    public void routing(Routes routes) {
        routes.any("/v1/{call}", this::handle);
    }

    private void handle(Exchange exchange, PathParameters parameters) {
        Origin origin = exchange.header("Origin")
                .filter(apps::isWebOrigin)
                .flatMap(Origin::parse)
                .orElseThrow(Refused::unknownCaller);
        // From here on the page may read what it is told: it is a registered app's.
        exchange.answerHeader("Access-Control-Allow-Origin", origin.value());
        exchange.answerHeader("Vary", "Origin");
        switch (exchange.method()) {
            case "OPTIONS" -> preflight(exchange);
            case "POST" -> call(exchange, parameters.get("call"), origin);
            default -> {
                exchange.answerHeader("Allow", "POST, OPTIONS");
                throw Refused.of(ProblemCode.METHOD_NOT_ALLOWED, "use POST");
            }
        }
    }

    // No credentials: a cookie is never what proves a caller here.
    private static void preflight(Exchange exchange) {
        exchange.answerHeader("Access-Control-Allow-Methods", "POST");
        exchange.answerHeader("Access-Control-Allow-Headers", "Content-Type, " + TICKET);
        exchange.answerHeader("Access-Control-Max-Age", "600");
        exchange.answer(204, new byte[0]);
    }

    private void call(Exchange exchange, String name, Origin origin) {
        Caller caller = exchange.header(TICKET)
                .flatMap(ticket -> launches.caller(origin, ticket))
                .orElseThrow(Refused::unknownCaller);
        // What a form can send needs no preflight, so it is refused even from a caller who is known.
        if (!Requests.isMediaType(exchange, "application/json")) {
            throw Refused.unknownCaller();
        }
        Call call = Call.named(name).orElseThrow(() -> Refused.of(ProblemCode.NOT_FOUND, "there is no such call"));
        AppRequest asked = read(exchange, call);
        Withdrawal withdrawal = new Withdrawal();
        new PatientAnswer(exchange, withdrawal).send(() -> calls.answer(caller, asked, withdrawal));
    }

    private static AppRequest read(Exchange exchange, Call call) {
        byte[] body = exchange.body(Limits.REQUEST_BYTES);
        try {
            return Json.read(body, call.request(), Limits.REQUEST_BYTES);
        } catch (MalformedMessageException e) {
            throw Refused.of(ProblemCode.MALFORMED_REQUEST, "the body is not the request of this call");
        }
    }
}
