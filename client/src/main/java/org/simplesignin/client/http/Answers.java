package org.simplesignin.client.http;

import org.simplesignin.http.Exchange;
import org.simplesignin.http.PeerGoneException;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.device.Problem;

/// Writes answers. Nothing that is JSON may be kept by a cache.
public final class Answers {
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int UNAVAILABLE = 503;
    private static final byte[] NOTHING = new byte[0];

    /// Whoever is told to come later does so after as many seconds.
    private static final String LATER = "5";

    private Answers() {}

    /// Answers 200 with a message.
    public static void json(Exchange exchange, Object message) {
        head(exchange, "application/json");
        exchange.answer(OK, Json.write(message));
    }

    /// Answers 200 with a message, which is on its way when this returns: also where the client ends at once
    /// afterwards.
    ///
    /// @throws PeerGoneException where nobody is there to take it
    public static void jsonNow(Exchange exchange, Object message) {
        json(exchange, message);
        exchange.send();
    }

    /// Answers 204.
    public static void empty(Exchange exchange) {
        exchange.answerHeader("Cache-Control", "no-store");
        exchange.answer(NO_CONTENT, NOTHING);
    }

    /// Answers with a problem document.
    public static void problem(Exchange exchange, Problem problem) {
        head(exchange, Problem.MEDIA_TYPE);
        if (problem.status() == UNAVAILABLE) {
            exchange.answerHeader("Retry-After", LATER);
        }
        exchange.answer(problem.status(), Json.write(problem));
    }

    /// Answers with a problem as people read it.
    ///
    /// @param framers who may show it in a frame, as `frame-ancestors` lists them
    static void problemPage(Exchange exchange, Problem problem, String framers) {
        head(exchange, "text/html; charset=utf-8");
        exchange.answerHeader("Content-Security-Policy", ProblemPage.policy(framers));
        if (problem.status() == UNAVAILABLE) {
            exchange.answerHeader("Retry-After", LATER);
        }
        exchange.answer(problem.status(), ProblemPage.of(problem.status()));
    }

    private static void head(Exchange exchange, String mediaType) {
        exchange.answerHeader("Content-Type", mediaType);
        exchange.answerHeader("Cache-Control", "no-store");
    }
}
