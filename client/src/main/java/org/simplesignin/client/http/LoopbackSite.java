package org.simplesignin.client.http;

import org.simplesignin.http.Exchange;
import org.simplesignin.http.RefusedRequestException;
import org.simplesignin.http.Site;
import org.simplesignin.protocol.device.Problem;
import org.simplesignin.protocol.device.ProblemCode;

/// What every request passes on its way to a route, and every answer on its way back: the `Host` check, security
/// headers, problem documents. Thread-safe.
final class LoopbackSite implements Site {
    private final Authority authority;
    private final Routes routes;
    private final String framers;

    /// @param framers who may show a refusal in a frame, as `frame-ancestors` lists them
    LoopbackSite(Authority authority, Routes routes, String framers) {
        this.authority = authority;
        this.routes = routes;
        this.framers = framers;
    }

    @Override
    public void answer(Exchange exchange) {
        secure(exchange);
        try {
            if (!authority.isHostOf(exchange)) {
                throw Refused.unknownCaller();
            }
            routes.answer(exchange);
        } catch (Refused refused) {
            tell(exchange, refused.problem());
        } catch (RefusedRequestException refused) {
            // Here, because an app may read what it is told: its CORS headers are set already.
            tell(exchange, problem(refused.status()));
        }
    }

    @Override
    public void refuse(Exchange exchange, int status) {
        secure(exchange);
        tell(exchange, problem(status));
    }

    private void tell(Exchange exchange, Problem problem) {
        if (exchange.wantsPage()) {
            Answers.problemPage(exchange, problem, framers);
        } else {
            Answers.problem(exchange, problem);
        }
    }

    private static void secure(Exchange exchange) {
        exchange.answerHeader("X-Content-Type-Options", "nosniff");
        exchange.answerHeader("Referrer-Policy", "no-referrer");
        exchange.answerHeader("Cross-Origin-Resource-Policy", "same-origin");
    }

    private static Problem problem(int status) {
        return switch (status) {
            case 413 -> ProblemCode.PAYLOAD_TOO_LARGE.problem("send a shorter body");
            case 414 -> ProblemCode.URI_TOO_LONG.problem("send a path and query of at most 4 KiB");
            case 417 -> ProblemCode.EXPECTATION_FAILED.problem("send no Expect but 100-continue");
            case 431 -> ProblemCode.HEADERS_TOO_LARGE.problem("send headers of at most 8 KiB");
            case 500 -> ProblemCode.INTERNAL.problem("see the log of the client");
            case 503 -> ProblemCode.OVERLOADED.problem("too many requests are under way");
            default -> {
                Problem malformed =
                        ProblemCode.MALFORMED_REQUEST.problem("the request is not one that this listener takes");
                yield new Problem(malformed.type(), malformed.title(), status, malformed.code(), malformed.detail());
            }
        };
    }
}
