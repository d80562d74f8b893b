package org.simplesignin.server.oidc;

import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.simplesignin.server.audit.AuditEvent;
import org.simplesignin.server.customer.Customers;
import org.simplesignin.server.http.Answer;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.http.Endpoint;
import org.simplesignin.server.http.Routes;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.keys.CustomerKeys;
import org.simplesignin.server.keys.WrappingKeys;
import org.simplesignin.server.limit.Limit;
import org.simplesignin.server.limit.Limits;
import org.simplesignin.server.limit.Places;
import org.simplesignin.server.oidc.SignInFailedException.Reason;
import org.simplesignin.server.page.Next;
import org.simplesignin.server.page.PageGuard;
import org.simplesignin.server.page.Pages;
import org.simplesignin.server.page.Viewer;
import org.simplesignin.server.session.CustomerSessions;
import org.simplesignin.server.storage.Transactions;
import org.simplesignin.server.time.Ticker;

/// The routes of signing in at the operator's provider. Thread-safe.
///
/// The start is a link and not a form: browsers hold the redirect of a form against `form-action` too. It changes
/// nothing here but the cookie of the attempt.
public final class OidcSignIn implements AutoCloseable {
    /// Where the sign-in page's "Continue with …" leads, with `next` as its parameter where there is one; with
    /// `again=1` the person is asked for credentials anew.
    public static final String START = "/sign-in/oidc";

    /// What the provider must know as the redirect URI, behind the URL of the pages.
    public static final String CALLBACK = "/sign-in/oidc/callback";

    private static final System.Logger LOG = System.getLogger(OidcSignIn.class.getName());
    private static final Duration PROVIDER_TIME = Duration.ofSeconds(5);
    private static final int MOST_CODE_CHARS = 3 * 1024;
    /// How many may wait for the provider at once, shared out to networks: one that hangs must leave room for
    /// everything else this server does.
    static final int MOST_AT_ONCE = 32;

    private final Pages pages;
    private final CustomerSessions sessions;
    private final Limits limits;
    private final OidcCustomers customers;
    private final ProviderHttp http;
    private final Provider provider;
    private final CodeFlow flow;
    private final IdTokens idTokens;
    private final Attempts attempts;
    private final Places room = new Places(MOST_AT_ONCE);

    /// Makes the routes for this provider. It is first asked when somebody signs in.
    public OidcSignIn(
            ProviderSettings settings,
            String pagesUrl,
            Pages pages,
            CustomerSessions sessions,
            OidcIdentities identities,
            Customers customers,
            CustomerKeys customerKeys,
            Transactions transactions,
            WrappingKeys wrappingKeys,
            Limits limits,
            SecureRandom random,
            Clock clock,
            Ticker ticker) {
        this.pages = pages;
        this.sessions = sessions;
        this.limits = limits;
        this.customers = new OidcCustomers(identities, customers, customerKeys, transactions, random, clock);
        this.http = new ProviderHttp(settings, PROVIDER_TIME);
        this.provider = new Provider(settings, http, ticker);
        this.flow = new CodeFlow(provider, http, URI.create(pagesUrl + CALLBACK));
        this.idTokens = new IdTokens(provider, clock);
        this.attempts = new Attempts(wrappingKeys, random, clock);
    }

    /// Returns what customers know the provider by, for the sign-in page.
    public String name() {
        return provider.settings().name();
    }

    /// What the template of a failure shows.
    ///
    /// @param text the end of the key of its text
    /// @param retry the page from which it can be tried again
    record FailedView(String text, String provider, String retry) {}

    /// Adds the routes to the table.
    public void addTo(Routes routes, PageGuard guard) {
        routes.add("GET", START, guard.open(inRoom(this::start)));
        routes.add("GET", CALLBACK, guard.open(inRoom(this::callback)));
    }

    private Endpoint inRoom(Endpoint endpoint) {
        return call -> {
            if (!room.take(call.address())) {
                return failed(call, Reason.UNREACHABLE, Optional.empty());
            }
            try {
                return endpoint.answer(call);
            } finally {
                room.leave(call.address());
            }
        };
    }

    private Answer start(Call call) {
        limits.take(Limit.OIDC_SIGN_INS_PER_ADDRESS, call.address().prefix());
        Next next = Next.parse(call.queryParameter("next"));
        boolean again = call.queryParameter("again").equals(Optional.of("1"));
        Attempt attempt = attempts.begin(call, next, again);
        try {
            return Answer.seeOtherSite(flow.authenticationRequest(attempt));
        } catch (SignInFailedException e) {
            return failed(call, e.reason(), Optional.of(attempt));
        }
    }

    private Answer callback(Call call) {
        limits.take(Limit.OIDC_SIGN_INS_PER_ADDRESS, call.address().prefix());
        Optional<Attempt> taken = attempts.take(call);
        try {
            Attempt attempt = taken.orElseThrow(() -> new SignInFailedException(Reason.NO_ATTEMPT));
            Identity identity = identity(call, attempt);
            if (attempt.again()) {
                requireAskedAgain(attempt, identity);
                renew(call, identity);
            } else {
                CustomerId customer = customers.customer(identity);
                sessions.begin(call, customer, AuditEvent.Way.OPENID_CONNECT, credentialsAt(identity), tx -> true);
            }
            return Answer.seeOther(attempt.next().path());
        } catch (SignInFailedException e) {
            return failed(call, e.reason(), taken);
        }
    }

    /// The order matters: nothing is sent to the provider for an answer that is not this browser's.
    private Identity identity(Call call, Attempt attempt) throws SignInFailedException {
        requireState(call.queryParameter("state").orElse(""), attempt);
        flow.requireIssuer(call.queryParameter("iss"));
        String code = call.queryParameter("code").orElse("");
        if (call.queryParameter("error").isPresent() || code.isBlank() || code.length() > MOST_CODE_CHARS) {
            throw new SignInFailedException(Reason.REFUSED);
        }
        return idTokens.verify(flow.exchange(code, attempt), attempt.nonce());
    }

    private static void requireState(String sent, Attempt attempt) throws SignInFailedException {
        if (!MessageDigest.isEqual(
                sent.getBytes(StandardCharsets.UTF_8), attempt.state().getBytes(StandardCharsets.UTF_8))) {
            throw new SignInFailedException(Reason.NO_ATTEMPT);
        }
    }

    /// Who has the browser may come back from the provider without being asked for anything, as long as its session
    /// lives: that is signing in, but it proves nothing for what is destructive.
    private static Instant credentialsAt(Identity identity) {
        Instant asked = identity.authenticatedAt();
        return asked == null ? Instant.EPOCH : asked;
    }

    /// The provider may have answered from a session of its own, without asking anybody.
    private static void requireAskedAgain(Attempt attempt, Identity identity) throws SignInFailedException {
        Instant asked = identity.authenticatedAt();
        if (asked == null || asked.isBefore(attempt.startedAt().minus(IdTokens.SKEW))) {
            throw new SignInFailedException(Reason.NOT_ASKED_AGAIN);
        }
    }

    private void renew(Call call, Identity identity) throws SignInFailedException {
        Optional<CustomerId> customer = customers.known(identity);
        Optional<Viewer> viewer = sessions.viewer(call).filter(one -> customer.equals(Optional.of(one.customer())));
        if (viewer.isEmpty() || !sessions.renew(call, viewer.get(), tx -> true)) {
            throw new SignInFailedException(Reason.OTHER_PERSON);
        }
    }

    private Answer failed(Call call, Reason reason, Optional<Attempt> attempt) {
        String text = switch (reason) {
            case NO_ATTEMPT -> "expired";
            case REFUSED -> "refused";
            case NOT_ASKED_AGAIN -> "notAsked";
            case OTHER_PERSON -> "other";
            case UNREACHABLE -> "away";
            case BAD_METADATA, WRONG_ISSUER, CODE_REFUSED, BAD_SIGNATURE, BAD_CLAIMS -> "failed";
        };
        String retry = attempt.filter(Attempt::again)
                .map(again -> again.next().after("/sign-in/again"))
                .orElse("/sign-in");
        boolean ours = reason == Reason.NO_ATTEMPT || reason == Reason.REFUSED || reason == Reason.OTHER_PERSON;
        LOG.log(
                ours ? Level.INFO : Level.WARNING,
                "request {0}: signing in at the provider failed: {1}",
                call.requestId(),
                reason);
        int status = reason == Reason.UNREACHABLE ? 503 : ours ? 400 : 502;
        if (status == 503) {
            call.answerHeader("Retry-After", "10");
        }
        return pages.page(call, status, "oidc/failed", new FailedView(text, name(), retry));
    }

    /// Ends what is under way with the provider.
    @Override
    public void close() {
        http.close();
    }
}
