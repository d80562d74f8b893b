package org.simplesignin.server.proxy;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A proxy that is installed on this machine.
enum Program {
    NGINX("/usr/sbin/nginx"),
    HAPROXY("/usr/sbin/haproxy"),
    CADDY("/usr/bin/caddy");

    private final Path path;

    Program(String path) {
        this.path = Path.of(path);
    }

    boolean isThere() {
        return Files.isExecutable(path);
    }

    /// Fails where it is missing. Caddy is tried where it is there: continuous integration installs the other two.
    void require() {
        if (this == CADDY) {
            assumeTrue(isThere(), "Caddy is not installed: " + path);
        } else {
            assertTrue(isThere(), path + " is missing: .ci/install installs it");
        }
    }

    /// Returns the command that runs it in the foreground with this configuration, in one process.
    List<String> run(Path configuration) {
        String file = configuration.toString();
        return switch (this) {
            case NGINX -> List.of(path.toString(), "-e", "stderr", "-c", file);
            case HAPROXY -> List.of(path.toString(), "-db", "-f", file);
            case CADDY -> List.of(path.toString(), "run", "--adapter", "caddyfile", "--config", file);
        };
    }

    /// Returns the command that tells whether it would take this configuration.
    List<String> check(Path configuration) {
        String file = configuration.toString();
        return switch (this) {
            case NGINX -> List.of(path.toString(), "-e", "stderr", "-t", "-c", file);
            case HAPROXY -> List.of(path.toString(), "-c", "-f", file);
            case CADDY -> List.of(path.toString(), "validate", "--adapter", "caddyfile", "--config", file);
        };
    }
}
