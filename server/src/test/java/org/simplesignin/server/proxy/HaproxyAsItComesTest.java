package org.simplesignin.server.proxy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// HAProxy with nothing but where to listen and where to go.
@Tag("process")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HaproxyAsItComesTest implements BehindProxyConformance, SmugglingConformance {
    private final Stand stand;

    HaproxyAsItComesTest(@TempDir Path directory) {
        stand = Stand.start(Setup.HAPROXY_AS_IT_COMES, directory);
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
