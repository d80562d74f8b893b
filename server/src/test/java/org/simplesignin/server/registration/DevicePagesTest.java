package org.simplesignin.server.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.DeviceAuthorizationAnswer;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.TestBrowser;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.server.testing.TestServer;

/// The customer's pages as requests: what is refused, and what comes out.
final class DevicePagesTest {
    @TempDir
    private Path directory;

    private TestServer server;
    private Customer customer;
    private TestBrowser browser;
    private TestDevice device;

    @BeforeEach
    void start() {
        server = TestServer.startWith(
                directory,
                settings -> settings.with(change -> change.limits(Map.of()).behindProxy(true)));
        customer = server.newCustomer();
        browser = server.browser(customer);
        device = server.stranger();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private DeviceAuthorizationAnswer codes(String name) {
        return device.authorize(Map.of("client_id", DeviceApi.CLIENT_ID, "device_name", name), true)
                .as(DeviceAuthorizationAnswer.class);
    }

    private String confirmPath(DeviceAuthorizationAnswer codes) {
        browser.get("/device");
        Received opened = browser.post("/device", "user_code", codes.user_code());
        assertEquals(303, opened.status());
        return opened.header("Location").orElseThrow();
    }

    private Received decide(String confirmPath, String decision) {
        browser.get(confirmPath);
        return browser.post(
                "/device/confirm",
                "registration",
                confirmPath.substring(confirmPath.indexOf('=') + 1),
                "decision",
                decision);
    }

    @Test
    void whoIsNotSignedInIsSentToSignInAndComesBackWithTheCode() {
        Received received = server.browser().get("/device?user_code=BCDF-GHJK");

        assertEquals(303, received.status());
        assertEquals(
                "/sign-in?next=%2Fdevice%3Fuser_code%3DBCDF-GHJK",
                received.header("Location").orElse(""));
    }

    @Test
    void codeIsInNoAddressAfterItWasTyped() {
        DeviceAuthorizationAnswer codes = codes("Lounge");

        String path = confirmPath(codes);

        assertTrue(path.matches("/device/confirm\\?registration=[0-9a-f]{32}"));
    }

    @Test
    void approvedDeviceGetsItsTokens() {
        DeviceAuthorizationAnswer codes = codes("Lounge");
        String path = confirmPath(codes);

        Received received = decide(path, codes.user_code());

        assertEquals(303, received.status());
        Received outcome = browser.get(received.header("Location").orElseThrow());
        assertEquals(200, outcome.status());
        assertTrue(outcome.text().contains("<bdi>Lounge</bdi>"));
        assertEquals(200, device.poll(codes.device_code()).status());
    }

    @Test
    void formOfAnotherSiteApprovesNothing() {
        DeviceAuthorizationAnswer codes = codes("Lounge");
        String path = confirmPath(codes);
        browser.get(path);
        String body = TestBrowser.form(
                null, "registration", path.substring(path.indexOf('=') + 1), "decision", codes.user_code());

        Received received = browser.post("/device/confirm", body, request -> {
            request.setHeader("Origin", "https://attacker.example");
            request.setHeader("Sec-Fetch-Site", "cross-site");
        });

        assertEquals(403, received.status());
        assertEquals(
                "authorization_pending",
                device.poll(codes.device_code()).members().get("error"));
    }

    @Test
    void linkAloneOpensNothing() {
        DeviceAuthorizationAnswer codes = codes("Lounge");
        browser.get("/device?user_code=" + codes.user_code());
        TestBrowser other = server.browser(server.newCustomer());
        other.get("/device");

        assertEquals(303, other.post("/device", "user_code", codes.user_code()).status());
    }

    @Test
    void textInTheLinkIsNotShown() {
        Received received = browser.get("/device?user_code=Call%200900-555");

        assertEquals(200, received.status());
        assertFalse(received.text().contains("0900"));
    }

    @Test
    void wrongCodeIsSaidAndKept() {
        browser.get("/device");

        Received received = browser.post("/device", "user_code", "<b>BCDF</b>");

        assertEquals(422, received.status());
        assertTrue(received.text().contains("This code is not good"));
        assertTrue(
                received.text().contains("&lt;b>BCDF&lt;/b>") || received.text().contains("&lt;b&gt;BCDF"));
    }

    @Test
    void sixthWrongCodeMustWait() {
        browser.get("/device");
        for (int wrong = 0; wrong < 5; wrong++) {
            assertEquals(422, browser.post("/device", "user_code", "BCDF-GHJK").status());
        }

        Received received = browser.post("/device", "user_code", "BCDF-GHJK");

        assertEquals(429, received.status());
        assertEquals("120", received.header("Retry-After").orElse(""));
        assertTrue(received.text().contains("Too many tries"));
    }

    @Test
    void nameOfADeviceIsTextAndNothingElse() {
        String path = confirmPath(codes("<script>alert(1)</script>"));

        String html = browser.get(path).text();

        assertFalse(html.contains("<script>alert"));
        assertTrue(html.contains("&lt;script"));
    }

    @Test
    void deviceFromElsewhereIsShownWithAWarning() {
        DeviceAuthorizationAnswer codes = device.send(
                        "POST",
                        DeviceApi.DEVICE_AUTHORIZATION,
                        "client_id=simple-sign-in-device".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                        request -> request.setHeader("Content-Type", "application/x-www-form-urlencoded")
                                .setHeader("X-Forwarded-For", "198.51.100.1, 203.0.113.7"))
                .as(DeviceAuthorizationAnswer.class);

        String html = browser.get(confirmPath(codes)).text();

        assertTrue(html.contains("<bdi>203.0.113.7</bdi>"));
        assertTrue(html.contains("class=\"warning\""));
        assertTrue(html.contains("Does not say"));
    }

    @Test
    void registrationOfSomebodyElseAndNoneLookTheSame() {
        String path = confirmPath(codes("Lounge"));
        TestBrowser other = server.browser(server.newCustomer());

        Received foreign = other.get(path);
        Received unknown = other.get("/device/confirm?registration=" + "0".repeat(32));

        assertEquals(404, foreign.status());
        assertEquals(foreign.text(), unknown.text());
        assertEquals(404, other.get("/device/confirm?registration=x").status());
        assertEquals(404, other.get("/device/confirm").status());
    }

    @Test
    void decisionThatIsMissingOrForNothingIsRefused() {
        String path = confirmPath(codes("Lounge"));
        browser.get(path);

        assertEquals(
                400,
                browser.post("/device/confirm", "registration", path.substring(path.indexOf('=') + 1))
                        .status());
        assertEquals(404, browser.post("/device/confirm", "decision", "no").status());
        assertEquals(
                404,
                browser.post("/device/confirm", "decision", "no", "registration", "0".repeat(32))
                        .status());
    }

    @Test
    void customerWithTooManyDevicesIsToldAndNothingIsLost() {
        for (int registered = 0; registered < Approving.MOST_DEVICES; registered++) {
            server.newDevice(customer);
        }
        DeviceAuthorizationAnswer codes = codes("Lounge");
        String path = confirmPath(codes);

        Received received = decide(path, codes.user_code());

        assertEquals(409, received.status());
        assertTrue(received.text().contains("too many devices"));
        assertTrue(received.text().contains(path));
        assertEquals(200, browser.get(path).status());
    }
}
