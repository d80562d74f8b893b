package org.simplesignin.server.customer;

import org.simplesignin.protocol.device.CustomerView;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.server.device.Caller;
import org.simplesignin.server.device.DeviceGuard;
import org.simplesignin.server.http.Answer;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.http.Routes;

/// Tells a device whom it is registered with, for its dialogs and its shell.
public final class CustomerRoute {
    private final Customers customers;

    /// Makes the route.
    public CustomerRoute(Customers customers) {
        this.customers = customers;
    }

    /// Adds it to the table.
    public void addTo(Routes routes, DeviceGuard guard) {
        routes.add("GET", DeviceApi.CUSTOMER, guard.protect((caller, call) -> Answer.json(view(caller))));
    }

    private CustomerView view(Caller caller) {
        Customer customer = customers
                .customer(caller.customer())
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "The customer is gone"));
        return new CustomerView(customer.displayName());
    }
}
