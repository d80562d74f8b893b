package org.simplesignin.client.local;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import org.simplesignin.client.call.Caller;
import org.simplesignin.client.call.Calls;
import org.simplesignin.client.call.Withdrawal;
import org.simplesignin.client.device.Apps;
import org.simplesignin.client.device.Origin;
import org.simplesignin.client.http.Refused;
import org.simplesignin.client.http.Requests;
import org.simplesignin.client.shell.Launches;
import org.simplesignin.protocol.AppRequest;
import org.simplesignin.protocol.Call;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.Limits;
import org.simplesignin.protocol.MalformedMessageException;
import org.simplesignin.protocol.device.ProblemCode;

/// `POST /v1/<call>`: web apps. The `Host` was checked by the listener; then the `Origin` must be a registered one, the
/// ticket that of this origin's running launch, and only then is the body read. Any page of the web can send requests
/// to 127.0.0.1 (design/security.md T7): what a browser sends without asking first has neither. Thread-safe.
public final class LocalHttp implements HttpService {
    private static final HeaderName TICKET = HeaderNames.create("Simple-Sign-In-Ticket");

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
    public void routing(HttpRules rules) {
        rules.any("/v1/{call}", this::handle);
    }

    private void handle(ServerRequest request, ServerResponse response) {
        Origin origin = Requests.header(request, HeaderNames.ORIGIN)
                .filter(apps::isWebOrigin)
                .flatMap(Origin::parse)
                .orElseThrow(Refused::unknownCaller);
        // From here on the page may read what it is told: it is a registered app's.
        response.header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin.value());
        response.header(HeaderNames.VARY, "Origin");
        Method method = request.prologue().method();
        if (method.equals(Method.OPTIONS)) {
            preflight(response);
        } else if (method.equals(Method.POST)) {
            call(request, response, origin);
        } else {
            throw Refused.of(ProblemCode.METHOD_NOT_ALLOWED, "use POST");
        }
    }

    // No credentials: a cookie is never what proves a caller here.
    private static void preflight(ServerResponse response) {
        response.header(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "POST");
        response.header(HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, "Content-Type, " + TICKET.defaultCase());
        response.header(HeaderNames.ACCESS_CONTROL_MAX_AGE, "600");
        response.status(Status.NO_CONTENT_204).send();
    }

    private void call(ServerRequest request, ServerResponse response, Origin origin) {
        Caller caller = Requests.header(request, TICKET)
                .flatMap(ticket -> launches.caller(origin, ticket))
                .orElseThrow(Refused::unknownCaller);
        // What a form can send needs no preflight, so it is refused even from a caller who is known.
        if (!Requests.isMediaType(request, "application/json")) {
            throw Refused.unknownCaller();
        }
        Call call = Call.named(request.path().pathParameters().get("call"))
                .orElseThrow(() -> Refused.of(ProblemCode.NOT_FOUND, "there is no such call"));
        AppRequest asked = read(request, call);
        Withdrawal withdrawal = new Withdrawal();
        new PatientAnswer(response, withdrawal).send(() -> calls.answer(caller, asked, withdrawal));
    }

    private static AppRequest read(ServerRequest request, Call call) {
        byte[] body = Requests.body(request, Limits.REQUEST_BYTES);
        try {
            return Json.read(body, call.request(), Limits.REQUEST_BYTES);
        } catch (MalformedMessageException e) {
            throw Refused.of(ProblemCode.MALFORMED_REQUEST, "the body is not the request of this call");
        }
    }
}
