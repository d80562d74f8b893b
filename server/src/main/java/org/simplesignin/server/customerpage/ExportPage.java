package org.simplesignin.server.customerpage;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.simplesignin.server.audit.Actor;
import org.simplesignin.server.audit.Audit;
import org.simplesignin.server.audit.AuditEvent;
import org.simplesignin.server.customer.ExportSection;
import org.simplesignin.server.http.Answer;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.http.Routes;
import org.simplesignin.server.limit.Limit;
import org.simplesignin.server.limit.Limits;
import org.simplesignin.server.page.PageGuard;
import org.simplesignin.server.page.Pages;
import org.simplesignin.server.page.Viewer;
import org.simplesignin.server.storage.Transactions;

/// The copy of everything that is kept on a customer, as one JSON document. Its format is told in `docs/http-api.md`.
public final class ExportPage {
    static final String FORMAT = "simple-sign-in-export-1";

    private final Pages pages;
    private final List<ExportSection> sections;
    private final Transactions transactions;
    private final Audit audit;
    private final Limits limits;
    private final Clock clock;

    /// Makes the page.
    ///
    /// @param more the sections of other nouns
    public ExportPage(
            Pages pages,
            Kept kept,
            List<ExportSection> more,
            Transactions transactions,
            Audit audit,
            Limits limits,
            Clock clock) {
        this.pages = pages;
        this.sections =
                Stream.concat(OwnSections.of(kept).stream(), more.stream()).toList();
        this.transactions = transactions;
        this.audit = audit;
        this.limits = limits;
        this.clock = clock;
    }

    /// Adds it to the table.
    public void addTo(Routes routes, PageGuard guard) {
        routes.add("GET", "/export", guard.freshlySignedIn((viewer, call) -> page(call)));
        routes.add("POST", "/export", guard.freshlySignedIn(this::export));
    }

    private Answer page(Call call) {
        return pages.page(call, "customerpage/export", FORMAT);
    }

    private Answer export(Viewer viewer, Call call) {
        limits.take(Limit.EXPORTS_PER_CUSTOMER, viewer.customer().value());
        transactions.inCustomerTransaction(viewer.customer(), tx -> {
            audit.record(tx, new AuditEvent.DataExported(Actor.onWeb()));
            return true;
        });
        Map<String, Object> copy = new LinkedHashMap<>();
        copy.put("format", FORMAT);
        copy.put("exportedAt", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        sections.forEach(section -> copy.put(section.name(), section.content(viewer.customer())));
        call.answerHeader("Content-Disposition", "attachment; filename=\"simple-sign-in.json\"");
        return Answer.json(copy);
    }
}
