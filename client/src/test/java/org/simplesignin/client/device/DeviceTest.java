package org.simplesignin.client.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.client.device.DeviceState.UsedLink;
import org.simplesignin.protocol.device.RegisteredApp;
import org.simplesignin.protocol.device.RegisteredApps;

final class DeviceTest {
    private static final Customer ALICE = new Customer(new CustomerId("alice-0123456789-012345"), "Alice");
    private static final Customer BOB = new Customer(new CustomerId("bob-0123456789-01234567"), "Bob");
    private static final AppId APP = new AppId("app");
    private static final LinkId LINK = new LinkId("link-0123456789-0123456789");

    @TempDir
    private Path directory;

    private AtomicFile file() {
        return new AtomicFile(directory.resolve("state.json"));
    }

    private Device device() throws UnusableException {
        return new Device(file());
    }

    @Test
    void stateSurvivesAReopening() throws Exception {
        Device device = device();
        device.update(state -> state.with(ALICE, "one")
                .with(BOB, "two")
                .with(Profile.CHILD)
                .hideAccountNames(true)
                .inLanguage("de")
                .with(new UsedLink(ALICE.id(), APP, LINK)));
        assertEquals(device.state(), device().state());
        assertEquals(Optional.of(LINK), device().state().lastUsed(ALICE.id(), APP));
        assertEquals(Optional.empty(), device().state().lastUsed(BOB.id(), APP));
    }

    @Test
    void firstCustomerIsActive() throws Exception {
        Device device = device();
        device.update(state -> state.with(ALICE, "one").with(BOB, "two"));
        assertEquals(Optional.of(ALICE), device.state().activeCustomer());
    }

    @Test
    void forgettingTheActiveCustomerMakesNobodyActive() throws Exception {
        Device device = device();
        device.update(state -> state.with(ALICE, "one").with(BOB, "two").with(new UsedLink(ALICE.id(), APP, LINK)));
        device.update(state -> state.without(ALICE.id()));
        assertEquals(Optional.empty(), device.state().activeCustomer());
        assertEquals(List.of(BOB), device.state().customers());
        assertTrue(device.state().used().isEmpty());
        assertTrue(device.state().spent().contains("one"));
    }

    @Test
    void unknownCustomerCannotBecomeActive() throws Exception {
        Device device = device();
        assertThrows(IllegalArgumentException.class, () -> device.update(state -> state.activate(BOB.id())));
    }

    @Test
    void audienceMovesWithCustomerAndProfileOnly() throws Exception {
        Device device = device();
        List<Boolean> told = new ArrayList<>();
        device.listen(told::add);
        device.update(state -> state.with(ALICE, "one"));
        device.update(state -> state.inLanguage("de"));
        device.update(state -> state.with(Profile.GUEST));
        device.update(state -> state.with(Profile.GUEST));
        assertEquals(List.of(true, false, true), told);
        assertEquals(2, device.situation().audience());
    }

    @Test
    void usedLinksAreBounded() {
        DeviceState state = DeviceState.initial().with(ALICE, "one");
        for (int i = 0; i < DeviceState.MOST_USED_LINKS + 50; i++) {
            state = state.with(new UsedLink(ALICE.id(), new AppId("app" + i), LINK));
        }
        assertEquals(DeviceState.MOST_USED_LINKS, state.used().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"version\":2}",
                "null",
                "{\"version\":1,\"customers\":[],\"active\":\"nobody-0123456789-01234\"}"
            })
    void damagedStateIsRefusedWithAdvice(String content) throws Exception {
        Files.writeString(directory.resolve("state.json"), content);
        UnusableException refused = assertThrows(UnusableException.class, this::device);
        assertTrue(String.valueOf(refused.getMessage()).contains("--data"));
    }

    @Test
    void writingThatFailsChangesNothing() throws Exception {
        Device device = device();
        Files.createDirectories(directory.resolve("state.json.next/x"));
        assertThrows(java.io.UncheckedIOException.class, () -> device.update(state -> state.inLanguage("de")));
        assertEquals("en-US", device.state().language());
    }

    @Test
    void leftoverOfAKilledWriteIsReplaced() throws Exception {
        Files.writeString(directory.resolve("state.json.next"), "half");
        file().write("whole".getBytes(StandardCharsets.UTF_8));
        assertEquals("whole", Files.readString(directory.resolve("state.json")));
        assertFalse(Files.exists(directory.resolve("state.json.next")));
    }

    @Test
    void overLongFileIsNotRead() throws Exception {
        file().write(new byte[11]);
        assertThrows(IOException.class, () -> file().read(10));
        assertEquals(11, file().read(11).orElseThrow().length);
    }

    @Test
    void dataDirectoryIsHeldOnce() throws Exception {
        try (DataDirectory held = DataDirectory.open(directory.resolve("data"))) {
            assertThrows(UnusableException.class, () -> DataDirectory.open(directory.resolve("data")));
            String key = held.shellKey(new SecureRandom());
            assertEquals(key, held.shellKey(new SecureRandom()));
            assertEquals(43, key.length());
        }
        DataDirectory.open(directory.resolve("data")).close();
    }

    @Test
    void fileInPlaceOfTheDataDirectoryIsRefused() throws Exception {
        Files.writeString(directory.resolve("data"), "");
        assertThrows(UnusableException.class, () -> DataDirectory.open(directory.resolve("data")));
    }

    @Test
    void malformedAppsAreLeftOut() {
        Apps apps = new Apps(new AtomicFile(directory.resolve("apps.json")));
        apps.replace(new RegisteredApps(List.of(
                app("good", "https://good.example"),
                app("bad id", "https://bad.example"),
                app("bad-origin", "https://bad.example/path"),
                app("plain", "http://plain.example"))));
        assertEquals(
                List.of("good"), apps.all().stream().map(RegisteredApp::app).toList());
        assertEquals(apps.all(), new Apps(new AtomicFile(directory.resolve("apps.json"))).all());
    }

    @Test
    void damagedRegistryIsAskedForAgain() throws Exception {
        Files.writeString(directory.resolve("apps.json"), "{");
        assertTrue(
                new Apps(new AtomicFile(directory.resolve("apps.json"))).all().isEmpty());
    }

    private static RegisteredApp app(String id, String origin) {
        return new RegisteredApp(id, "Name", "Publisher", "provider", null, List.of(origin), false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example",
                "https://app.example:8443",
                "http://localhost:1",
                "http://a.b.localhost:8602",
                "http://127.0.0.1:80801"
            })
    void goodOriginsAreTaken(String origin) {
        assertEquals(origin, new Origin(origin).value());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "https://app.example/",
                "https://APP.example",
                "https://app.example:443",
                "http://app.example",
                "http://localhost.example",
                "https://user@app.example",
                "ftp://app.example",
                "https://",
                "javascript:alert(1)",
                "https://app.example;script-src *",
                "https://app.example 'unsafe-inline'"
            })
    void otherOriginsAreRefused(String origin) {
        assertTrue(Origin.parse(origin).isEmpty());
        assertThrows(IllegalArgumentException.class, () -> new Origin(origin));
    }

    @Test
    void secretsAreComparedWhole() {
        assertTrue(Secrets.equal("abc", "abc"));
        assertFalse(Secrets.equal("abc", "abd"));
        assertFalse(Secrets.equal("abc", "abcd"));
        assertNotEquals(Secrets.generate(new SecureRandom()), Secrets.generate(new SecureRandom()));
    }
}
