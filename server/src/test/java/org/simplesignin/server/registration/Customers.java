package org.simplesignin.server.registration;

import java.net.InetAddress;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.http.NetworkAddress;
import org.simplesignin.server.id.RegistrationId;
import org.simplesignin.server.testing.TestServer;

/// What a customer does, without a page.
final class Customers {
    static final NetworkAddress HOME = new NetworkAddress(InetAddress.getLoopbackAddress());

    private Customers() {}

    /// Types a code that must be taken.
    static RegistrationId open(TestServer server, Customer customer, String userCode) {
        return server.approving().open(customer.id(), HOME, userCode).orElseThrow();
    }
}
