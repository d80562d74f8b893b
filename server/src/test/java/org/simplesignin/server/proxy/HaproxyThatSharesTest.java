package org.simplesignin.server.proxy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// HAProxy where every request may follow anybody's on the same connection.
@Tag("process")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HaproxyThatSharesTest implements BehindProxyConformance, SmugglingConformance {
    private final Stand stand;

    HaproxyThatSharesTest(@TempDir Path directory) {
        stand = Stand.start(Setup.HAPROXY_THAT_SHARES, directory);
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
