package org.simplesignin.tokens;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What an SSI token says, after every check. Only {@link SsiTokenVerifier} makes one, so a method that takes it cannot be
 * called with anything unverified.
 *
 * <p>Sign in {@link #partnerUserId}, after looking up that this account still exists and may sign in.
 */
public final class VerifiedSsiToken {
    private final SsiTokenPayload payload;
    private final LinkTokenContent content;

    VerifiedSsiToken(SsiTokenPayload payload, LinkTokenContent content) {
        this.payload = payload;
        this.content = content;
    }

    /** Returns the platform user, as your identity provider knows them. */
    public AmazonUserId amazonUserId() {
        return content.amazonUserId();
    }

    /** Returns the account at the partner: who may be signed in. */
    public PartnerUserId partnerUserId() {
        return content.partnerUserId();
    }

    /** Returns the link for which the platform made this token. */
    public LinkId linkId() {
        return payload.linkId();
    }

    /** Returns the app that asked for the token. */
    public AppId app() {
        return payload.app();
    }

    /** Returns the device it was asked from. */
    public DirectedDeviceId device() {
        return payload.device();
    }

    /** Returns when the token was made, to the second. */
    public Instant issuedAt() {
        return payload.issuedAt();
    }

    /** Returns the first instant at which the token is no longer valid (for a clock that is right). */
    public Instant expiresAt() {
        return payload.expiresAt();
    }

    /** Returns the token's own id, the {@code jti}. */
    public TokenId id() {
        return payload.id();
    }

    /** Returns the nonce, where the app passed one. */
    public Optional<Nonce> nonce() {
        return Optional.ofNullable(payload.nonce());
    }

    /** Says whether the customer had just chosen this link in a dialog. */
    public boolean userPresent() {
        return payload.userPresent();
    }

    /** Returns your own members of the link token, by name without {@code c.}; empty where there are none. */
    public Map<String, String> customMembers() {
        return content.custom();
    }

    /** Returns link, app and device, for a log; nothing of the accounts. */
    @Override
    public String toString() {
        return "VerifiedSsiToken[" + linkId() + ", " + app() + ", " + device() + "]";
    }
}
