package org.simplesignin.server.link;

import org.simplesignin.protocol.Limits;
import org.simplesignin.protocol.device.StartLinkRequest;
import org.simplesignin.server.app.App;
import org.simplesignin.server.app.Registry;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.tokens.LinkToken;
import org.simplesignin.tokens.PartnerUserId;

/// The checked arguments of a request to link: the first of the checks of specification §2. Prints without secrets.
record LinkArguments(App app, PartnerUserId partnerUserId, LinkToken linkToken, String linkSigningKey) {
    /// Returns the arguments of this request.
    ///
    /// @throws RefusedException with the field and the rule, never the value
    static LinkArguments of(StartLinkRequest request, Registry registry) {
        if (!Limits.isIdentityProviderName(request.identityProviderName())) {
            throw RefusedException.malformed(
                    "identityProviderName must match [a-z0-9][a-z0-9._-]*, at most 64 characters");
        }
        PartnerUserId partnerUserId = partnerUserId(request.partnerUserId());
        LinkToken linkToken = linkToken(request);
        if (!Limits.isLinkSigningKey(request.linkSigningKey())) {
            throw RefusedException.malformed("linkSigningKey must have 1 to 1024 characters");
        }
        App app = registry.named(request.app(), request.identityProviderName());
        return new LinkArguments(app, partnerUserId, linkToken, request.linkSigningKey());
    }

    private static PartnerUserId partnerUserId(String value) {
        try {
            return PartnerUserId.of(value);
        } catch (IllegalArgumentException e) {
            throw RefusedException.malformed(
                    "partnerUserId must have 1 to 256 characters, not blank, without control characters");
        }
    }

    private static LinkToken linkToken(StartLinkRequest request) {
        if (Limits.isLinkToken(request.linkToken())) {
            try {
                return LinkToken.of(request.linkToken().token());
            } catch (IllegalArgumentException e) {
                throw notALinkToken();
            }
        }
        throw notALinkToken();
    }

    private static RefusedException notALinkToken() {
        return RefusedException.malformed(
                "linkToken must be of the schema LINK-TOKEN-1.0, 1 to 8192 visible ASCII characters");
    }

    @Override
    public String toString() {
        return "LinkArguments[" + app.id() + ", redacted]";
    }
}
