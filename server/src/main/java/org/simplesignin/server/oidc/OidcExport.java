package org.simplesignin.server.oidc;

import java.util.Map;
import org.simplesignin.server.customer.ExportSection;
import org.simplesignin.server.id.CustomerId;

/// Who the customer is at the operator's provider, as it stands in the copy that a customer takes; also where the
/// operator has given the provider up since.
public final class OidcExport implements ExportSection {
    private final OidcIdentities identities;

    /// Makes the section.
    public OidcExport(OidcIdentities identities) {
        this.identities = identities;
    }

    @Override
    public String name() {
        return "openIdConnect";
    }

    @Override
    public Object content(CustomerId customer) {
        return identities.ofCustomer(customer).stream()
                .map(identity -> Map.of(
                        "issuer", identity.subject().issuer(),
                        "subject", identity.subject().value(),
                        "since", identity.since().toString()))
                .toList();
    }
}
