package org.simplesignin.server.audit;

import java.nio.charset.StandardCharsets;
import org.simplesignin.protocol.Json;
import org.simplesignin.server.id.DeviceId;
import org.simplesignin.tokens.AppId;
import org.simplesignin.tokens.IdentityProviderName;
import org.simplesignin.tokens.LinkId;

/// Something that the audit log must tell. Ids only.
public sealed interface AuditEvent {
    /// A device was registered with the customer.
    record DeviceRegistered(DeviceId device) implements AuditEvent {}

    /// A device was removed, by the customer or by itself.
    record DeviceRemoved(DeviceId device, Actor by) implements AuditEvent {}

    /// The session of a device was ended because a spent refresh token was used.
    record SessionEnded(DeviceId device) implements AuditEvent {}

    /// A link was made after consent.
    record LinkMade(LinkId link, IdentityProviderName identityProviderName, AppId app, DeviceId device)
            implements AuditEvent {}

    /// A link ended and its secrets were destroyed.
    record LinkEnded(LinkId link, IdentityProviderName identityProviderName, Cause cause, Actor by)
            implements AuditEvent {}

    /// An SSI token was minted.
    ///
    /// @param fingerprint SHA-256 of the token, base64url: it recognises the token and is of no use without it
    record TokenMinted(
            LinkId link, IdentityProviderName identityProviderName, AppId app, DeviceId device, String fingerprint)
            implements AuditEvent {}

    /// Simple Sign-In was turned on or off for the account.
    record AccountSwitched(boolean on, Actor by) implements AuditEvent {}

    /// Simple Sign-In was turned on or off for a device.
    record DeviceSwitched(boolean on, DeviceId device, Actor by) implements AuditEvent {}

    /// Simple Sign-In was turned on or off for an app.
    record AppSwitched(boolean on, AppId app, Actor by) implements AuditEvent {}

    /// The customer let an app ask for consent again before its pause was over.
    record ConsentPauseLifted(AppId app, Actor by) implements AuditEvent {}

    /// The customer took a copy of everything that is kept about them.
    record DataExported(Actor by) implements AuditEvent {}

    /// The customer signed in in a browser.
    ///
    /// @param session names the session
    record SignedIn(String session, Way way) implements AuditEvent {}

    /// A session in a browser was ended, there or from another one.
    record SignedOut(String session) implements AuditEvent {}

    /// All sessions in browsers but one, or all, were ended.
    record OthersSignedOut(int sessions) implements AuditEvent {}

    /// The password was set or changed.
    record PasswordChanged() implements AuditEvent {}

    /// A forgotten password was replaced with a mailed code.
    record PasswordReset() implements AuditEvent {}

    /// The e-mail address of the account was changed.
    record EmailChanged() implements AuditEvent {}

    /// The e-mail address from before was restored.
    record EmailRestored() implements AuditEvent {}

    /// A passkey was added.
    ///
    /// @param passkey the fingerprint of its id
    record PasskeyAdded(String passkey) implements AuditEvent {}

    /// A passkey was removed.
    record PasskeyRemoved(String passkey) implements AuditEvent {}

    /// How somebody signed in.
    enum Way {
        /// By signing up.
        SIGN_UP,
        /// With the password.
        PASSWORD,
        /// With a passkey.
        PASSKEY,
        /// With a mailed code and a new password.
        PASSWORD_RESET,
        /// At the operator's own identity provider.
        OPENID_CONNECT
    }

    /// Why a link ended.
    enum Cause {
        /// The customer removed it.
        UNLINKED,
        /// The customer turned Simple Sign-In off for the account.
        ACCOUNT_OFF,
        /// The customer turned Simple Sign-In off for an app.
        APP_OFF
    }

    /// Returns the kind as it stands in the line.
    default String kind() {
        return switch (this) {
            case DeviceRegistered e -> "device-registered";
            case DeviceRemoved e -> "device-removed";
            case SessionEnded e -> "session-ended";
            case LinkMade e -> "link-made";
            case LinkEnded e -> "link-ended";
            case TokenMinted e -> "token-minted";
            case AccountSwitched e -> e.on() ? "account-on" : "account-off";
            case DeviceSwitched e -> e.on() ? "device-on" : "device-off";
            case AppSwitched e -> e.on() ? "app-on" : "app-off";
            case ConsentPauseLifted e -> "consent-pause-lifted";
            case DataExported e -> "data-exported";
            case SignedIn e -> "signed-in";
            case SignedOut e -> "signed-out";
            case OthersSignedOut e -> "others-signed-out";
            case PasswordChanged e -> "password-changed";
            case PasswordReset e -> "password-reset";
            case EmailChanged e -> "email-changed";
            case EmailRestored e -> "email-restored";
            case PasskeyAdded e -> "passkey-added";
            case PasskeyRemoved e -> "passkey-removed";
        };
    }

    /// Returns the ids as they stand in the line: a JSON object.
    default String details() {
        return new String(Json.write(Details.of(this)), StandardCharsets.UTF_8);
    }
}
