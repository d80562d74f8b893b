package org.simplesignin.server.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.TestServer;

final class PageGuardTest {
    @TempDir
    static Path directory;

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(directory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void whoIsNotSignedInIsSentToSignIn() {
        Received received = server.browser().get("/");

        assertEquals(303, received.status());
        assertEquals("/sign-in", received.header("Location").orElse(""));
    }

    @Test
    void whoIsSignedInSeesThePage() {
        Received received = server.browser(server.newCustomer()).get("/");

        assertEquals(200, received.status());
        assertEquals("text/html; charset=utf-8", received.header("Content-Type").orElse(""));
        assertTrue(received.text().contains("Hello, <bdi>Alice</bdi>"), received.text());
    }

    @Test
    void unknownPathIsAPageForBrowsersAndAProblemForPrograms() {
        Received page = server.browser().get("/nowhere");

        assertEquals(404, page.status());
        assertTrue(page.text().contains("There is nothing here"), page.text());
        assertEquals(
                "not_found",
                server.stranger().send("GET", "/nowhere", null, request -> {}).code());
    }
}
