package org.simplesignin.sample.backend;

import java.io.IOException;
import java.util.List;

/// The accounts of the demo, made at the first start with `--demo-accounts`. Everybody may know their passwords: the
/// demo's page and the app show them.
public final class DemoAccounts {
    /// One of them.
    public record DemoAccount(String loginName, String password) {}

    /// Two accounts of one household, and one of another.
    public static final List<DemoAccount> ALL = List.of(
            new DemoAccount("maya@example.com", "popcorn-maya"),
            new DemoAccount("sam@example.com", "popcorn-sam"),
            new DemoAccount("leo@example.com", "popcorn-leo"));

    private DemoAccounts() {}

    static void addTo(Accounts accounts, AccountRoutes routes) throws IOException, RefusedException {
        for (DemoAccount account : ALL) {
            if (accounts.named(account.loginName()).isEmpty()) {
                routes.add(account.loginName(), account.password());
            }
        }
    }
}
