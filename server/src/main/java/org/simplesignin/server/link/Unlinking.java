package org.simplesignin.server.link;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.simplesignin.server.app.Registry;
import org.simplesignin.server.audit.Audit;
import org.simplesignin.server.audit.AuditEvent;
import org.simplesignin.server.audit.AuditEvent.Cause;
import org.simplesignin.server.device.Caller;
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
    private final Transactions transactions;
    private final Audit audit;
    private final Figures figures;
    private final Clock clock;

    /// Makes the rule.
    public Unlinking(
            Registry registry, Links links, Transactions transactions, Audit audit, Figures figures, Clock clock) {
        this.registry = registry;
        this.links = links;
        this.transactions = transactions;
        this.audit = audit;
        this.figures = figures;
        this.clock = clock;
    }

    /// Ends this link where it is the caller's; otherwise nothing happens and nobody is told the difference (T15).
    void unlink(Caller caller, LinkId id) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Optional<Link> ended = transactions.inCustomerTransaction(caller.customer(), tx -> {
            Optional<Link> link = links.end(tx, id, now);
            link.ifPresent(one -> tell(tx, List.of(one), Cause.UNLINKED));
            return link;
        });
        if (ended.isPresent()) {
            figures.linksEnded(Cause.UNLINKED, 1);
        }
    }

    @Override
    public int accountOff(Tx tx, Instant now) {
        return tell(tx, links.endAll(tx, now), Cause.ACCOUNT_OFF);
    }

    /// All apps of an identity provider share its links, so all of these end.
    @Override
    public int appOff(Tx tx, AppId app, Instant now) {
        return registry.app(app)
                .map(known -> tell(tx, links.endOfProvider(tx, known.identityProviderName(), now), Cause.APP_OFF))
                .orElse(0);
    }

    private int tell(Tx tx, List<Link> ended, Cause cause) {
        audit.record(
                tx,
                ended.stream()
                        .map(link -> new AuditEvent.LinkEnded(link.id(), link.identityProviderName(), cause))
                        .toList());
        return ended.size();
    }
}
