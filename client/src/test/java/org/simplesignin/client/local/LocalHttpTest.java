package org.simplesignin.client.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.client.testing.RawHttp;
import org.simplesignin.client.testing.RawHttp.Reply;
import org.simplesignin.client.testing.ShellPage;
import org.simplesignin.client.testing.TestDevice;
import org.simplesignin.protocol.device.Consent;

final class LocalHttpTest {
    private static final String ASK = "{\"identityProviderName\":\"sample-video\"}";

    private TestDevice device;
    private ShellPage shell;
    private String ticket;

    @BeforeEach
    void launch(@TempDir Path directory) throws Exception {
        device = new TestDevice(directory);
        shell = device.openShell().look();
        ticket = shell.launch(TestDevice.APP);
    }

    @AfterEach
    void stop() {
        device.close();
    }

    private RawHttp.Reply ask(@Nullable String origin, @Nullable String ticketGiven) throws Exception {
        return device.request("POST", "/v1/getUserAndLinks")
                .header("Origin", origin)
                .header("Simple-Sign-In-Ticket", ticketGiven)
                .json(ASK)
                .send();
    }

    private void assertUnknown(Reply reply) {
        assertEquals(403, reply.status(), reply.body());
        assertTrue(reply.body().contains("\"code\":\"unknown_caller\""), reply.body());
        assertEquals("application/problem+json", reply.header("Content-Type"));
    }

    private void assertUnknownAndUnreadable(Reply reply) {
        assertUnknown(reply);
        assertNull(reply.header("Access-Control-Allow-Origin"));
    }

    @Test
    void launchedAppIsAnswered() throws Exception {
        Reply reply = ask(TestDevice.ORIGIN, ticket);
        assertEquals(200, reply.status());
        assertEquals("{\"requestStatus\":\"SUCCESSFUL\",\"amazonUserId\":\"amzn1.user\",\"links\":[]}", reply.body());
        assertEquals(TestDevice.ORIGIN, reply.header("Access-Control-Allow-Origin"));
        assertEquals("Origin", reply.header("Vary"));
        assertEquals("no-store", reply.header("Cache-Control"));
        assertNull(reply.header("Access-Control-Allow-Credentials"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "127.0.0.1:%d",
                "localhost:%d",
                "tv-2.localhost:%d",
                "tv-1.localhost",
                "TV-1.localhost:%d"
            })
    void wrongHostIsRefused(String host) throws Exception {
        Reply reply = RawHttp.to(device.port(), "POST", "/v1/getUserAndLinks")
                .header("Host", host.formatted(device.port()))
                .header("Origin", TestDevice.ORIGIN)
                .header("Simple-Sign-In-Ticket", ticket)
                .json(ASK)
                .send();
        assertUnknownAndUnreadable(reply);
    }

    @Test
    void missingHostIsRefused() throws Exception {
        Reply reply = RawHttp.to(device.port(), "POST", "/v1/getUserAndLinks")
                .header("Origin", TestDevice.ORIGIN)
                .header("Simple-Sign-In-Ticket", ticket)
                .json(ASK)
                .send();
        assertTrue(reply.status() == 403 || reply.status() == 400, "status " + reply.status());
    }

    @Test
    void secondHostIsRefused() throws Exception {
        Reply reply = device.request("POST", "/v1/getUserAndLinks")
                .header("Host", "evil.example")
                .header("Origin", TestDevice.ORIGIN)
                .header("Simple-Sign-In-Ticket", ticket)
                .json(ASK)
                .send();
        assertTrue(reply.status() == 403 || reply.status() == 400, "status " + reply.status());
    }

    @Test
    void missingOriginIsRefused() throws Exception {
        assertUnknownAndUnreadable(ask(null, ticket));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "https://evil.example",
                "http://sample.tv-1.localhost",
                "https://sample.tv-1.localhost:8602",
                "http://sample.tv-1.localhost:8602/",
                "http://sample.tv-1.localhost:8602.evil.example",
                "http://SAMPLE.tv-1.localhost:8602"
            })
    void foreignOriginIsRefused(String origin) throws Exception {
        assertUnknownAndUnreadable(ask(origin, ticket));
    }

    @Test
    void twoOriginsAreRefused() throws Exception {
        Reply reply = device.call("getUserAndLinks", ticket)
                .header("Origin", "https://evil.example")
                .json(ASK)
                .send();
        assertUnknownAndUnreadable(reply);
    }

    @Test
    void shellsOwnOriginIsNoApp() throws Exception {
        assertUnknownAndUnreadable(ask(device.origin(), ticket));
    }

    @Test
    void missingTicketIsRefused() throws Exception {
        assertUnknown(ask(TestDevice.ORIGIN, null));
    }

    @Test
    void unknownTicketIsRefused() throws Exception {
        assertUnknown(ask(TestDevice.ORIGIN, ticket.substring(1) + "-"));
    }

    @Test
    void ticketOfAnEarlierLaunchIsRefused() throws Exception {
        shell.launch(TestDevice.APP);
        assertUnknown(ask(TestDevice.ORIGIN, ticket));
    }

    @Test
    void ticketIsRefusedAfterHome() throws Exception {
        assertEquals(204, shell.send("DELETE", "/shell/launches/current", "").status());
        assertUnknown(ask(TestDevice.ORIGIN, ticket));
    }

    @Test
    void ticketOfAnotherAppsOriginIsRefused() throws Exception {
        assertUnknown(ask(TestDevice.OTHER_ORIGIN, ticket));
    }

    @Test
    void ticketOfAnotherOriginOfTheSameAppIsRefused() throws Exception {
        assertUnknown(ask("http://sample.localhost:8602", ticket));
    }

    @Test
    void appThatIsNotInFrontIsRefused() throws Exception {
        shell.launch("other");
        Reply reply = device.call("linkUserAccount", ticket)
                .json(TestDevice.LINK_BODY)
                .send();
        assertUnknown(reply);
        assertFalse(device.server.requests.contains("POST /device/v1/links/start"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/json; charset=utf-16"
            })
    void simpleContentTypeIsRefused(String mediaType) throws Exception {
        assertUnknown(
                device.call("getUserAndLinks", ticket).body(mediaType, ASK).send());
    }

    @Test
    void overLongBodyIsRefused() throws Exception {
        String padded = "{\"identityProviderName\":\"sample-video\",\"x\":\"" + "x".repeat(64 * 1024) + "\"}";
        Reply reply = device.call("getUserAndLinks", ticket).json(padded).send();
        assertEquals(413, reply.status());
    }

    @Test
    void bodyOfExactlyTheLimitIsRead() throws Exception {
        String start = "{\"identityProviderName\":\"sample-video\",\"x\":\"";
        String full = start + "x".repeat(64 * 1024 - start.length() - 2) + "\"}";
        assertEquals(
                200, device.call("getUserAndLinks", ticket).json(full).send().status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "null",
                "{\"identityProviderName\":1}",
                "{\"identityProviderName\":\"a\",\"identityProviderName\":\"b\"}",
                "not json"
            })
    void malformedBodyIsRefused(String body) throws Exception {
        Reply reply = device.call("getUserAndLinks", ticket).json(body).send();
        assertEquals(400, reply.status());
        assertTrue(reply.body().contains("malformed_request"), reply.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "HEAD"})
    void otherMethodsAreRefused(String method) throws Exception {
        Reply reply = device.request(method, "/v1/getUserAndLinks")
                .header("Origin", TestDevice.ORIGIN)
                .header("Simple-Sign-In-Ticket", ticket)
                .send();
        assertEquals(405, reply.status());
        assertEquals("POST, OPTIONS", reply.header("Allow"));
    }

    @Test
    void unknownCallIsRefused() throws Exception {
        assertEquals(404, device.call("getEverything", ticket).json(ASK).send().status());
    }

    @Test
    void preflightOfARegisteredOriginIsAnswered() throws Exception {
        Reply reply = device.request("OPTIONS", "/v1/linkUserAccount")
                .header("Origin", TestDevice.ORIGIN)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "content-type,simple-sign-in-ticket")
                .send();
        assertEquals(204, reply.status());
        assertEquals(TestDevice.ORIGIN, reply.header("Access-Control-Allow-Origin"));
        assertEquals("POST", reply.header("Access-Control-Allow-Methods"));
        assertEquals("Content-Type, Simple-Sign-In-Ticket", reply.header("Access-Control-Allow-Headers"));
    }

    @Test
    void preflightOfAForeignOriginIsRefused() throws Exception {
        Reply reply = device.request("OPTIONS", "/v1/linkUserAccount")
                .header("Origin", "https://evil.example")
                .header("Access-Control-Request-Method", "POST")
                .send();
        assertUnknownAndUnreadable(reply);
    }

    @Test
    void blockedAppLosesItsTicket() throws Exception {
        device.server.apps.removeFirst();
        device.restart();
        ShellPage again = device.openShell();
        assertEquals(
                404,
                again.send("POST", "/shell/launches", "{\"app\":\"sample-tv\"}").status());
        assertUnknownAndUnreadable(ask(TestDevice.ORIGIN, ticket));
    }

    @Test
    void slowAnswerBeginsWithWhiteSpaceAndIsTheSameJson() throws Exception {
        var answer = TestDevice.async(() -> device.call("linkUserAccount", ticket)
                .json(TestDevice.LINK_BODY)
                .send());
        shell.press("allowed");
        Reply reply = TestDevice.await(answer);
        assertEquals(200, reply.status());
        assertEquals(
                "{\"requestStatus\":\"SUCCESSFUL\",\"linkId\":\"link-0123456789-0123456789\",\"successCode\":\"LINK_ESTABLISHED\"}",
                reply.body().strip());
    }

    @Test
    void whiteSpaceIsSentWhileTheDialogIsOpen() throws Exception {
        try (Socket page = device.call("linkUserAccount", ticket)
                .json(TestDevice.LINK_BODY)
                .open()) {
            shell.dialog();
            // Nobody presses anything meanwhile: head and spaces are on their way before the answer is known.
            InputStream in = page.getInputStream();
            StringBuilder head = new StringBuilder();
            for (int c = in.read(); c >= 0 && head.indexOf("\r\n\r") < 0; c = in.read()) {
                head.append((char) c);
            }
            assertTrue(head.indexOf("HTTP/1.1 200 ") == 0, head.toString());
            assertArrayEquals(new byte[] {' ', ' ', ' '}, in.readNBytes(3));
            assertEquals(200, shell.get("/shell/dialog").status());
        }
    }

    @Test
    void refusalOfAnOverLongBodyMayBeReadByItsApp() throws Exception {
        Reply reply =
                device.call("getUserAndLinks", ticket).json("x".repeat(70_000)).send();
        assertEquals(413, reply.status());
        assertTrue(reply.body().contains("\"code\":\"payload_too_large\""), reply.body());
        assertEquals(TestDevice.ORIGIN, reply.header("Access-Control-Allow-Origin"));
        assertEquals("close", reply.header("Connection"));
    }

    @Test
    void emptyOriginIsRefused() throws Exception {
        assertUnknownAndUnreadable(ask("", ticket));
    }

    @Test
    void abortedRequestClosesItsDialog() throws Exception {
        Socket page = device.call("linkUserAccount", ticket)
                .json(TestDevice.LINK_BODY)
                .open();
        shell.dialog();
        page.close();
        TestDevice.until(() -> device.server.consents.equals(List.of(Consent.TIMED_OUT)));
        assertEquals(204, shell.get("/shell/dialog").status());
    }
}
