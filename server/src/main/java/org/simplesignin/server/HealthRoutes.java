package org.simplesignin.server;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.server.http.Answer;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.http.Routes;

/// For the operator's tools: whether the process lives, whether it can serve, and its figures for Prometheus. Nothing
/// personal.
final class HealthRoutes {
    private final BooleanSupplier ready;
    private final PrometheusMeterRegistry meters;

    HealthRoutes(BooleanSupplier ready, PrometheusMeterRegistry meters) {
        this.ready = ready;
        this.meters = meters;
    }

    void addTo(Routes routes) {
        routes.add("GET", "/health/live", call -> Answer.json(Map.of("status", "live")));
        routes.add("GET", "/health/ready", call -> readiness());
        routes.add("GET", "/metrics", call -> Answer.text("text/plain; version=0.0.4; charset=utf-8", meters.scrape()));
    }

    private Answer readiness() {
        if (!ready.getAsBoolean()) {
            throw new RefusedException(ProblemCode.OVERLOADED, "The store takes no writes");
        }
        return Answer.json(Map.of("status", "ready"));
    }
}
