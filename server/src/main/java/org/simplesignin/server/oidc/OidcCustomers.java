package org.simplesignin.server.oidc;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.customer.Customers;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.keys.CustomerKeys;
import org.simplesignin.server.storage.Transactions;

/// Which customer somebody is who comes back from the provider. Whoever comes for the first time is a new customer,
/// even where a customer with the same name or e-mail address is there already: an address proves nothing here (T4).
/// Thread-safe.
final class OidcCustomers {
    private static final String NAMELESS = "Customer";

    private final OidcIdentities identities;
    private final Customers customers;
    private final CustomerKeys keys;
    private final Transactions transactions;
    private final SecureRandom random;
    private final Clock clock;

    OidcCustomers(
            OidcIdentities identities,
            Customers customers,
            CustomerKeys keys,
            Transactions transactions,
            SecureRandom random,
            Clock clock) {
        this.identities = identities;
        this.customers = customers;
        this.keys = keys;
        this.transactions = transactions;
        this.random = random;
        this.clock = clock;
    }

    /// Thrown to roll a customer back whose identity somebody else has got meanwhile: the same person, twice at
    /// once.
    private static final class TakenException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TakenException() {
            super("The identity was taken meanwhile", null, false, false);
        }
    }

    /// Returns the customer, made where there was none.
    CustomerId customer(Identity identity) {
        return known(identity).orElseGet(() -> make(identity));
    }

    /// Returns the customer, if there is one.
    Optional<CustomerId> known(Identity identity) {
        return identities.customer(identity.subject());
    }

    private CustomerId make(Identity identity) {
        CustomerId id = CustomerId.generate(random);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        String name = identity.name();
        Customer customer = new Customer(id, null, name == null ? NAMELESS : name, now);
        keys.make(id);
        try {
            return transactions.inCustomerTransaction(id, tx -> {
                customers.addOrExisting(tx, customer);
                if (!identities.add(tx, identity.subject(), now)) {
                    throw new TakenException();
                }
                return id;
            });
        } catch (TakenException e) {
            keys.shred(id);
            return known(identity).orElseThrow(() -> new IllegalStateException("an identity is taken by nobody"));
        }
    }
}
