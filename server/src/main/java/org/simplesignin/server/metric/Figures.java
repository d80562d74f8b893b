package org.simplesignin.server.metric;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.simplesignin.tokens.AppId;

/// What this server counts of its own doing (specification §7), for Prometheus. Labels come from the registry and from
/// our enums only, so there are few of them and none is personal. The numbers begin at 0 with each start. Thread-safe.
public final class Figures {
    private final MeterRegistry meters;

    /// Makes figures in this registry.
    public Figures(MeterRegistry meters) {
        this.meters = meters;
    }

    /// Counts SSI tokens that were handed out to an app.
    public void tokensMinted(AppId app, int count) {
        counter("simple_sign_in_tokens_minted", "SSI tokens handed out", "app", app.value())
                .increment(count);
    }

    /// Counts a link that was made in an app.
    public void linkMade(AppId app) {
        counter("simple_sign_in_links_made", "Links made", "app", app.value()).increment();
    }

    /// Counts links that ended; `cause` is the name of an enum constant.
    public void linksEnded(Enum<?> cause, int count) {
        counter("simple_sign_in_links_ended", "Links ended", "cause", cause.name())
                .increment(count);
    }

    /// Counts that a customer turned Simple Sign-In off; `scope` is the name of an enum constant.
    public void turnedOff(Enum<?> scope) {
        counter("simple_sign_in_turned_off", "Turned off by customers", "scope", scope.name())
                .increment();
    }

    /// Counts a decision about a device that asked to be registered; `decision` is the name of an enum constant.
    public void registrationDecided(Enum<?> decision) {
        counter("simple_sign_in_registrations_decided", "Registrations decided on", "decision", decision.name())
                .increment();
    }

    /// Counts a device that was registered by its user code.
    public void deviceRegistered() {
        meters.counter("simple_sign_in_devices_registered").increment();
    }

    /// Counts an account that was deleted.
    public void accountClosed() {
        meters.counter("simple_sign_in_accounts_closed").increment();
    }

    /// Counts a declined consent.
    public void consentDeclined(AppId app) {
        counter("simple_sign_in_consents_declined", "Consents declined", "app", app.value())
                .increment();
    }

    /// Counts a link whose secrets did not open: somebody should look.
    public void linkUnreadable() {
        meters.counter("simple_sign_in_links_unreadable").increment();
    }

    /// Counts metric events by what became of them.
    public void metricEvents(String outcome, long count) {
        counter("simple_sign_in_metric_events", "Metric events received", "outcome", outcome)
                .increment((double) count);
    }

    private Counter counter(String name, String description, String label, String value) {
        return Counter.builder(name).description(description).tag(label, value).register(meters);
    }
}
