package org.simplesignin.server.customerpage;

import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.customer.Customers;
import org.simplesignin.server.http.Answer;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.http.Routes;
import org.simplesignin.server.page.PageGuard;
import org.simplesignin.server.page.Pages;
import org.simplesignin.server.page.Viewer;

/// The page from which everything else is one step away.
public final class HomePage {
    private final Pages pages;
    private final Customers customers;

    /// Makes the page.
    public HomePage(Pages pages, Customers customers) {
        this.pages = pages;
        this.customers = customers;
    }

    /// What the template shows.
    record View(String displayName) {}

    /// Adds it to the table.
    public void addTo(Routes routes, PageGuard guard) {
        routes.add("GET", "/", guard.signedIn(this::home));
    }

    private Answer home(Viewer viewer, Call call) {
        Customer customer = customers
                .customer(viewer.customer())
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "The customer is gone"));
        return pages.page(call, "customerpage/home", new View(customer.displayName()));
    }
}
