package org.simplesignin.server.link;

import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.GetUserAndLinksResponse;
import org.simplesignin.protocol.Limits;
import org.simplesignin.protocol.RequestStatus;
import org.simplesignin.protocol.Token;
import org.simplesignin.protocol.device.UserAndLinksRequest;
import org.simplesignin.server.app.App;
import org.simplesignin.server.audit.Audit;
import org.simplesignin.server.audit.AuditEvent;
import org.simplesignin.server.device.Caller;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.keys.UnwrapException;
import org.simplesignin.server.metric.Figures;
import org.simplesignin.server.storage.Transactions;
import org.simplesignin.server.storage.Tx;
import org.simplesignin.tokens.AmazonUserId;
import org.simplesignin.tokens.LinkId;
import org.simplesignin.tokens.Nonce;
import org.simplesignin.tokens.SsiTokenClaims;
import org.simplesignin.tokens.SsiTokenIssuer;

/// `getUserAndLinks` (specification §2): every active link with a new SSI token.
///
/// Tokens are signed first and stay in memory. Then one transaction makes sure that device, switches and links are
/// still as they were and writes the audit lines; only what it let through leaves. So a token for a link that was
/// ended, or without its audit line, cannot get out (T10). Thread-safe.
public final class Minting {
    private static final System.Logger LOG = System.getLogger(Minting.class.getName());

    private record Minted(Link link, String token) {
        AuditEvent auditEvent(Caller caller, App app) {
            return new AuditEvent.TokenMinted(
                    link.id(), link.identityProviderName(), app.id(), caller.device(), fingerprint(token));
        }
    }

    private final Availability availability;
    private final Links links;
    private final DirectedIds directedIds;
    private final SigningKeyVault vault;
    private final SsiTokenIssuer issuer;
    private final Transactions transactions;
    private final Audit audit;
    private final Figures figures;
    private final Clock clock;

    /// Makes the rule.
    public Minting(
            Availability availability,
            Links links,
            DirectedIds directedIds,
            SigningKeyVault vault,
            SsiTokenIssuer issuer,
            Transactions transactions,
            Audit audit,
            Figures figures,
            Clock clock) {
        this.availability = availability;
        this.links = links;
        this.directedIds = directedIds;
        this.vault = vault;
        this.issuer = issuer;
        this.transactions = transactions;
        this.audit = audit;
        this.figures = figures;
        this.clock = clock;
    }

    GetUserAndLinksResponse userAndLinks(Caller caller, UserAndLinksRequest request) {
        if (!Limits.isIdentityProviderName(request.identityProviderName())) {
            throw RefusedException.malformed(
                    "identityProviderName must match [a-z0-9][a-z0-9._-]*, at most 64 characters");
        }
        Nonce nonce = nonce(request.nonce());
        App app = availability.registry().named(request.app(), request.identityProviderName());
        Optional<RequestStatus> refusal = availability.refusal(caller, app);
        if (refusal.isPresent()) {
            return new GetUserAndLinksResponse(refusal.get(), null, null);
        }
        AmazonUserId user = directedIds.of(caller.customer(), app.identityProviderName());
        List<Minted> minted = new ArrayList<>();
        StoredLinks known = links.storedOfProvider(caller.customer(), app.identityProviderName());
        known.unreadable().forEach(link -> tellUnreadable(link, "its row does not open"));
        for (StoredLink stored : known.links()) {
            requireOwn(stored.link(), caller, app);
            mint(stored, caller, app, user, nonce).ifPresent(minted::add);
        }
        return minted.isEmpty() ? answer(user, List.of()) : release(caller, app, user, minted);
    }

    private Optional<Minted> mint(StoredLink stored, Caller caller, App app, AmazonUserId user, @Nullable Nonce nonce) {
        Link link = stored.link();
        SsiTokenClaims claims = SsiTokenClaims.of(
                link.identityProviderName(),
                user,
                stored.secrets().linkToken(),
                link.id(),
                app.id(),
                directedIds.of(caller.device(), link.identityProviderName()));
        try {
            String token = issuer.issue(nonce == null ? claims : claims.withNonce(nonce), vault.open(stored));
            return Optional.of(new Minted(link, token));
        } catch (UnwrapException e) {
            // One damaged row must not take the customer's other links along; the figure rings the operator.
            tellUnreadable(link.id(), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private void tellUnreadable(LinkId link, String why) {
        LOG.log(Level.ERROR, "link {0}: {1}", link, why);
        figures.linkUnreadable();
    }

    private GetUserAndLinksResponse release(Caller caller, App app, AmazonUserId user, List<Minted> minted) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Optional<List<Minted>> released =
                transactions.inCustomerTransaction(caller.customer(), tx -> release(tx, caller, app, minted, now));
        if (released.isEmpty()) {
            return new GetUserAndLinksResponse(RequestStatus.FEATURE_TURNED_OFF, null, null);
        }
        figures.tokensMinted(app.id(), released.get().size());
        return answer(user, released.get());
    }

    private Optional<List<Minted>> release(Tx tx, Caller caller, App app, List<Minted> minted, Instant now) {
        if (!availability.isOn(tx, caller, app)) {
            return Optional.empty();
        }
        List<Minted> active = minted.stream()
                .filter(one -> links.touch(tx, one.link().id(), new LinkUse(now, caller.device())))
                .toList();
        audit.record(tx, active.stream().map(one -> one.auditEvent(caller, app)).toList());
        return Optional.of(active);
    }

    private static GetUserAndLinksResponse answer(AmazonUserId user, List<Minted> minted) {
        List<org.simplesignin.protocol.Link> links =
                minted.stream().map(one -> wire(user, one)).toList();
        return new GetUserAndLinksResponse(RequestStatus.SUCCESSFUL, user.value(), links);
    }

    private static org.simplesignin.protocol.Link wire(AmazonUserId user, Minted minted) {
        Link link = minted.link();
        return new org.simplesignin.protocol.Link(
                link.id().value(),
                user.value(),
                link.partnerUserId().value(),
                link.identityProviderName().value(),
                new Token(minted.token(), Token.SSI_TOKEN),
                Long.toString(link.linkedAt().toEpochMilli()));
    }

    /// Ownership is checked where the link is used, whatever the query promised.
    private static void requireOwn(Link link, Caller caller, App app) {
        if (!link.customer().equals(caller.customer())
                || !link.identityProviderName().equals(app.identityProviderName())) {
            throw new IllegalStateException("The store answered link " + link.id() + " which is not the caller's");
        }
    }

    private static @Nullable Nonce nonce(@Nullable String value) {
        if (value == null) {
            return null;
        }
        if (!Limits.isNonce(value)) {
            throw RefusedException.malformed("nonce must be 1 to 128 characters of A-Z a-z 0-9 _ -");
        }
        return Nonce.of(value);
    }

    private static String fingerprint(String token) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime lacks SHA-256", e);
        }
    }
}
