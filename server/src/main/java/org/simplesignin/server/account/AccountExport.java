package org.simplesignin.server.account;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.simplesignin.server.customer.ExportSection;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.passkey.Passkey;
import org.simplesignin.server.session.BrowserSession;
import org.simplesignin.server.session.CustomerSessions;

/// What is kept on the way in, as it stands in the copy that a customer takes: no hash and no key, which are of use to
/// nobody but an attacker.
final class AccountExport implements ExportSection {
    private final AccountStores stores;
    private final CustomerSessions sessions;

    AccountExport(AccountStores stores, CustomerSessions sessions) {
        this.stores = stores;
        this.sessions = sessions;
    }

    @Override
    public String name() {
        return "account";
    }

    @Override
    public Object content(CustomerId customer) {
        Map<String, Object> content = new LinkedHashMap<>();
        stores.accounts().account(customer).ifPresent(account -> {
            content.put("email", account.email().value());
            content.put("hasPassword", account.password() != null);
            content.put("createdAt", account.createdAt().toString());
        });
        content.put("passkeys", list(stores.passkeys().ofCustomer(customer)));
        content.put(
                "browsers",
                sessions.ofCustomer(customer).stream()
                        .map(AccountExport::browser)
                        .toList());
        return content;
    }

    private static List<Map<String, Object>> list(List<Passkey> passkeys) {
        return passkeys.stream().map(AccountExport::passkey).toList();
    }

    private static Map<String, Object> passkey(Passkey passkey) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", passkey.name());
        members.put("createdAt", passkey.createdAt().toString());
        if (passkey.lastUsedAt() != null) {
            members.put("lastUsedAt", passkey.lastUsedAt().toString());
        }
        return members;
    }

    private static Map<String, Object> browser(BrowserSession session) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("browser", session.browser());
        members.put("place", session.place());
        members.put("beganAt", session.beganAt().toString());
        members.put("usedAt", session.usedAt().toString());
        return members;
    }
}
