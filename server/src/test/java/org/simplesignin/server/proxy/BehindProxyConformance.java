package org.simplesignin.server.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.SwitchChange;
import org.simplesignin.protocol.device.SwitchScope;
import org.simplesignin.protocol.device.Switches;
import org.simplesignin.server.testing.MailBox;
import org.simplesignin.server.testing.Partner;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.TestBrowser;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.server.testing.TestServer;
import org.simplesignin.testing.http.Answer;
import org.simplesignin.testing.http.RawHttp;

/// Devices and people come through a proxy and notice nothing of it.
interface BehindProxyConformance {
    int LIMIT = 64 * 1024;
    int AT_ONCE = 20;
    int EACH = 10;
    String PASSWORD = "violet umbrella 12";
    String EMAIL = "person@example.com";

    Stand stand();

    private TestDevice newDevice() {
        TestDevice device = TestServer.strangerAt(stand().url());
        Received enrolled =
                device.enrol(stand().server().enrolmentSecret(stand().server().newCustomer()));
        assertEquals(200, enrolled.status(), enrolled::text);
        return device;
    }

    @Test
    default void deviceLivesItsWholeLife() {
        TestDevice device = newDevice();
        Partner partner = new Partner(stand().server(), "sample-tv", "sample-video");

        TestServer.link(device, partner.linkRequest(device, "account-1"));
        assertEquals(1, partner.links(device).size());
        String before = device.tokens().access_token();
        assertEquals(200, device.refresh().status());
        assertNotEquals(before, device.tokens().access_token());
        assertEquals(200, device.get(DeviceApi.CUSTOMER).status());
        assertEquals(
                200,
                device.revoke(String.valueOf(device.tokens().refresh_token())).status());
        assertEquals(401, device.get(DeviceApi.CUSTOMER).status());
    }

    /// A network that holds a request delivers it after its repetition, and after what the customer did next. Here the
    /// last byte of a client's first try is held until then.
    @Test
    default void switchChangeThatArrivesAgainLateUndoesNothing() throws Exception {
        TestDevice device = newDevice();
        SwitchChange on = new SwitchChange(SwitchScope.DEVICE, null, true).under("on-0123456789012345678901");
        SwitchChange off = new SwitchChange(SwitchScope.DEVICE, null, false).under("off-012345678901234567890");
        byte[] body = Json.write(on);
        String access = device.tokens().access_token();
        try (RawHttp late = RawHttp.connect(stand().address())) {
            late.send("PUT " + DeviceApi.SWITCHES + " HTTP/1.1\r\n" + Stand.HOST + "Authorization: DPoP " + access
                            + "\r\nDPoP: "
                            + device.proof("PUT", DeviceApi.SWITCHES, access).text()
                            + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n")
                    .send(Arrays.copyOf(body, body.length - 1));

            assertTrue(device.put(DeviceApi.SWITCHES, on).as(Switches.class).device());
            assertFalse(device.put(DeviceApi.SWITCHES, off).as(Switches.class).device());
            Answer answer = late.send(new byte[] {body[body.length - 1]}).answer();

            assertEquals(200, answer.status(), answer::toString);
            assertFalse(Json.read(answer.body(), Switches.class, LIMIT).device());
        }
        assertFalse(device.get(DeviceApi.SWITCHES).as(Switches.class).device());
    }

    @Test
    default void peopleSignUpSignOutComeBackAndTakeTheirDataAlong() {
        MailBox mail = stand().mail();
        TestBrowser browser = stand().server().browserAt(stand().url());
        browser.get("/sign-up");
        browser.post("/sign-up", "email", EMAIL);
        browser.get("/sign-up");
        browser.post("/sign-up/code", "code", MailBox.code(mail.next(EMAIL)));
        browser.get("/sign-up");
        assertLeadsTo("/", browser.post("/sign-up/account", "name", "Person", "password", PASSWORD));
        assertEquals(200, browser.get("/account").status());
        assertLeadsTo("/sign-in", browser.post("/sign-out"));
        assertEquals(303, browser.get("/account").status());
        browser.get("/sign-in");
        assertLeadsTo("/account", browser.post("/sign-in", "email", EMAIL, "password", PASSWORD, "next", "/account"));

        browser.get("/export");
        Received export = browser.post("/export");

        assertEquals(200, export.status(), export::text);
        assertEquals("simple-sign-in-export-1", export.members().get("format"));
    }

    private static void assertLeadsTo(String location, Received received) {
        assertEquals(303, received.status(), received::text);
        assertEquals(location, received.header("Location").orElse(""));
    }

    @Test
    default void headIsAnsweredAsGet() {
        for (String path : List.of(DeviceApi.METADATA, "/apps/sample-tv/app-keys", "/sign-in", "/nowhere")) {
            TestDevice stranger = TestServer.strangerAt(stand().url());
            Received get = stranger.send("GET", path, null, request -> {});
            Received head = stranger.send("HEAD", path, null, request -> {});

            assertEquals(get.status(), head.status(), path);
            assertEquals("", head.text());
            assertEquals(get.header("Content-Type"), head.header("Content-Type"));
        }
    }

    @Test
    default void refusalsAreTheServersOwn() {
        TestDevice device = newDevice();

        assertRefused(404, "not_found", device.send("GET", "/nowhere", null, request -> {}));
        assertRefused(405, "method_not_allowed", device.send("GET", DeviceApi.TOKEN, null, request -> {}));
        assertRefused(405, "method_not_allowed", device.send("DELETE", DeviceApi.METADATA, null, request -> {}));
        assertRefused(
                415,
                "unsupported_media_type",
                device.send(
                        "POST",
                        DeviceApi.TOKEN,
                        new byte[1],
                        request -> request.setHeader("Content-Type", "text/plain")));
        assertRefused(413, "payload_too_large", device.call("POST", DeviceApi.USER_AND_LINKS, json(LIMIT + 1)));
        assertRefused(401, "invalid_token", device.send("GET", DeviceApi.CUSTOMER, null, request -> {}));
        assertEquals(200, device.get(DeviceApi.CUSTOMER).status());
        Received page = stand().server().browserAt(stand().url()).get("/nowhere");
        assertEquals(404, page.status());
        assertTrue(page.header("Content-Type").orElse("").startsWith("text/html"), "people look at it");
        assertTrue(page.header("Request-Id").isPresent());
    }

    private static void assertRefused(int status, String code, Received received) {
        assertEquals(status, received.status(), received::text);
        assertEquals(code, received.code());
        assertTrue(received.header("Request-Id").isPresent(), "the proxy's answers have none");
    }

    @Test
    default void bodyOf64KiBServes() {
        TestDevice device = newDevice();

        Received received = device.call("POST", DeviceApi.USER_AND_LINKS, json(LIMIT));

        assertEquals(200, received.status(), received::text);
    }

    private static byte[] json(int length) {
        String start = "{\"app\":\"sample-tv\",\"identityProviderName\":\"sample-video\",\"ignored\":\"";
        return (start + "a".repeat(length - start.length() - 2) + "\"}").getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    default void manyAtOnceGetTheirOwnAnswers() throws Exception {
        TestDevice device = newDevice();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Void>> all = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                int first = i;
                all.add(() -> {
                    assertTheirOwn(first);
                    return null;
                });
                all.add(() -> {
                    for (int j = 0; j < EACH; j++) {
                        assertEquals(200, device.get(DeviceApi.CUSTOMER).status());
                    }
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(all)) {
                done.get();
            }
        }
    }

    /// One after the other over one connection.
    private void assertTheirOwn(int first) throws Exception {
        try (RawHttp raw = RawHttp.connect(stand().address())) {
            for (int j = 0; j < EACH; j++) {
                stand().assertMarked(
                                first + j, raw.send(Stand.marked(first + j, "")).answer());
            }
        }
    }
}
