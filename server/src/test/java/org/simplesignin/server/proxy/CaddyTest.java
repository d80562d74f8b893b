package org.simplesignin.server.proxy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// Caddy as documented, where it is installed.
@Tag("process")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIf(value = "isInstalled", disabledReason = "Caddy is not installed")
final class CaddyTest implements BehindProxyConformance, SmugglingConformance {
    private final Stand stand;

    CaddyTest(@TempDir Path directory) {
        stand = Stand.start(Setup.CADDY, directory);
    }

    static boolean isInstalled() {
        return Program.CADDY.isThere();
    }

    @AfterAll
    void stop() {
        stand.close();
    }

    @Override
    public Stand stand() {
        return stand;
    }
}
