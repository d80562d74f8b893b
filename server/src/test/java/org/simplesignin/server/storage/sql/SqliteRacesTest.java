package org.simplesignin.server.storage.sql;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.server.testing.TestServer;

/// The races on SQLite.
final class SqliteRacesTest implements SessionRaces {
    @TempDir
    private static Path directory;

    private static TestServer here;
    private static TestServer there;

    @BeforeAll
    static void start() {
        here = TestServer.start(directory);
        there = here.anotherNode(directory);
    }

    @AfterAll
    static void stop() {
        there.close();
        here.close();
    }

    @Override
    public TestServer here() {
        return here;
    }

    @Override
    public TestServer there() {
        return there;
    }
}
