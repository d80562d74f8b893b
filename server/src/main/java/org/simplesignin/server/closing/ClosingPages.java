package org.simplesignin.server.closing;

import org.simplesignin.server.http.Answer;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.http.Routes;
import org.simplesignin.server.page.PageGuard;
import org.simplesignin.server.page.Pages;
import org.simplesignin.server.page.Viewer;

/// The pages on which a customer deletes the account: what it means, one button, and the word that it is done. Only for
/// who gave their credentials within the last minutes.
public final class ClosingPages {
    private static final String DELETE = "/account/delete";
    private static final String DELETED = "/account/deleted";

    private final Pages pages;
    private final Closing closing;

    /// Makes the pages.
    public ClosingPages(Pages pages, Closing closing) {
        this.pages = pages;
        this.closing = closing;
    }

    /// What the templates show: nothing of the customer.
    record View() {}

    /// Adds them to the table.
    public void addTo(Routes routes, PageGuard guard) {
        routes.add(
                "GET", DELETE, guard.freshlySignedIn((viewer, call) -> pages.page(call, "closing/delete", new View())));
        routes.add("POST", DELETE, guard.freshlySignedIn(this::delete));
        routes.add("GET", DELETED, guard.open(call -> pages.page(call, "closing/deleted", new View())));
    }

    private Answer delete(Viewer viewer, Call call) {
        closing.close(viewer.customer());
        return Answer.seeOther(DELETED);
    }
}
