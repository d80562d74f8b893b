package org.simplesignin.tokens;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the server says in one SSI token (specification §4); issuer, times and {@code jti} are added by
 * {@link SsiTokenIssuer}. It prints without the link token and without the nonce.
 *
 * @param identityProviderName {@code aud}
 * @param amazonUserId {@code sub}
 * @param linkToken {@code link_token}, as the partner backend made it
 * @param linkId {@code link_id}
 * @param app {@code app}: the app that asked
 * @param device {@code device}: the device it asked from
 * @param nonce {@code nonce}, or null where the app passed none
 * @param userPresent {@code user_present}: the customer has just chosen this link in a dialog
 */
public record SsiTokenClaims(
        IdentityProviderName identityProviderName,
        AmazonUserId amazonUserId,
        LinkToken linkToken,
        LinkId linkId,
        AppId app,
        DirectedDeviceId device,
        @Nullable Nonce nonce,
        boolean userPresent) {

    public SsiTokenClaims {
        Objects.requireNonNull(identityProviderName, "identityProviderName");
        Objects.requireNonNull(amazonUserId, "amazonUserId");
        Objects.requireNonNull(linkToken, "linkToken");
        Objects.requireNonNull(linkId, "linkId");
        Objects.requireNonNull(app, "app");
        Objects.requireNonNull(device, "device");
    }

    /** Returns the claims of an ordinary SSI token: no nonce, nobody known to be present. */
    public static SsiTokenClaims of(
            IdentityProviderName identityProviderName,
            AmazonUserId amazonUserId,
            LinkToken linkToken,
            LinkId linkId,
            AppId app,
            DirectedDeviceId device) {
        return new SsiTokenClaims(identityProviderName, amazonUserId, linkToken, linkId, app, device, null, false);
    }

    /** Returns these claims with a nonce. */
    public SsiTokenClaims withNonce(Nonce nonce) {
        return new SsiTokenClaims(
                identityProviderName, amazonUserId, linkToken, linkId, app, device, nonce, userPresent);
    }

    /** Returns these claims with {@code user_present: true}. */
    public SsiTokenClaims withUserPresent() {
        return new SsiTokenClaims(identityProviderName, amazonUserId, linkToken, linkId, app, device, nonce, true);
    }

    @Override
    public String toString() {
        return "SsiTokenClaims[" + identityProviderName + ", " + linkId + "]";
    }
}
