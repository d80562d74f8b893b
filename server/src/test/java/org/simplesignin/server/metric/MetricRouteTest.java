package org.simplesignin.server.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.protocol.FailureReason;
import org.simplesignin.protocol.SSIEvent;
import org.simplesignin.protocol.device.CountedEvent;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.MetricBatch;
import org.simplesignin.protocol.device.MetricEvent;
import org.simplesignin.protocol.device.SwitchChange;
import org.simplesignin.protocol.device.SwitchScope;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.testing.Partner;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.server.testing.TestServer;

final class MetricRouteTest {
    @TempDir
    Path directory;

    private TestServer server;
    private TestDevice device;
    private Customer customer;

    @BeforeEach
    void start() {
        server = TestServer.start(directory);
        customer = server.newCustomer();
        device = server.newDevice(customer);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void batchIsStoredAndItsRepetitionCountsNothing() {
        MetricBatch batch = new MetricBatch(List.of(success(), counted()), 7);

        assertEquals(204, device.post(DeviceApi.METRIC_EVENTS, batch).status());
        assertEquals(204, device.post(DeviceApi.METRIC_EVENTS, batch).status());

        assertEquals(2, server.storage().metricEvents().count(today()));
        assertEquals(7, server.storage().metricEvents().dropped(today()));
    }

    @Test
    void repeatedEventInALaterBatchIsNotCountedAgain() {
        MetricEvent first = success();
        send(new MetricBatch(List.of(first), 0));
        send(new MetricBatch(List.of(first, success()), 0));

        assertEquals(2, server.storage().metricEvents().count(today()));
    }

    @Test
    void eventsOfAnAppThatIsGoneDoNotHoldUpTheOthers() {
        MetricEvent gone = new MetricEvent(id(), "gone-app", now(), SSIEvent.LOGIN_SUCCESS, null, null);

        assertEquals(204, send(new MetricBatch(List.of(gone, success()), 0)).status());
        assertEquals(1, server.storage().metricEvents().count(today()));
    }

    @Test
    void eventOfADeviceThatLivesIn1970IsKept() {
        MetricEvent old = new MetricEvent(id(), "sample-tv", 0, SSIEvent.LOGIN_SUCCESS, null, null);

        assertEquals(204, send(new MetricBatch(List.of(old), 0)).status());
        assertEquals(1, server.storage().metricEvents().count(LocalDate.EPOCH));
    }

    @Test
    void largestBatchServesAndOneMoreIsMalformed() {
        assertEquals(204, send(new MetricBatch(events(256), 0)).status());
        assertMalformed(send(new MetricBatch(events(257), 0)));
        assertEquals(256, server.storage().metricEvents().count(today()));
    }

    @Test
    void impossibleValuesAreMalformedAndStoreNothing() {
        assertMalformed(send(new MetricBatch(List.of(success(), event("short", "sample-tv", now())), 0)));
        assertMalformed(send(new MetricBatch(List.of(success(), event(id(), "sample-tv", -1)), 0)));
        assertMalformed(send(new MetricBatch(List.of(success(), event(id(), "sample-tv", Long.MAX_VALUE)), 0)));
        assertMalformed(send(new MetricBatch(List.of(success(), event(id(), " ", now())), 0)));
        assertMalformed(send(new MetricBatch(List.of(success()), -1)));
        assertMalformed(device.call(
                "POST",
                DeviceApi.METRIC_EVENTS,
                ("{\"events\":[{\"eventId\":\"" + id() + "\",\"app\":\"sample-tv\",\"occurredAtMillis\":1,"
                                + "\"reported\":\"LOGIN_FAILURE\"}],\"dropped\":0}")
                        .getBytes(StandardCharsets.UTF_8)));
        assertEquals(0, server.storage().metricEvents().count(today()));
    }

    @Test
    void figuresTellWhatTheServerDidAndNobodysName() {
        Partner video = new Partner(server, "sample-tv", "sample-video");
        TestServer.link(device, video.linkRequest(device, "bob-the-builder"));
        video.userAndLinks(device);
        send(new MetricBatch(
                List.of(new MetricEvent(
                        id(), "sample-tv", now(), SSIEvent.LOGIN_FAILURE, FailureReason.UNAUTHORIZED, null)),
                0));
        device.put(DeviceApi.SWITCHES, new SwitchChange(SwitchScope.ACCOUNT, null, false));

        String metrics =
                server.operator().send("GET", "/metrics", null, request -> {}).text();

        assertTrue(metrics.contains("simple_sign_in_tokens_minted_total{app=\"sample-tv\"} 1.0"), metrics);
        assertTrue(metrics.contains("simple_sign_in_links_made_total{app=\"sample-tv\"} 1.0"));
        assertTrue(metrics.contains("simple_sign_in_links_ended_total{cause=\"ACCOUNT_OFF\"} 1.0"));
        assertTrue(metrics.contains("simple_sign_in_turned_off_total{scope=\"ACCOUNT\"} 1.0"));
        assertTrue(metrics.contains("simple_sign_in_metric_events_total{outcome=\"stored\"} 1.0"));
        assertTrue(metrics.contains("route=\"/device/v1/user-and-links\""));
        assertFalse(metrics.contains("bob-the-builder"));
        assertFalse(metrics.contains(customer.id().value()));
    }

    @Test
    void labelsDoNotGrowWithWhatStrangersSend() {
        device.send("GET", "/no/such/path-1", null, request -> {});
        device.send("BREW", "/no/such/path-2", null, request -> {});
        device.send("BREW", DeviceApi.LINKS, null, request -> {});

        String metrics =
                server.operator().send("GET", "/metrics", null, request -> {}).text();

        assertFalse(metrics.contains("such"));
        assertFalse(metrics.contains("BREW"));
    }

    private Received send(MetricBatch batch) {
        return device.post(DeviceApi.METRIC_EVENTS, batch);
    }

    private static void assertMalformed(Received received) {
        assertEquals(400, received.status(), received.text());
        assertEquals("malformed_request", received.code());
    }

    private List<MetricEvent> events(int count) {
        return IntStream.range(0, count).mapToObj(i -> success()).toList();
    }

    private MetricEvent success() {
        return event(id(), "sample-tv", now());
    }

    private MetricEvent counted() {
        return new MetricEvent(id(), "sample-tv", now(), null, null, CountedEvent.CONSENT_SHOWN);
    }

    private static MetricEvent event(String id, String app, long at) {
        return new MetricEvent(id, app, at, SSIEvent.LOGIN_SUCCESS, null, null);
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }

    private long now() {
        return server.clock().millis();
    }

    private LocalDate today() {
        return server.clock().instant().atZone(ZoneOffset.UTC).toLocalDate();
    }
}
