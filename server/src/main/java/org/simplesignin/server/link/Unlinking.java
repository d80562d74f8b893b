package org.simplesignin.server.link;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import org.simplesignin.server.app.Registry;
import org.simplesignin.server.audit.Actor;
import org.simplesignin.server.audit.Audit;
import org.simplesignin.server.audit.AuditEvent;
import org.simplesignin.server.audit.AuditEvent.Cause;
import org.simplesignin.server.device.Devices;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.metric.Figures;
import org.simplesignin.server.storage.Transactions;
import org.simplesignin.server.storage.Tx;
import org.simplesignin.server.switches.TurnOffEffect;
import org.simplesignin.tokens.AppId;
import org.simplesignin.tokens.LinkId;

/// Ends links: one by one, or with a switch (specification §5). The secrets are gone when the transaction is.
/// Thread-safe.
public final class Unlinking implements TurnOffEffect {
    private final Registry registry;
    private final Links links;
    private final Devices devices;
    private final Transactions transactions;
    private final Audit audit;
    private final Figures figures;
    private final Clock clock;

    /// Makes the rule.
    public Unlinking(
            Registry registry,
            Links links,
            Devices devices,
            Transactions transactions,
            Audit audit,
            Figures figures,
            Clock clock) {
        this.registry = registry;
        this.links = links;
        this.devices = devices;
        this.transactions = transactions;
        this.audit = audit;
        this.figures = figures;
        this.clock = clock;
    }

    /// Ends this link where it is the customer's; otherwise nothing happens and nobody is told the difference
    /// (T15). Returns whether it ended now.
    ///
    /// @throws RefusedException `invalid_token` where the device it is done on was removed meanwhile
    public boolean unlink(CustomerId customer, LinkId id, Actor by) {
        return ended(customer, by, tx -> links.end(tx, id, now()).stream().toList()) > 0;
    }

    /// Ends every link of the customer; returns how many.
    public int unlinkAll(CustomerId customer, Actor by) {
        return ended(customer, by, tx -> links.endAll(tx, now()));
    }

    private int ended(CustomerId customer, Actor by, Function<Tx, List<EndedLink>> end) {
        int ended = transactions.inCustomerTransaction(customer, tx -> {
            devices.requireRegistered(tx, by);
            return tell(tx, end.apply(tx), Cause.UNLINKED, by);
        });
        if (ended > 0) {
            figures.linksEnded(Cause.UNLINKED, ended);
        }
        return ended;
    }

    @Override
    public int accountOff(Tx tx, Instant now, Actor by) {
        return tell(tx, links.endAll(tx, now), Cause.ACCOUNT_OFF, by);
    }

    /// All apps of an identity provider share its links, so all of these end.
    @Override
    public int appOff(Tx tx, AppId app, Instant now, Actor by) {
        return registry.app(app)
                .map(known -> tell(tx, links.endOfProvider(tx, known.identityProviderName(), now), Cause.APP_OFF, by))
                .orElse(0);
    }

    private int tell(Tx tx, List<EndedLink> ended, Cause cause, Actor by) {
        audit.record(
                tx,
                ended.stream()
                        .map(link -> new AuditEvent.LinkEnded(link.id(), link.identityProviderName(), cause, by))
                        .toList());
        return ended.size();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
