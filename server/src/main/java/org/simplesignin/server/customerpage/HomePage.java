package org.simplesignin.server.customerpage;

import java.util.List;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.server.audit.AuditLine;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.device.Registration;
import org.simplesignin.server.http.Answer;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.http.Routes;
import org.simplesignin.server.page.PageGuard;
import org.simplesignin.server.page.Pages;
import org.simplesignin.server.page.Viewer;

/// The page from which everything else is one step away: how it stands, and what changed last.
public final class HomePage {
    private static final int NEWEST = 5;
    /// So many lines are looked through for changes: minting writes most of them.
    private static final int LINES = 200;

    private final Pages pages;
    private final Kept kept;

    /// Makes the page.
    public HomePage(Pages pages, Kept kept) {
        this.pages = pages;
        this.kept = kept;
    }

    /// What the template shows.
    record View(String displayName, boolean on, int links, int devices, List<HistoryEntry> changes) {}

    /// Adds it to the table.
    public void addTo(Routes routes, PageGuard guard) {
        routes.add("GET", "/", guard.signedIn(this::home));
    }

    private Answer home(Viewer viewer, Call call) {
        Customer customer = kept.customers()
                .customer(viewer.customer())
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "The customer is gone"));
        List<Registration> registered = kept.devices().ofCustomer(viewer.customer());
        return pages.page(
                call,
                "customerpage/home",
                new View(
                        customer.displayName(),
                        !kept.switches().turnedOff(viewer.customer()).account(),
                        kept.links().ofCustomer(viewer.customer()).size(),
                        registered.size(),
                        changes(viewer, new Names(kept.registry(), registered))));
    }

    private List<HistoryEntry> changes(Viewer viewer, Names names) {
        List<AuditLine> changes = kept.auditLog().newest(viewer.customer(), Long.MAX_VALUE, LINES).stream()
                .filter(line -> !line.kind().equals("token-minted"))
                .limit(NEWEST)
                .toList();
        return HistoryEntry.of(changes, names);
    }
}
