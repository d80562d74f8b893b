package org.simplesignin.server.testing;

import java.util.List;
import java.util.Objects;
import org.simplesignin.protocol.GetUserAndLinksResponse;
import org.simplesignin.protocol.Link;
import org.simplesignin.protocol.Token;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.StartLinkRequest;
import org.simplesignin.protocol.device.UserAndLinksRequest;
import org.simplesignin.tokens.AmazonUserId;
import org.simplesignin.tokens.AppKey;
import org.simplesignin.tokens.IdentityProviderName;
import org.simplesignin.tokens.InvalidTokenException;
import org.simplesignin.tokens.LinkCredentials;
import org.simplesignin.tokens.LinkTokenIssuer;
import org.simplesignin.tokens.LinkTokenKeys;
import org.simplesignin.tokens.Nonce;
import org.simplesignin.tokens.PartnerUserId;
import org.simplesignin.tokens.SsiTokenVerifier;
import org.simplesignin.tokens.VerifiedSsiToken;

/// A partner backend with its app: it fetches the app key over HTTP, issues link tokens and verifies SSI tokens.
public final class Partner {
    private final String app;
    private final String identityProviderName;
    private final LinkTokenKeys keys = LinkTokenKeys.generate();
    private final LinkTokenIssuer issuer;
    private final SsiTokenVerifier verifier;

    /// Makes one for an app of this server.
    public Partner(TestServer server, String app, String identityProviderName) {
        this.app = app;
        this.identityProviderName = identityProviderName;
        String pem = server.stranger()
                .send("GET", "/apps/" + app + "/app-key.pem", null, request -> {})
                .text();
        this.issuer = LinkTokenIssuer.of(keys, AppKey.parsePem(pem));
        this.verifier = SsiTokenVerifier.builder(keys, TestServer.ISSUER, IdentityProviderName.of(identityProviderName))
                .clock(server.clock())
                .build();
    }

    /// Returns what a device learns of its links.
    public GetUserAndLinksResponse userAndLinks(TestDevice device) {
        return device.post(DeviceApi.USER_AND_LINKS, new UserAndLinksRequest(app, identityProviderName, null))
                .as(GetUserAndLinksResponse.class);
    }

    /// Returns the links that a device is told, which must be told.
    public List<Link> links(TestDevice device) {
        return Objects.requireNonNull(userAndLinks(device).links());
    }

    /// Returns a request to link this account.
    public StartLinkRequest linkRequest(TestDevice device, String partnerUserId) {
        String amazonUserId = String.valueOf(userAndLinks(device).amazonUserId());
        return linkRequestFor(amazonUserId, partnerUserId);
    }

    /// Returns a request to link this account of this platform user.
    public StartLinkRequest linkRequestFor(String amazonUserId, String partnerUserId) {
        LinkCredentials credentials = issuer.issue(AmazonUserId.of(amazonUserId), PartnerUserId.of(partnerUserId));
        return new StartLinkRequest(
                app,
                identityProviderName,
                partnerUserId,
                new Token(credentials.linkToken(), credentials.linkTokenSchema()),
                credentials.linkSigningKey());
    }

    /// Returns the verified token.
    public VerifiedSsiToken verify(Token token) throws InvalidTokenException {
        return verifier.verify(token.token(), token.schema());
    }

    /// Returns the verified token, which must hold this nonce.
    public VerifiedSsiToken verify(Token token, String nonce) throws InvalidTokenException {
        return verifier.verify(token.token(), token.schema(), Nonce.of(nonce));
    }
}
