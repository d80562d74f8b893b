package org.simplesignin.server.account;

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
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.mail.MailAddress;
import org.simplesignin.server.testing.MailBox;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.server.testing.TestServer;

/// A registration from the first screen to the last, by somebody with an account, and what the mails say of it.
final class DeviceNoticesTest {
    @TempDir
    private Path directory;

    private TestServer server;
    private Person person;
    private TestDevice device;

    @BeforeEach
    void start() {
        server = TestServer.start(directory);
        person = Person.withAccount(server, new MailBox(directory.resolve("mail")));
        device = server.stranger();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /// Approves the device as people do; returns its device code.
    private String approve() {
        DeviceAuthorizationAnswer codes = device.authorize(
                        Map.of("client_id", DeviceApi.CLIENT_ID, "device_name", "Canary Lounge"), true)
                .as(DeviceAuthorizationAnswer.class);
        person.browser().get("/device");
        String confirm = Person.location(person.browser().post("/device", "user_code", codes.user_code()));
        person.browser().get(confirm);
        Person.location(person.browser()
                .post(
                        "/device/confirm",
                        "registration",
                        confirm.substring(confirm.indexOf('=') + 1),
                        "decision",
                        codes.user_code()));
        return codes.device_code();
    }

    @Test
    void newDeviceIsToldByMailAndListed() {
        String code = approve();

        assertEquals(200, device.poll(code).status());

        String notice = mailThatSays("A device was registered");
        assertTrue(notice.contains(TestServer.PUBLIC_URL + "/devices"));
        // What a device calls itself could be anybody's words in a mail of ours.
        assertFalse(notice.contains("Canary"));
        assertTrue(person.browser().get("/devices").text().contains("Canary Lounge"));
    }

    @Test
    void deviceRemovedOnThePhoneIsOutAtOnceAndToldByMail() {
        assertEquals(200, device.poll(approve()).status());
        String path = "/devices/"
                + server.storage()
                        .devices()
                        .ofCustomer(customer())
                        .getFirst()
                        .device()
                        .id() + "/remove";
        person.browser().get(path);

        Person.location(person.browser().post(path));

        assertEquals("invalid_token", device.get(DeviceApi.CUSTOMER).code());
        assertEquals("invalid_grant", device.refresh().code());
        mailThatSays("A device was removed");
    }

    private CustomerId customer() {
        return server.storage()
                .accounts()
                .accounts()
                .byEmail(new MailAddress(person.email()))
                .orElseThrow();
    }

    /// Waits for the mail, past those that came before it.
    private String mailThatSays(String text) {
        String next = person.nextMail();
        while (!next.contains(text)) {
            next = person.nextMail();
        }
        return next;
    }
}
