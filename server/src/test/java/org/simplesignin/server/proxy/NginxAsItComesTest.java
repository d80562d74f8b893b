package org.simplesignin.server.proxy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// nginx with its usual settings and nothing but `proxy_pass`: HTTP/1.0, and a connection for each request.
@Tag("process")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class NginxAsItComesTest implements BehindProxyConformance, SmugglingConformance {
    private final Stand stand;

    NginxAsItComesTest(@TempDir Path directory) {
        stand = Stand.start(Setup.NGINX_AS_IT_COMES, directory);
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
