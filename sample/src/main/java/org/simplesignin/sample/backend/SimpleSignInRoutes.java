package org.simplesignin.sample.backend;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.simplesignin.http.Exchange;
import org.simplesignin.protocol.Limits;
import org.simplesignin.protocol.LinkUserAccountRequest;
import org.simplesignin.protocol.LoginNameValue;
import org.simplesignin.protocol.Token;
import org.simplesignin.sample.api.LinkTokenRequest;
import org.simplesignin.sample.api.LoginNames;
import org.simplesignin.sample.backend.Accounts.Account;
import org.simplesignin.sample.backend.RefusedException.Reason;
import org.simplesignin.tokens.AmazonUserId;
import org.simplesignin.tokens.IdentityProviderName;
import org.simplesignin.tokens.InvalidTokenException;
import org.simplesignin.tokens.LinkCredentials;
import org.simplesignin.tokens.LinkTokenIssuer;
import org.simplesignin.tokens.LinkTokenKeys;
import org.simplesignin.tokens.PartnerUserId;
import org.simplesignin.tokens.ReplayCache;
import org.simplesignin.tokens.SsiTokenVerifier;
import org.simplesignin.tokens.VerifiedSsiToken;

/// All that a backend adds for Simple Sign-In: it issues link tokens, tells the login names of links, and signs in by
/// SSI token.
final class SimpleSignInRoutes {
    private static final System.Logger LOG = System.getLogger(SimpleSignInRoutes.class.getName());

    private final AccountRoutes routes;
    private final Accounts accounts;
    private final IdentityProviderName identityProviderName;
    private final LinkTokenKeys keys;
    private final PlatformAppKey appKey;
    private final SsiTokenVerifier forLoginNames;
    private final SsiTokenVerifier forSignIn;

    /// @param builder the verifier of this platform and identity provider
    SimpleSignInRoutes(
            AccountRoutes routes,
            Accounts accounts,
            IdentityProviderName identityProviderName,
            LinkTokenKeys keys,
            PlatformAppKey appKey,
            SsiTokenVerifier.Builder builder,
            ReplayCache spentTokens) {
        this.routes = routes;
        this.accounts = accounts;
        this.identityProviderName = identityProviderName;
        this.keys = keys;
        this.appKey = appKey;
        // Asking for a login name must not use a token up: the same one signs in a moment later, but only once.
        this.forLoginNames = builder.build();
        this.forSignIn = builder.replayCache(spentTokens).build();
    }

    void addTo(Http http) {
        http.post("/api/link-token", this::linkToken);
        http.post("/api/login-names", this::loginNames);
        http.post("/api/sign-in-with-ssi-token", this::signInWithSsiToken);
    }

    /// Answers what the app hands to `linkUserAccount`, for the account that is signed in at this moment.
    private void linkToken(Exchange exchange) throws RefusedException {
        Account account = routes.signedIn(exchange);
        AmazonUserId amazonUserId =
                amazonUserId(Http.body(exchange, LinkTokenRequest.class).amazonUserId());
        LinkCredentials credentials =
                LinkTokenIssuer.of(keys, appKey.key()).issue(amazonUserId, PartnerUserId.of(account.partnerUserId()));
        Http.answer(
                exchange,
                new LinkUserAccountRequest(
                        account.partnerUserId(),
                        identityProviderName.value(),
                        account.loginName(),
                        new Token(credentials.linkToken(), credentials.linkTokenSchema()),
                        credentials.linkSigningKey()));
    }

    /// Answers the login names of the links whose SSI token is valid; without such a proof nobody learns a login
    /// name.
    private void loginNames(Exchange exchange) throws RefusedException {
        List<LoginNames.LinkProof> links =
                Http.body(exchange, LoginNames.Request.class).links();
        if (links.size() > Limits.LINKS_PER_PROVIDER) {
            throw new RefusedException(
                    Reason.MALFORMED_REQUEST, "Send at most " + Limits.LINKS_PER_PROVIDER + " links");
        }
        List<LoginNameValue> known = new ArrayList<>();
        for (LoginNames.LinkProof link : links) {
            verify(forLoginNames, link.ssiToken())
                    .filter(proof -> proof.linkId().value().equals(link.linkId()))
                    .flatMap(this::account)
                    .ifPresent(account -> known.add(new LoginNameValue(account.loginName(), link.linkId())));
        }
        Http.answer(exchange, new LoginNames.Answer(known));
    }

    /// Signs in the account that an SSI token proves.
    private void signInWithSsiToken(Exchange exchange) throws IOException, RefusedException {
        Account account = verify(forSignIn, Http.body(exchange, Token.class))
                .flatMap(this::account)
                .orElseThrow(() -> new RefusedException(Reason.SSI_TOKEN_REFUSED, "Use the app's own sign-in"));
        routes.start(account, exchange);
    }

    /// One answer to the outside for every refused token; why, only the log says.
    private static Optional<VerifiedSsiToken> verify(SsiTokenVerifier verifier, Token token) {
        try {
            return Optional.of(verifier.verify(token.token(), token.schema()));
        } catch (InvalidTokenException e) {
            LOG.log(System.Logger.Level.INFO, "An SSI token was refused: {0}", e.reason());
            return Optional.empty();
        }
    }

    private Optional<Account> account(VerifiedSsiToken proof) {
        return accounts.withId(proof.partnerUserId().value());
    }

    private static AmazonUserId amazonUserId(String value) throws RefusedException {
        try {
            return AmazonUserId.of(value);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    Reason.MALFORMED_REQUEST, "Send the amazonUserId that getUserAndLinks answered", e);
        }
    }
}
