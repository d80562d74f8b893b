package org.simplesignin.sample.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.sample.api.Credentials;
import org.simplesignin.sample.backend.RunningBackend.Answer;

final class WebAppTest {
    private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"([^\"#:]+)\"|from \"\\./([^\"]+)\"");

    private RunningBackend backend;

    @TempDir
    private Path directory;

    @BeforeEach
    void start() throws IOException {
        backend = new RunningBackend(directory, URI.create("http://127.0.0.1:9"), new MovingClock());
    }

    @AfterEach
    void stop() throws IOException {
        backend.close();
    }

    @Test
    void pageAndEverythingItRefersToIsThere() throws Exception {
        Deque<String> open = new ArrayDeque<>(List.of(""));
        Set<String> seen = new HashSet<>();
        while (!open.isEmpty()) {
            String path = open.removeFirst();
            if (seen.add(path)) {
                Answer answer = backend.get("/" + path, null);
                assertEquals(200, answer.status(), path);
                Matcher references = REFERENCE.matcher(text(answer));
                while (references.find()) {
                    open.add(references.group(1) != null ? references.group(1) : references.group(2));
                }
            }
        }

        assertTrue(seen.containsAll(Set.of("style.css", "app.js", "flows.js", "simple-sign-in.js")), seen.toString());
    }

    @Test
    void pageMayBeFramedByTheDevicesAndTheirEmbedderOnly() throws Exception {
        String policy = backend.get("/", null)
                .response()
                .headers()
                .firstValue("Content-Security-Policy")
                .orElseThrow();

        assertTrue(policy.contains("default-src 'none'"), policy);
        assertTrue(policy.contains("connect-src 'self' http://tv-1.localhost:8603;"), policy);
        assertTrue(policy.contains("frame-ancestors http://tv-1.localhost:8603 http://demo.localhost:8600;"), policy);
        assertFalse(policy.contains("unsafe"), policy);
        assertFalse(policy.contains("*"), policy);
    }

    @Test
    void demoAccountsAreToldOnlyWhereTheyExist() throws Exception {
        assertFalse(text(backend.get("/config.json", null)).contains("example.com"));
        assertEquals(
                401,
                backend.post(
                                "/api/sign-in",
                                null,
                                new Credentials(
                                        DemoAccounts.ALL.getFirst().loginName(),
                                        DemoAccounts.ALL.getFirst().password()))
                        .status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/index.html",
                "/app",
                "/api",
                "/api/nothing",
                "/backend/Backend.class",
                "/messages/",
                "/messages/xx.json"
            })
    void everythingElseIsNotThere(String path) throws Exception {
        Answer answer = backend.get(path, null);

        assertEquals(404, answer.status());
        assertEquals("not_found", answer.code());
    }

    private static String text(Answer answer) {
        return new String(answer.response().body(), StandardCharsets.UTF_8);
    }
}
