package org.simplesignin.server.proxy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// HAProxy as documented.
@Tag("process")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HaproxyTest implements BehindProxyConformance, SmugglingConformance {
    private final Stand stand;

    HaproxyTest(@TempDir Path directory) {
        stand = Stand.start(Setup.HAPROXY, directory);
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
