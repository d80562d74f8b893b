package org.simplesignin.server.oidc;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.oidc.ProviderHttp.Fetched;
import org.simplesignin.server.oidc.SignInFailedException.Reason;
import org.simplesignin.server.time.Ticker;

/// What the provider tells of itself: its metadata (OpenID Connect Discovery 1.0) and its keys (RFC 7517), fetched when
/// they are first needed and kept for a while. A provider that is away does not keep the server from starting.
/// Thread-safe.
final class Provider {
    /// How long metadata and keys are kept.
    static final Duration KEPT = Duration.ofHours(1);

    /// A token that names an unknown key has the keys fetched again, but no more often than this: anybody can send
    /// one.
    static final Duration BETWEEN_REFETCHES = Duration.ofMinutes(1);

    /// After a failure the provider is left alone for this long: who waits for an answer takes room from others.
    static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

    private final ProviderSettings settings;
    private final ProviderHttp http;
    private final Ticker ticker;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable OIDCProviderMetadata metadata;
    private @Nullable Long metadataSince;
    private @Nullable JWKSet keys;
    private @Nullable Long keysSince;
    private @Nullable Long refetchedAt;
    private @Nullable Reason failure;
    private @Nullable Long failedAt;

    Provider(ProviderSettings settings, ProviderHttp http, Ticker ticker) {
        this.settings = settings;
        this.http = http;
        this.ticker = ticker;
    }

    ProviderSettings settings() {
        return settings;
    }

    OIDCProviderMetadata metadata() throws SignInFailedException {
        lock.lock();
        try {
            OIDCProviderMetadata known = metadata;
            if (known == null || hasPassed(KEPT, metadataSince)) {
                known = fetched(this::fetchMetadata);
                metadata = known;
                metadataSince = ticker.nanos();
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    /// Returns the keys that may have signed a token with this header. Where there is none, the provider may have
    /// rotated: its keys are fetched once more.
    List<JWK> keysFor(JWSHeader header) throws SignInFailedException {
        JWKMatcher matcher = JWKMatcher.forJWSHeader(header);
        if (matcher == null) {
            return List.of();
        }
        JWKSelector selector = new JWKSelector(matcher);
        lock.lock();
        try {
            List<JWK> found = selector.select(keys(false));
            return found.isEmpty() ? selector.select(keys(true)) : found;
        } finally {
            lock.unlock();
        }
    }

    private JWKSet keys(boolean again) throws SignInFailedException {
        JWKSet known = keys;
        boolean stale = hasPassed(KEPT, keysSince);
        boolean mayAskAgain = again && hasPassed(BETWEEN_REFETCHES, refetchedAt);
        if (known == null || stale || mayAskAgain) {
            // Noted before it is tried: a provider that is away is not asked more often than one that is there.
            if (mayAskAgain) {
                refetchedAt = ticker.nanos();
            }
            known = fetched(this::fetchKeys);
            keys = known;
            keysSince = ticker.nanos();
        }
        return known;
    }

    /// Returns whether this much time has passed since the ticker said that; where it never did, it has.
    private boolean hasPassed(Duration time, @Nullable Long since) {
        return since == null || ticker.nanos() - since >= time.toNanos();
    }

    private interface Fetch<T> {
        T fetch() throws SignInFailedException;
    }

    private <T> T fetched(Fetch<T> fetch) throws SignInFailedException {
        if (failure != null && !hasPassed(AFTER_FAILURE, failedAt)) {
            throw new SignInFailedException(failure);
        }
        try {
            T fetched = fetch.fetch();
            failure = null;
            return fetched;
        } catch (SignInFailedException e) {
            failure = e.reason();
            failedAt = ticker.nanos();
            throw e;
        }
    }

    private OIDCProviderMetadata fetchMetadata() throws SignInFailedException {
        String issuer = settings.issuer();
        // Discovery 1.0 §4: a slash at the end of the issuer is not doubled.
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        String body = requireOk(http.get(URI.create(base + "/.well-known/openid-configuration")));
        try {
            OIDCProviderMetadata fetched = OIDCProviderMetadata.parse(body);
            requireUsable(fetched);
            return fetched;
        } catch (ParseException e) {
            throw new SignInFailedException(Reason.BAD_METADATA);
        }
    }

    private void requireUsable(OIDCProviderMetadata fetched) throws SignInFailedException {
        // Discovery 1.0 §4.3: the issuer must be exactly the one that was asked, else one provider speaks for another.
        boolean own = fetched.getIssuer().getValue().equals(settings.issuer());
        boolean complete = mayBeAt(fetched.getAuthorizationEndpointURI())
                && mayBeAt(fetched.getTokenEndpointURI())
                && mayBeAt(fetched.getJWKSetURI());
        // RFC 7636 §4.2: a provider that lists its methods without S256 would ignore or downgrade the challenge.
        List<CodeChallengeMethod> methods = fetched.getCodeChallengeMethods();
        boolean pkce = methods == null || methods.contains(CodeChallengeMethod.S256);
        if (!own || !complete || !pkce) {
            throw new SignInFailedException(Reason.BAD_METADATA);
        }
    }

    private boolean mayBeAt(@Nullable URI uri) {
        return uri != null && settings.mayBeAt(uri);
    }

    private JWKSet fetchKeys() throws SignInFailedException {
        String body = requireOk(http.get(metadata().getJWKSetURI()));
        try {
            return JWKSet.parse(body).toPublicJWKSet();
        } catch (java.text.ParseException e) {
            throw new SignInFailedException(Reason.BAD_METADATA);
        }
    }

    private static String requireOk(Fetched fetched) throws SignInFailedException {
        if (fetched.status() != 200) {
            throw new SignInFailedException(Reason.UNREACHABLE);
        }
        return fetched.body();
    }
}
