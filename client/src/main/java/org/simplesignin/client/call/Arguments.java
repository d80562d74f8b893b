package org.simplesignin.client.call;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.simplesignin.client.device.LinkId;
import org.simplesignin.client.dialog.Dialog.Account;
import org.simplesignin.client.dialog.LoginNames;
import org.simplesignin.protocol.AppRequest.GetUserAndLinks;
import org.simplesignin.protocol.AppRequest.RecordMetricEvent;
import org.simplesignin.protocol.AppRequest.ShowLoginSelection;
import org.simplesignin.protocol.Limits;
import org.simplesignin.protocol.LinkUserAccountRequest;
import org.simplesignin.protocol.LoginNameValue;
import org.simplesignin.protocol.SSIEvent;
import org.simplesignin.protocol.device.RegisteredApp;

/// Checks what apps send (specification §10). An app may ask only for the identity provider that the registry gives it:
/// another one is as good as unknown (design/security.md T5).
final class Arguments {
    private Arguments() {}

    static boolean areGood(GetUserAndLinks request, RegisteredApp app) {
        return isOwnProvider(request.identityProviderName(), app)
                && (request.nonce() == null || Limits.isNonce(request.nonce()));
    }

    static boolean areGood(LinkUserAccountRequest request, RegisteredApp app) {
        return isOwnProvider(request.identityProviderName(), app)
                && Limits.isPartnerUserId(request.partnerUserId())
                && Limits.isLoginName(request.userLoginName())
                && !LoginNames.clean(request.userLoginName()).isEmpty()
                && Limits.isLinkToken(request.linkToken())
                && Limits.isLinkSigningKey(request.linkSigningKey());
    }

    static boolean areGood(RecordMetricEvent request) {
        boolean reasonFits = (request.event().ssiEvent() == SSIEvent.LOGIN_FAILURE)
                == (request.event().failureReason() != null);
        return reasonFits
                && Limits.isRandomId(request.eventId())
                && Limits.isEpochMillis(request.event().epochTimestamp());
    }

    /// Returns the accounts to show: 1 to 10, each link once; or empty where one of them is malformed.
    ///
    /// @param lastUsed the link that is marked as the one used last
    static Optional<List<Account>> accounts(ShowLoginSelection request, Optional<LinkId> lastUsed) {
        if (request.loginNames().isEmpty() || request.loginNames().size() > Limits.LOGIN_NAMES_PER_CALL) {
            return Optional.empty();
        }
        List<Account> accounts = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (LoginNameValue value : request.loginNames()) {
            String name = Limits.isLoginName(value.loginName()) ? LoginNames.clean(value.loginName()) : "";
            if (name.isEmpty() || !Limits.isRandomId(value.linkId()) || !seen.add(value.linkId())) {
                return Optional.empty();
            }
            LinkId link = new LinkId(value.linkId());
            accounts.add(new Account(link, name, lastUsed.filter(link::equals).isPresent()));
        }
        return Optional.of(accounts);
    }

    private static boolean isOwnProvider(String identityProviderName, RegisteredApp app) {
        return Limits.isIdentityProviderName(identityProviderName)
                && identityProviderName.equals(app.identityProviderName());
    }
}
