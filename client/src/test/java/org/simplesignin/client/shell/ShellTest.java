package org.simplesignin.client.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.client.testing.FakeServer;
import org.simplesignin.client.testing.RawHttp.Reply;
import org.simplesignin.client.testing.ShellPage;
import org.simplesignin.client.testing.TestDevice;

final class ShellTest {
    private TestDevice device;
    private ShellPage shell;

    @BeforeEach
    void open(@TempDir Path directory) throws Exception {
        device = new TestDevice(directory, List.of("alice", "bob"));
        shell = device.openShell();
    }

    @AfterEach
    void stop() {
        device.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /shell/state",
        "GET, /shell/events",
        "GET, /shell/dialog",
        "GET, /shell/linked-accounts",
        "POST, /shell/launches",
        "DELETE, /shell/launches/current",
        "POST, /shell/customer",
        "POST, /shell/profile",
        "POST, /shell/language",
        "POST, /shell/hide-account-names",
        "PUT, /shell/switches",
        "DELETE, /shell/linked-accounts/link-0123456789-0123456789",
        "POST, /shell/dialog/x/painted",
        "POST, /shell/dialog/x/outcome"
    })
    void everyRouteWantsOwnOriginAndSession(String method, String path) throws Exception {
        String own = device.origin();
        assertEquals(403, attempt(method, path, own, null, null).status());
        assertEquals(
                403,
                attempt(method, path, own, null, shell.session().substring(1) + "-")
                        .status());
        assertEquals(403, attempt(method, path, null, null, shell.session()).status());
        assertEquals(
                403,
                attempt(method, path, "null", "same-origin", shell.session()).status());
        assertEquals(
                403,
                attempt(method, path, TestDevice.ORIGIN, "same-origin", shell.session())
                        .status());
        assertEquals(
                403,
                attempt(method, path, TestDevice.EMBEDDER, null, shell.session())
                        .status());
        assertEquals(
                403, attempt(method, path, null, "cross-site", shell.session()).status());
        assertNotEquals(
                403, attempt(method, path, own, "same-origin", shell.session()).status());
    }

    private Reply attempt(
            String method, String path, @Nullable String origin, @Nullable String site, @Nullable String session)
            throws Exception {
        return device.request(method, path)
                .header("Origin", origin)
                .header("Sec-Fetch-Site", site)
                .header("Shell-Session", session)
                .send();
    }

    @Test
    void fetchMetadataStandsForTheOriginOnlyWhereBrowsersSendNone() throws Exception {
        assertEquals(
                200,
                attempt("GET", "/shell/state", null, "same-origin", shell.session())
                        .status());
        assertEquals(
                403,
                attempt("POST", "/shell/profile", null, "same-origin", shell.session())
                        .status());
    }

    @Test
    void stateTellsTheDevice() throws Exception {
        String state = shell.get("/shell/state").body();
        assertTrue(
                state.startsWith(
                        "{\"form\":\"tv\",\"platform\":\"desktop\",\"deviceName\":\"TV 1\",\"language\":\"en-US\",\"hideAccountNames\":false,"
                                + "\"serverReachable\":true,\"profile\":\"adult\",\"customers\":["),
                state);
        assertTrue(state.contains("\"displayName\":\"alice\",\"active\":true"), state);
        assertTrue(state.contains("\"displayName\":\"bob\",\"active\":false"), state);
        assertTrue(
                state.contains(
                        "{\"app\":\"sample-tv\",\"name\":\"SSISampleApplication\",\"publisher\":\"Sample Publisher\","
                                + "\"icon\":\"/icons/sample-tv\",\"kind\":\"web\",\"launchable\":true}"),
                state);
        assertTrue(state.contains("\"switches\":{\"account\":true,\"device\":true,\"appsOff\":[]}"), state);
        assertFalse(state.contains("inFront"), state);
    }

    @Test
    void launchGivesUrlOriginAndTicket() throws Exception {
        Reply reply = shell.send("POST", "/shell/launches", "{\"app\":\"sample-tv\"}");
        assertEquals("http://sample.tv-1.localhost:8602/app/", ShellPage.member("url", reply.body()));
        assertEquals(TestDevice.ORIGIN, ShellPage.member("origin", reply.body()));
        assertEquals(43, ShellPage.member("ticket", reply.body()).length());
        assertTrue(shell.get("/shell/state").body().contains("\"inFront\":\"sample-tv\""));
        assertNotEquals(ShellPage.member("ticket", reply.body()), shell.launch("sample-tv"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"app\":\"unknown\"}", "{\"app\":\"../x\"}"})
    void unknownAppIsNotLaunched(String body) throws Exception {
        assertEquals(404, shell.send("POST", "/shell/launches", body).status());
    }

    @Test
    void appWhoseStartIsNotRegisteredIsNotLaunched() throws Exception {
        var app = device.server.apps.getFirst();
        device.server.apps.set(
                0,
                new org.simplesignin.protocol.device.RegisteredApp(
                        app.app(),
                        app.name(),
                        app.publisher(),
                        app.identityProviderName(),
                        null,
                        List.of("https://moved.example"),
                        true));
        device.restart();
        shell = device.openShell();
        assertEquals(
                409,
                shell.send("POST", "/shell/launches", "{\"app\":\"sample-tv\"}").status());
        assertTrue(shell.get("/shell/state").body().contains("\"kind\":\"web\",\"launchable\":false"));
    }

    @Test
    void settingsAreKept() throws Exception {
        assertEquals(
                204,
                shell.send("POST", "/shell/hide-account-names", "{\"hide\":true}")
                        .status());
        assertEquals(
                204,
                shell.send("POST", "/shell/profile", "{\"profile\":\"child\"}").status());
        assertEquals(
                204,
                shell.send("POST", "/shell/language", "{\"language\":\"en-US\"}")
                        .status());
        device.restart();
        String state = device.openShell().get("/shell/state").body();
        assertTrue(state.contains("\"hideAccountNames\":true") && state.contains("\"profile\":\"child\""), state);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/shell/profile|{\"profile\":\"king\"}|400",
                "/shell/language|{\"language\":\"xx\"}|400",
                "/shell/language|{\"language\":\"../en-US\"}|400",
                "/shell/customer|{\"customer\":\"nobody\"}|404",
                "/shell/customer|{\"customer\":\"nobody-0123456789-0123456789\"}|404",
                "/shell/hide-account-names|{}|400",
                "/shell/hide-account-names|{\"hide\":\"yes\"}|400",
                "/shell/launches|{}|400"
            })
    void badSettingsAreRefused(String path, String body, int status) throws Exception {
        assertEquals(status, shell.send("POST", path, body).status());
    }

    @Test
    void customerIsSwitched() throws Exception {
        String state = shell.get("/shell/state").body();
        String bob = ShellPage.member(
                "customer",
                state.substring(state.lastIndexOf("\"customer\"", state.indexOf("\"displayName\":\"bob\""))));
        assertEquals(
                204,
                shell.send("POST", "/shell/customer", "{\"customer\":\"" + bob + "\"}")
                        .status());
        assertTrue(shell.get("/shell/state").body().contains("\"displayName\":\"bob\",\"active\":true"));
    }

    @Test
    void switchesAndLinksGoToTheServer() throws Exception {
        Reply reply = shell.send("PUT", "/shell/switches", "{\"scope\":\"ACCOUNT\",\"on\":false}");
        assertEquals("{\"account\":false,\"device\":true,\"appsOff\":[]}", reply.body());
        assertTrue(shell.get("/shell/state").body().contains("\"switches\":{\"account\":false"));
        assertEquals("{\"links\":[]}", shell.get("/shell/linked-accounts").body());
        assertEquals(
                204,
                shell.send("DELETE", "/shell/linked-accounts/" + FakeServer.LINK_ID, "")
                        .status());
        assertTrue(device.server.requests.contains("DELETE /device/v1/links/" + FakeServer.LINK_ID));
        assertEquals(404, shell.send("DELETE", "/shell/linked-accounts/x", "").status());
        assertEquals(400, shell.send("DELETE", "/shell/linked-accounts/..", "").status());
        assertEquals(
                400,
                shell.send("PUT", "/shell/switches", "{\"scope\":\"APP\",\"on\":false}")
                        .status());
    }

    @Test
    void serverAwayIsAProblem() throws Exception {
        device.server.stop();
        Reply reply = shell.get("/shell/linked-accounts");
        assertEquals(503, reply.status());
        assertTrue(reply.body().contains("server_away"));
    }

    @Test
    void deviceWithoutCustomerSaysSo() throws Exception {
        device.server.endSessions();
        device.server.expireAccess();
        assertEquals(409, shell.get("/shell/linked-accounts").status());
        assertTrue(shell.get("/shell/linked-accounts").body().contains("not_registered"));
    }

    @Test
    void eventsComeInOrderAndOnce() throws Exception {
        String next = number(shell.get("/shell/events").body());
        var news =
                TestDevice.async(() -> shell.get("/shell/events?after=" + next).body());
        shell.send("POST", "/shell/profile", "{\"profile\":\"guest\"}");
        String told = TestDevice.await(news);
        assertTrue(told.contains("\"events\":[{\"type\":\"state-changed\"}"), told);
        String later = number(told);
        var quiet =
                TestDevice.async(() -> shell.get("/shell/events?after=" + later).body());
        while (!quiet.isDone()) {
            device.time.advance(Duration.ofSeconds(1));
        }
        assertTrue(TestDevice.await(quiet).contains("\"next\":"));
    }

    private static String number(String news) {
        return news.replaceFirst("^\\{\"next\":([0-9]+),.*", "$1");
    }

    @Test
    void pageOfAnEarlierClientIsToldToReadAnew() throws Exception {
        assertTrue(shell.get("/shell/events?after=999999").body().contains("state-changed"));
        assertEquals(400, shell.get("/shell/events?after=-1").status());
        assertEquals(400, shell.get("/shell/events?after=x").status());
    }

    @Test
    void dialogIsAnnouncedAndClosed() throws Exception {
        String next = number(shell.get("/shell/events").body());
        String ticket = shell.launch(TestDevice.APP);
        var answer = TestDevice.async(() -> device.call("linkUserAccount", ticket)
                .json(TestDevice.LINK_BODY)
                .send());
        String id = ShellPage.member("dialogId", shell.dialog());
        assertTrue(shell.get("/shell/events?after=" + next)
                .body()
                .contains("{\"type\":\"dialog-opened\",\"dialogId\":\"" + id + "\",\"kind\":\"consent\"}"));
        assertEquals(409, shell.outcome(id, "allowed", "").status());
        assertEquals(
                204, shell.send("POST", "/shell/dialog/" + id + "/painted", "").status());
        assertEquals(409, shell.outcome(id, "allowed", "").status());
        for (String outcome : List.of("manual", "timed_out", "ALLOWED", "")) {
            assertEquals(400, shell.outcome(id, outcome, "").status(), outcome);
        }
        assertEquals(400, shell.outcome(id, "selected", FakeServer.LINK_ID).status());
        assertEquals(400, shell.outcome(id, "allowed", FakeServer.LINK_ID).status());
        assertEquals(409, shell.outcome("other", "declined", "").status());
        assertEquals(204, shell.press("declined").status());
        assertEquals(409, shell.outcome(id, "declined", "").status());
        assertEquals(
                409, shell.send("POST", "/shell/dialog/" + id + "/painted", "").status());
        TestDevice.await(answer);
        assertTrue(shell.get("/shell/events?after=" + next)
                .body()
                .contains("{\"type\":\"dialog-closed\",\"dialogId\":\"" + id + "\"}"));
    }

    @Test
    void noAnswerSetsACookieOrOpensTheShellToOtherOrigins() throws Exception {
        Reply reply = shell.get("/shell/state");
        assertNull(reply.header("Set-Cookie"));
        assertNull(reply.header("Access-Control-Allow-Origin"));
        assertEquals("no-store", reply.header("Cache-Control"));
    }
}
