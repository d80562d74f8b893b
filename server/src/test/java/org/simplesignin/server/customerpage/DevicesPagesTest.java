package org.simplesignin.server.customerpage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.protocol.RequestStatus;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.testing.Partner;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.TestBrowser;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.server.testing.TestServer;

final class DevicesPagesTest {
    private static final String UNKNOWN = "0".repeat(32);

    @TempDir
    static Path directory;

    private static TestServer server;
    private static Partner video;

    @BeforeAll
    static void start() {
        server = TestServer.start(directory);
        video = new Partner(server, "sample-tv", "sample-video");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String id(Customer customer, String name) {
        return server.storage().devices().ofCustomer(customer.id()).stream()
                .map(registration -> registration.device())
                .filter(device -> device.name().equals(name))
                .findFirst()
                .orElseThrow()
                .id()
                .value();
    }

    private static List<String> kinds(Customer customer) {
        return server.storage().auditLog().lines(customer.id(), 1, 100).stream()
                .map(line -> line.kind())
                .toList();
    }

    private static int status(TestDevice device) {
        return device.get(DeviceApi.CUSTOMER).status();
    }

    @Test
    void listAndPageTellNameModelAndTimes() {
        Customer customer = server.newCustomer();
        server.newDevice(customer, "Bedroom", "Test TV 43");
        server.newDevice(server.newCustomer(), "Neighbour's", "Test TV");
        TestBrowser browser = server.browser(customer);

        String list = browser.get("/devices").text();
        String page = browser.get("/devices/" + id(customer, "Bedroom")).text();

        for (String text : List.of(list, page)) {
            assertTrue(text.contains("<bdi>Bedroom</bdi>"), text);
            assertTrue(text.contains("<bdi>Test TV 43</bdi>"), text);
            assertTrue(text.contains("<time datetime=\"2026-03-01T12:00:00Z\""), text);
            assertFalse(text.contains("Neighbour"), text);
        }
    }

    @Test
    void customerWithoutDevicesIsToldHowToAddOne() {
        String text = server.browser(server.newCustomer()).get("/devices").text();

        assertTrue(text.contains("No device is registered"), text);
        assertTrue(text.contains("href=\"/device\""), text);
        assertFalse(text.contains("remove-all"), text);
    }

    @Test
    void offHidesOnThisDeviceAtOnceAndOnBringsBack() {
        Customer customer = server.newCustomer();
        TestDevice bedroom = server.newDevice(customer, "Bedroom", "Test TV");
        TestDevice kitchen = server.newDevice(customer, "Kitchen", "Test TV");
        TestServer.link(bedroom, video.linkRequest(bedroom, "bob"));
        String path = "/devices/" + id(customer, "Bedroom");
        TestBrowser browser = server.browser(customer);
        browser.get(path);

        Received off = browser.post(path + "/switch", "turn", "off");

        assertEquals(path, off.header("Location").orElse(""));
        assertEquals(
                RequestStatus.FEATURE_TURNED_OFF, video.userAndLinks(bedroom).requestStatus());
        assertEquals(1, video.links(kitchen).size());
        assertTrue(browser.get("/devices").text().contains("badge off"));
        browser.get(path);
        browser.post(path + "/switch", "turn", "on");
        assertEquals(1, video.links(bedroom).size());
        assertEquals(
                List.of("device-off", "device-on"),
                server.storage().auditLog().lines(customer.id(), 1, 100).stream()
                        .filter(line -> "web".equals(line.members().get("by")))
                        .map(line -> line.kind())
                        .toList());
    }

    @Test
    void switchWithoutADirectionIsMalformed() {
        Customer customer = server.newCustomer();
        server.newDevice(customer, "Bedroom", "Test TV");
        String path = "/devices/" + id(customer, "Bedroom");
        TestBrowser browser = server.browser(customer);
        browser.get(path);

        assertEquals(400, browser.post(path + "/switch").status());
        assertEquals(400, browser.post(path + "/switch", "turn", "maybe").status());
        assertEquals(400, browser.post(path + "/switch", "turn", "OFF").status());
        assertEquals(List.of("device-registered"), kinds(customer));
    }

    @Test
    void removedDeviceIsOutAtItsNextCall() {
        Customer customer = server.newCustomer();
        TestDevice bedroom = server.newDevice(customer, "Bedroom", "Test TV");
        TestDevice kitchen = server.newDevice(customer, "Kitchen", "Test TV");
        String path = "/devices/" + id(customer, "Bedroom") + "/remove";
        TestBrowser browser = server.browser(customer);

        assertTrue(browser.get(path).text().contains("\u2068Bedroom\u2069"));
        assertEquals(200, status(bedroom));
        Received received = browser.post(path);

        assertEquals("/devices", received.header("Location").orElse(""));
        assertEquals(401, status(bedroom));
        assertEquals(400, bedroom.refresh().status());
        assertEquals(200, status(kitchen));
        assertFalse(browser.get("/devices").text().contains("Bedroom"));
        assertEquals("device-removed", kinds(customer).getLast());
    }

    @Test
    void allDevicesAreRemovedAndTheNeighboursStay() {
        Customer customer = server.newCustomer();
        TestDevice bedroom = server.newDevice(customer, "Bedroom", "Test TV");
        TestDevice kitchen = server.newDevice(customer, "Kitchen", "Test TV");
        TestDevice neighbour = server.newDevice();
        TestBrowser browser = server.browser(customer);

        assertTrue(browser.get("/devices/remove-all").text().contains("<bdi>Kitchen</bdi>"));
        browser.post("/devices/remove-all");

        assertEquals(401, status(bedroom));
        assertEquals(401, status(kitchen));
        assertEquals(200, status(neighbour));
    }

    @Test
    void foreignAndUnknownDevicesHaveTheSameAnswersAndNothingHappens() {
        Customer customer = server.newCustomer();
        Customer other = server.newCustomer();
        TestDevice neighbour = server.newDevice(other, "Neighbour's", "Test TV");
        TestServer.link(neighbour, video.linkRequest(neighbour, "bob"));
        TestBrowser browser = server.browser(customer);
        browser.get("/export");
        String unknown = browser.get("/devices/" + UNKNOWN).text();

        for (String id : List.of(id(other, "Neighbour's"), UNKNOWN)) {
            Received page = browser.get("/devices/" + id);
            Received question = browser.get("/devices/" + id + "/remove");
            Received off = browser.post("/devices/" + id + "/switch", "turn", "off");
            Received removed = browser.post("/devices/" + id + "/remove");

            assertEquals(404, page.status());
            assertEquals(unknown, page.text());
            assertEquals(404, question.status());
            assertEquals(404, off.status());
            assertEquals(303, removed.status());
            assertEquals("/devices", removed.header("Location").orElse(""));
            assertTrue(browser.get("/devices").text().contains("The device is removed."));
        }

        assertEquals(1, video.links(neighbour).size());
        assertEquals(List.of(), kinds(customer));
    }
}
