package org.simplesignin.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/// The data directories that earlier builds left, in the test resources of `server` and `client`: one pair for each
/// name, made by [KeepDirectoriesTest] with that build.
final class KeptDirectories {
    /// What they hold; the tests of `server` and `client` know it too.
    static final String EMAIL = "alice@example.com";
    static final String PASSWORD = "violet umbrella 12";
    static final String NAME = "Alice";
    static final String LINKED = "partner-1";

    static final List<String> SERVER_FILES = List.of("server.db", "customer-keys.db", "wrapping-keys.json");
    static final String PARTNER_FILE = "partner-keys.json";

    private static final Path ROOT = Path.of(System.getProperty("root.dir"));
    private static final Path SERVERS = ROOT.resolve("server/src/test/resources/org/simplesignin/server/kept");
    private static final Path CLIENTS = ROOT.resolve("client/src/test/resources/org/simplesignin/client/kept");

    private KeptDirectories() {}

    static Path server(String name) {
        return SERVERS.resolve(name);
    }

    static Path client(String name) {
        return CLIENTS.resolve(name);
    }

    static Stream<String> names() throws IOException {
        try (Stream<Path> all = Files.list(SERVERS)) {
            return all.filter(Files::isDirectory).map(kept -> kept.getFileName().toString()).sorted().toList().stream();
        }
    }

    /// Copies a directory of files, for its owner only, as Git keeps no such modes.
    static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwx------"));
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(file.getFileName());
                if (Files.isDirectory(file)) {
                    copy(file, copy);
                } else {
                    Files.copy(file, copy);
                    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
                }
            }
        }
    }
}
