package org.simplesignin.server.link;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import org.simplesignin.protocol.Limits;
import org.simplesignin.protocol.LinkAccountSuccessCode;
import org.simplesignin.protocol.LinkUserAccountResponse;
import org.simplesignin.protocol.RequestStatus;
import org.simplesignin.protocol.device.FinishLinkRequest;
import org.simplesignin.protocol.device.StartLinkAnswer;
import org.simplesignin.protocol.device.StartLinkRequest;
import org.simplesignin.server.app.App;
import org.simplesignin.server.app.AppKeyRing;
import org.simplesignin.server.audit.Audit;
import org.simplesignin.server.audit.AuditEvent;
import org.simplesignin.server.consent.CoolDown;
import org.simplesignin.server.device.Caller;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.metric.Figures;
import org.simplesignin.server.storage.Transactions;
import org.simplesignin.server.storage.Tx;
import org.simplesignin.tokens.InvalidLinkSigningKeyException;
import org.simplesignin.tokens.LinkId;
import org.simplesignin.tokens.LinkSigningKey;

/// `linkUserAccount` (specification §2) in two steps, with the customer's consent between them. The server keeps
/// nothing between the steps: `finish` carries everything again and everything is checked again. Thread-safe.
public final class Linking {
    private static final int LINK_ID_BYTES = 16;

    private final Availability availability;
    private final AppKeyRing appKeys;
    private final CoolDown coolDown;
    private final Links links;
    private final SigningKeyVault vault;
    private final Transactions transactions;
    private final Audit audit;
    private final Figures figures;
    private final SecureRandom random;
    private final Clock clock;

    /// Makes the rule.
    public Linking(
            Availability availability,
            AppKeyRing appKeys,
            CoolDown coolDown,
            Links links,
            SigningKeyVault vault,
            Transactions transactions,
            Audit audit,
            Figures figures,
            SecureRandom random,
            Clock clock) {
        this.availability = availability;
        this.appKeys = appKeys;
        this.coolDown = coolDown;
        this.links = links;
        this.vault = vault;
        this.transactions = transactions;
        this.audit = audit;
        this.figures = figures;
        this.random = random;
        this.clock = clock;
    }

    /// Refuses whatever can be refused without asking the customer, in the order of specification §2.
    StartLinkAnswer start(Caller caller, StartLinkRequest request) {
        LinkArguments arguments = LinkArguments.of(request, availability.registry());
        App app = arguments.app();
        Optional<RequestStatus> refusal = availability.refusal(caller, app);
        if (refusal.isPresent()) {
            return StartLinkAnswer.done(unprocessed(refusal.get()));
        }
        if (coolDown.isOn(caller.customer(), app.id())) {
            return StartLinkAnswer.done(unprocessed(RequestStatus.NOT_AVAILABLE));
        }
        // So that nobody is asked in vain.
        try {
            appKeys.decrypt(app.id(), arguments.linkSigningKey());
        } catch (InvalidLinkSigningKeyException e) {
            return StartLinkAnswer.done(unprocessed(statusOf(e)));
        }
        Optional<Link> existing =
                links.byAccount(caller.customer(), app.identityProviderName(), arguments.partnerUserId());
        if (existing.isPresent()) {
            return StartLinkAnswer.done(alreadyExists(existing.get()));
        }
        int present =
                links.ofProvider(caller.customer(), app.identityProviderName()).size();
        if (present >= Limits.LINKS_PER_PROVIDER) {
            return StartLinkAnswer.done(unprocessed(RequestStatus.FAILURE));
        }
        return StartLinkAnswer.consentNeeded(freshLinkId().value());
    }

    /// Does what the customer answered. Repeating it ends with the same link.
    LinkUserAccountResponse finish(Caller caller, FinishLinkRequest request) {
        LinkId id = linkId(request.linkId());
        LinkArguments arguments = LinkArguments.of(request.start(), availability.registry());
        return switch (request.consent()) {
            case ALLOWED -> allowed(caller, id, arguments);
            case DECLINED -> declined(caller, id, arguments.app());
            case TIMED_OUT -> unprocessed(RequestStatus.FAILURE);
        };
    }

    private LinkUserAccountResponse declined(Caller caller, LinkId id, App app) {
        boolean counted =
                transactions.inCustomerTransaction(caller.customer(), tx -> coolDown.declined(tx, app.id(), id));
        if (counted) {
            figures.consentDeclined(app.id());
        }
        return consentDenied();
    }

    private LinkUserAccountResponse allowed(Caller caller, LinkId id, LinkArguments arguments) {
        App app = arguments.app();
        Optional<RequestStatus> refusal = availability.refusal(caller, app);
        if (refusal.isPresent()) {
            return unprocessed(refusal.get());
        }
        LinkSigningKey signingKey;
        try {
            signingKey = appKeys.decrypt(app.id(), arguments.linkSigningKey());
        } catch (InvalidLinkSigningKeyException e) {
            return unprocessed(statusOf(e));
        }
        Link link = new Link(
                id,
                caller.customer(),
                app.identityProviderName(),
                arguments.partnerUserId(),
                app.id(),
                caller.device(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                null);
        requireIdNotOfAnotherAccount(link);
        LinkSecrets secrets = new LinkSecrets(
                arguments.linkToken(), vault.seal(signingKey, id, caller.customer(), app.identityProviderName()));
        Outcome outcome;
        try {
            outcome =
                    transactions.inCustomerTransaction(caller.customer(), tx -> store(tx, caller, app, link, secrets));
        } catch (TooManyLinksException e) {
            return unprocessed(RequestStatus.FAILURE);
        }
        if (outcome.made()) {
            figures.linkMade(app.id());
        }
        return outcome.response();
    }

    /// @param made whether this very call stored the link
    private record Outcome(LinkUserAccountResponse response, boolean made) {
        static Outcome notMade(LinkUserAccountResponse response) {
            return new Outcome(response, false);
        }
    }

    /// Everything that can have changed while the dialog was open is looked at again in the transaction that stores
    /// the link.
    private Outcome store(Tx tx, Caller caller, App app, Link link, LinkSecrets secrets) {
        if (!availability.isOn(tx, caller, app)) {
            return Outcome.notMade(unprocessed(RequestStatus.FEATURE_TURNED_OFF));
        }
        if (coolDown.wasDeclined(tx, app.id(), link.id())) {
            return Outcome.notMade(consentDenied());
        }
        return switch (links.insertOrExisting(tx, link, secrets)) {
            case LinkInsertion.Stored stored -> {
                if (stored.now()) {
                    afterInsert(tx, caller, app, stored.link());
                }
                yield new Outcome(established(stored.link()), stored.now());
            }
            case LinkInsertion.Existing existing -> Outcome.notMade(alreadyExists(existing.link()));
            case LinkInsertion.Ended ended -> Outcome.notMade(unprocessed(RequestStatus.FAILURE));
        };
    }

    private void afterInsert(Tx tx, Caller caller, App app, Link link) {
        if (links.count(tx, link.identityProviderName()) > Limits.LINKS_PER_PROVIDER) {
            throw new TooManyLinksException();
        }
        audit.record(tx, new AuditEvent.LinkMade(link.id(), link.identityProviderName(), app.id(), caller.device()));
        coolDown.allowed(tx, app.id());
    }

    /// Thrown to roll the insertion back.
    private static final class TooManyLinksException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyLinksException() {
            super("The customer has the most links at this identity provider", null, false, false);
        }
    }

    /// The id comes back from the device; one that is in use for another account is not the one that was handed
    /// out.
    private void requireIdNotOfAnotherAccount(Link link) {
        boolean taken = links.byId(link.customer(), link.id())
                .filter(other -> !other.partnerUserId().equals(link.partnerUserId())
                        || !other.identityProviderName().equals(link.identityProviderName()))
                .isPresent();
        if (taken) {
            throw RefusedException.malformed("linkId must be the one that start answered");
        }
    }

    private LinkId freshLinkId() {
        byte[] bytes = new byte[LINK_ID_BYTES];
        random.nextBytes(bytes);
        return LinkId.of(HexFormat.of().formatHex(bytes));
    }

    static LinkId linkId(String value) {
        try {
            if (Limits.isRandomId(value)) {
                return LinkId.of(value);
            }
        } catch (IllegalArgumentException e) {
            throw RefusedException.malformed("linkId must be the one that start answered");
        }
        throw RefusedException.malformed("linkId must be the one that start answered");
    }

    private static RequestStatus statusOf(InvalidLinkSigningKeyException e) {
        return switch (e.reason()) {
            case INVALID_LINK_SIGNING_KEY_ENCRYPTION -> RequestStatus.INVALID_LINK_SIGNING_KEY_ENCRYPTION;
            case INVALID_LINK_SIGNING_KEY -> RequestStatus.INVALID_LINK_SIGNING_KEY;
        };
    }

    private static LinkUserAccountResponse established(Link link) {
        return new LinkUserAccountResponse(
                RequestStatus.SUCCESSFUL, link.id().value(), LinkAccountSuccessCode.LINK_ESTABLISHED);
    }

    private static LinkUserAccountResponse alreadyExists(Link link) {
        return new LinkUserAccountResponse(
                RequestStatus.SUCCESSFUL, link.id().value(), LinkAccountSuccessCode.LINK_ALREADY_EXISTS);
    }

    private static LinkUserAccountResponse consentDenied() {
        return new LinkUserAccountResponse(RequestStatus.SUCCESSFUL, null, LinkAccountSuccessCode.CONSENT_DENIED);
    }

    private static LinkUserAccountResponse unprocessed(RequestStatus status) {
        return new LinkUserAccountResponse(status, null, LinkAccountSuccessCode.NOT_APPLICABLE);
    }
}
