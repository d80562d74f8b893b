package org.simplesignin.client.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nayuki.qrcodegen.QrCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.client.testing.RawHttp.Reply;
import org.simplesignin.client.testing.ShellPage;
import org.simplesignin.client.testing.TestDevice;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.device.ProblemCode;

/// People come and go, through the routes of the shell.
final class RegistrationRoutesTest {
    @TempDir
    private Path directory;

    private TestDevice device;
    private ShellPage shell;

    @BeforeEach
    void open() throws Exception {
        device = new TestDevice(directory, List.of());
        shell = device.openShell();
    }

    @AfterEach
    void stop() {
        device.close();
    }

    private Map<?, ?> registration(String method) throws Exception {
        Reply reply =
                method.equals("GET") ? shell.get("/shell/registration") : shell.send(method, "/shell/registration", "");
        assertEquals(200, reply.status(), reply.body());
        return Json.read(reply.body().getBytes(java.nio.charset.StandardCharsets.UTF_8), Map.class, 64 * 1024);
    }

    private String state() throws Exception {
        return shell.get("/shell/state").body();
    }

    private void register(String customer) throws Exception {
        registration("POST");
        device.server.grant.approve(device.server.grant.userCode(), customer);
        device.time.advance(Duration.ofSeconds(5));
        assertEquals("registered", registration("GET").get("state"));
        TestDevice.until(() -> stateHas("\"switches\""));
    }

    private boolean stateHas(String text) {
        try {
            return state().contains(text);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private String idOf(String customer) throws Exception {
        Matcher found = Pattern.compile("\"customer\":\"([^\"]*)\",\"displayName\":\"" + customer + "\"")
                .matcher(state());
        assertTrue(found.find());
        return found.group(1);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /shell/registration",
        "GET, /shell/registration",
        "DELETE, /shell/registration",
        "DELETE, /shell/customers/nobody-0123456789-0123456789",
        "DELETE, /shell/signed-out",
        "POST, /shell/reopenings",
        "POST, /shell/factory-reset/start",
        "POST, /shell/factory-reset/finish"
    })
    void everyRouteWantsOwnOriginAndSession(String method, String path) throws Exception {
        assertEquals(
                403,
                device.request(method, path)
                        .header("Origin", device.origin())
                        .send()
                        .status());
        assertEquals(
                403,
                device.request(method, path)
                        .header("Origin", TestDevice.ORIGIN)
                        .header("Shell-Session", shell.session())
                        .send()
                        .status());
        assertEquals(
                403,
                device.request(method, path)
                        .header("Shell-Session", shell.session())
                        .send()
                        .status());
    }

    @Test
    void codeIsToldWithAllThatAScreenNeeds() throws Exception {
        assertEquals("none", registration("GET").get("state"));
        Map<?, ?> told = registration("POST");
        assertEquals("waiting", told.get("state"));
        assertEquals("BCDF-GHAB", told.get("userCode"));
        assertEquals(device.server.url() + "/device", told.get("verificationUri"));
        assertEquals(device.server.url() + "/device?user_code=BCDF-GHAB", told.get("verificationUriComplete"));
        assertEquals((device.server.url() + "/device").replace("http://", ""), told.get("shortUri"));
        assertEquals(600, told.get("expiresInSeconds"));
        assertFalse(told.toString().contains("device-code"), "the device's own code must not leave the client");
        device.time.advance(Duration.ofSeconds(100));
        assertEquals(500, registration("GET").get("expiresInSeconds"));
        assertEquals(told.get("userCode"), registration("POST").get("userCode"));
        assertEquals(1, device.server.grant.codes.size());
        assertEquals("TV 1", device.server.grant.asked.getFirst().get("device_name"));
        assertEquals("Test TV", device.server.grant.asked.getFirst().get("device_model"));
    }

    @Test
    void qrCodeIsTheAddressWithTheCode() throws Exception {
        Map<?, ?> told = registration("POST");
        Map<?, ?> qr = assertInstanceOf(Map.class, told.get("qr"));
        QrCode expected = QrCode.encodeText((String) told.get("verificationUriComplete"), QrCode.Ecc.MEDIUM);
        assertEquals(expected.size + 8, qr.get("modules"));
        boolean[][] dark = new boolean[expected.size + 8][expected.size + 8];
        Matcher runs =
                Pattern.compile("M([0-9]+) ([0-9]+)h([0-9]+)v1h-([0-9]+)z").matcher((String) qr.get("path"));
        while (runs.find()) {
            for (int x = 0; x < Integer.parseInt(runs.group(3)); x++) {
                dark[Integer.parseInt(runs.group(2))][Integer.parseInt(runs.group(1)) + x] = true;
            }
        }
        for (int y = 0; y < dark.length; y++) {
            for (int x = 0; x < dark.length; x++) {
                assertEquals(expected.getModule(x - 4, y - 4), dark[y][x]);
            }
        }
    }

    @Test
    void approvedCustomerIsActiveAndAppsWork() throws Exception {
        assertTrue(state().contains("\"customers\":[]"));
        register("alice");
        assertEquals(idOf("alice"), registration("GET").get("customer"));
        assertTrue(state().contains("\"displayName\":\"alice\",\"active\":true"));
        Reply links = device.call("getUserAndLinks", shell.launch(TestDevice.APP))
                .json("{\"identityProviderName\":\"sample-video\"}")
                .send();
        assertTrue(links.body().contains("amzn1.user"), links.body());
        shell.send("DELETE", "/shell/registration", "");
        assertEquals("none", registration("GET").get("state"));
    }

    @Test
    void pagesHearOfEveryChange() throws Exception {
        String next = shell.get("/shell/events").body().replaceFirst("^\\{\"next\":([0-9]+),.*", "$1");
        CompletableFuture<String> news =
                TestDevice.async(() -> shell.get("/shell/events?after=" + next).body());
        registration("POST");
        assertTrue(TestDevice.await(news).contains("state-changed"));
    }

    @Test
    void refusedServerAwayAndEndedAreTold() throws Exception {
        registration("POST");
        device.server.grant.answer(device.server.grant.userCode(), ProblemCode.ACCESS_DENIED);
        device.time.advance(Duration.ofSeconds(5));
        assertEquals("refused", registration("GET").get("state"));
        device.server.stop();
        assertEquals("server_away", registration("POST").get("state"));
        shell.send("DELETE", "/shell/registration", "");
        device.server.startAgain();
        registration("POST");
        device.time.advance(Duration.ofMinutes(11));
        assertEquals("expired", registration("GET").get("state"));
    }

    @Test
    void ninthCustomerIsRefused() throws Exception {
        for (int i = 0; i < 8; i++) {
            register("customer-" + i);
        }
        Reply reply = shell.send("POST", "/shell/registration", "");
        assertEquals(409, reply.status());
        assertTrue(reply.body().contains("too_many_customers"), reply.body());
        assertEquals(8, device.server.grant.codes.size());
    }

    @Test
    void whoeverJoinsIsHereAsAnAdultAndOpenDialogsClose() throws Exception {
        register("alice");
        shell.look();
        String ticket = shell.launch(TestDevice.APP);
        var answer = TestDevice.async(() -> device.call("linkUserAccount", ticket)
                .json(TestDevice.LINK_BODY)
                .send());
        shell.dialog();
        register("bob");
        assertTrue(TestDevice.await(answer).body().contains("NOT_APPLICABLE"));
        shell.send("POST", "/shell/profile", "{\"profile\":\"guest\"}");
        register("carol");
        assertTrue(state().contains("\"profile\":\"adult\""));
        assertTrue(state().contains("\"displayName\":\"carol\",\"active\":true"));
    }

    @Test
    void removedCustomerIsGoneAndTheServerKnows() throws Exception {
        register("alice");
        register("bob");
        String bob = idOf("bob");
        assertEquals(204, shell.send("DELETE", "/shell/customers/" + bob, "").status());
        assertFalse(state().contains("bob"));
        assertTrue(state().contains("\"displayName\":\"alice\",\"active\":false"));
        assertFalse(state().contains("\"signedOut\":[\"bob\"]"));
        TestDevice.until(() -> device.server.revoked.equals(List.of("bob")));
        assertEquals(404, shell.send("DELETE", "/shell/customers/" + bob, "").status());
        assertEquals(404, shell.send("DELETE", "/shell/customers/x", "").status());
        assertEquals(400, shell.send("DELETE", "/shell/customers/..", "").status());
        Reply links = device.call("getUserAndLinks", shell.launch(TestDevice.APP))
                .json("{\"identityProviderName\":\"sample-video\"}")
                .send();
        assertTrue(links.body().contains("NOT_SUPPORTED"), links.body());
    }

    @Test
    void removalClosesTheOpenDialog() throws Exception {
        register("alice");
        shell.look();
        String ticket = shell.launch(TestDevice.APP);
        var answer = TestDevice.async(() -> device.call("linkUserAccount", ticket)
                .json(TestDevice.LINK_BODY)
                .send());
        shell.dialog();
        shell.send("DELETE", "/shell/customers/" + idOf("alice"), "");
        assertTrue(TestDevice.await(answer).body().contains("NOT_APPLICABLE"));
        assertEquals(204, shell.get("/shell/dialog").status());
    }

    @Test
    void customerRemovedAtTheServerIsForgottenToldAndTheDialogCloses() throws Exception {
        register("bob");
        register("alice");
        shell.look();
        String ticket = shell.launch(TestDevice.APP);
        var answer = TestDevice.async(() -> device.call("linkUserAccount", ticket)
                .json(TestDevice.LINK_BODY)
                .send());
        shell.dialog();
        device.server.endSessions("alice");
        while (!answer.isDone()) {
            // A screen that nobody looks at for half a minute would close the dialog too.
            shell.look();
            device.time.advance(Duration.ofSeconds(1));
        }
        assertTrue(TestDevice.await(answer).body().contains("NOT_APPLICABLE"));
        assertTrue(state().contains("\"signedOut\":[\"alice\"]"));
        assertFalse(state().contains("\"displayName\":\"alice\""));
        Reply links = device.call("getUserAndLinks", ticket)
                .json("{\"identityProviderName\":\"sample-video\"}")
                .send();
        assertTrue(links.body().contains("NOT_SUPPORTED"), links.body());
        assertEquals(204, shell.send("DELETE", "/shell/signed-out", "").status());
        assertTrue(state().contains("\"signedOut\":[]"));
    }

    @Test
    void customerRemovedAtTheServerIsForgottenAlsoWhileSomebodyElseUsesTheDevice() throws Exception {
        register("bob");
        register("alice");
        device.server.endSessions("bob");
        TestDevice.until(() -> {
            device.time.advance(Duration.ofSeconds(10));
            return stateHas("\"signedOut\":[\"bob\"]");
        });
        assertTrue(state().contains("\"displayName\":\"alice\",\"active\":true"));
        TestDevice.until(() -> sessionFiles() == 1);
    }

    private long sessionFiles() {
        try (var files = Files.list(directory.resolve("state"))) {
            return files.filter(file -> file.toString().contains("session-")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"child", "guest"})
    void childAndGuestHaveNoSimpleSignInAndAdultsHaveItAgain(String profile) throws Exception {
        register("alice");
        String ticket = shell.launch(TestDevice.APP);
        for (String call : List.of("getUserAndLinks", "linkUserAccount", "showLoginSelection", "recordMetricEvent")) {
            shell.send("POST", "/shell/profile", "{\"profile\":\"" + profile + "\"}");
            int before = device.server.requests.size();
            assertTrue(device.call(call, ticket).json(body(call)).send().body().contains("NOT_AVAILABLE"), call);
            assertFalse(
                    device.server.requests.stream().skip(before).anyMatch(line -> line.startsWith("POST /device")),
                    call);
        }
        shell.send("POST", "/shell/profile", "{\"profile\":\"adult\"}");
        assertTrue(device.call("getUserAndLinks", ticket)
                .json(body("getUserAndLinks"))
                .send()
                .body()
                .contains("SUCCESSFUL"));
    }

    private static String body(String call) {
        return switch (call) {
            case "getUserAndLinks" -> "{\"identityProviderName\":\"sample-video\"}";
            case "linkUserAccount" -> TestDevice.LINK_BODY;
            case "showLoginSelection" ->
                "{\"loginNames\":[{\"loginName\":\"alice@example.com\",\"linkId\":\"link-0123456789-0123456789\"}]}";
            default ->
                "{\"eventId\":\"event-0123456789-0123456789\",\"event\":{\"ssiEvent\":\"LOGIN_SUCCESS\",\"epochTimestamp\":\"1\"}}";
        };
    }

    @Test
    void pageOfADeviceWithoutAppsIsOutdatedOnceAppsAreThere() throws Exception {
        assertTrue(state().contains("\"outdated\":false"));
        register("alice");
        TestDevice.until(() -> stateHas("\"outdated\":true"));
        String url = ShellPage.member(
                "url", shell.send("POST", "/shell/reopenings", "").body());
        Reply page = again(url, "same-origin");
        assertEquals(200, page.status());
        assertTrue(String.valueOf(page.header("Content-Security-Policy")).contains(TestDevice.ORIGIN));
        assertEquals(403, shell.get("/shell/state").status());
    }

    private Reply again(String url, String site) throws Exception {
        return device.request("GET", url).header("Sec-Fetch-Site", site).send();
    }

    @Test
    void reopeningIsGoodOnceSoonAndForTheShellAlone() throws Exception {
        String url = ShellPage.member(
                "url", shell.send("POST", "/shell/reopenings", "").body());
        assertEquals(403, again(url, "cross-site").status());
        assertEquals(403, device.request("GET", url).send().status());
        assertEquals(
                403, again(url.substring(0, url.length() - 1), "same-origin").status());
        assertEquals(200, again(url, "same-origin").status());
        assertEquals(403, again(url, "same-origin").status());
        ShellPage other = device.openShell();
        String late = ShellPage.member(
                "url", other.send("POST", "/shell/reopenings", "").body());
        device.time.advance(Duration.ofSeconds(61));
        assertEquals(403, again(late, "same-origin").status());
        assertNotEquals(403, other.get("/shell/state").status());
    }
}
