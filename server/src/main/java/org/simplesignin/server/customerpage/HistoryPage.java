package org.simplesignin.server.customerpage;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.audit.AuditLine;
import org.simplesignin.server.http.Answer;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.http.Routes;
import org.simplesignin.server.page.PageGuard;
import org.simplesignin.server.page.Pages;
import org.simplesignin.server.page.Viewer;

/// History: every token that was minted and every change, newest first, from the audit log (T10).
public final class HistoryPage {
    static final int LINES = 100;

    private final Pages pages;
    private final Kept kept;

    /// Makes the page.
    public HistoryPage(Pages pages, Kept kept) {
        this.pages = pages;
        this.kept = kept;
    }

    /// What the page shows.
    ///
    /// @param newest whether it begins with the newest line
    /// @param older the sequence before which older lines are, or null where there are none
    record View(
            List<HistoryEntry> entries,
            boolean newest,
            @Nullable Long older) {}

    /// Adds it to the table.
    public void addTo(Routes routes, PageGuard guard) {
        routes.add("GET", "/history", guard.signedIn(this::history));
    }

    private Answer history(Viewer viewer, Call call) {
        long before = before(call);
        List<AuditLine> lines = kept.auditLog().newest(viewer.customer(), before, LINES);
        Names names = kept.names(viewer.customer());
        Long older = lines.isEmpty() || lines.getLast().sequence() == 1
                ? null
                : Long.valueOf(lines.getLast().sequence());
        return pages.page(
                call, "customerpage/history", new View(HistoryEntry.of(lines, names), before == Long.MAX_VALUE, older));
    }

    private static long before(Call call) {
        String sent = call.queryParameter("before").orElse("");
        if (sent.isEmpty()) {
            return Long.MAX_VALUE;
        }
        if (!sent.matches("[0-9]{1,18}")) {
            throw RefusedException.malformed("before must be the number of a line");
        }
        return Long.parseLong(sent);
    }
}
