package org.simplesignin.client.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.client.testing.ShellPage;
import org.simplesignin.client.testing.TestDevice;
import org.simplesignin.protocol.device.MetricEvent;

final class MetricDeliveryTest {
    private TestDevice device;
    private String ticket;

    @BeforeEach
    void launch(@TempDir Path directory) throws Exception {
        device = new TestDevice(directory, List.of("alice", "bob"));
        ticket = device.openShell().look().launch(TestDevice.APP);
    }

    @AfterEach
    void stop() {
        device.close();
    }

    private void report(int number) throws Exception {
        String body =
                "{\"eventId\":\"event-0123456789-%08d\",\"event\":{\"ssiEvent\":\"LOGIN_SUCCESS\",\"epochTimestamp\":\"%d\"}}"
                        .formatted(number, number);
        assertEquals(
                "{\"requestStatus\":\"SUCCESSFUL\"}",
                device.call("recordMetricEvent", ticket).json(body).send().body());
    }

    private void beBob() throws Exception {
        ShellPage shell = device.openShell();
        String state = shell.get("/shell/state").body();
        String bob = ShellPage.member(
                "customer",
                state.substring(state.lastIndexOf("\"customer\"", state.indexOf("\"displayName\":\"bob\""))));
        shell.send("POST", "/shell/customer", "{\"customer\":\"" + bob + "\"}");
    }

    private List<Long> delivered() {
        return device.server.events.stream().map(MetricEvent::occurredAtMillis).toList();
    }

    @Test
    void eventsAreDeliveredTogetherAndOnce() throws Exception {
        report(1);
        report(2);
        device.time.advance(Duration.ofSeconds(1));
        device.time.advance(Duration.ofMinutes(10));
        assertEquals(List.of(1L, 2L), delivered());
        assertEquals(1, device.server.batches.size());
    }

    @Test
    void eventsRecordedWhileTheServerIsAwayComeLaterExactlyOnce() throws Exception {
        device.server.stop();
        report(1);
        device.time.advance(Duration.ofMinutes(1));
        report(2);
        device.restart();
        device.server.startAgain();
        device.time.advance(Duration.ofMinutes(10));
        assertEquals(List.of(1L, 2L), delivered());
    }

    @Test
    void batchWhoseAnswerWasLostIsRepeatedWithTheSameIds() throws Exception {
        device.server.onMetrics = batch -> 503;
        report(1);
        device.time.advance(Duration.ofSeconds(1));
        device.server.onMetrics = batch -> 204;
        device.time.advance(Duration.ofMinutes(10));
        assertTrue(device.server.batches.size() >= 2);
        assertEquals(
                device.server.batches.getFirst().events(),
                device.server.batches.getLast().events());
        assertEquals(List.of(1L), delivered());
    }

    @Test
    void pausesGrowWhileTheServerIsOverloadedThoughItAnswersOthers() throws Exception {
        device.server.onMetrics = batch -> 503;
        report(1);
        for (int i = 0; i < 20; i++) {
            device.time.advance(Duration.ofSeconds(30));
            device.call("getUserAndLinks", ticket)
                    .json("{\"identityProviderName\":\"sample-video\"}")
                    .send();
        }
        int tries = device.server.batches.size();
        assertTrue(tries >= 6 && tries <= 12, tries + " tries in ten minutes");
    }

    @Test
    void serverThatIsBackEndsThePause() throws Exception {
        device.server.stop();
        report(1);
        device.time.advance(Duration.ofMinutes(10));
        device.server.startAgain();
        device.call("getUserAndLinks", ticket)
                .json("{\"identityProviderName\":\"sample-video\"}")
                .send();
        device.time.advance(Duration.ofSeconds(1));
        assertEquals(List.of(1L), delivered());
    }

    @Test
    void serverThatIsBackBehindItsProxyEndsThePause() throws Exception {
        device.server.onMetrics = batch -> 502;
        report(1);
        device.time.advance(Duration.ofMinutes(10));
        device.server.onMetrics = batch -> 204;
        device.call("getUserAndLinks", ticket)
                .json("{\"identityProviderName\":\"sample-video\"}")
                .send();
        device.time.advance(Duration.ofSeconds(1));
        assertEquals(List.of(1L), delivered());
    }

    @Test
    void refusedEventDoesNotHoldUpTheOthers() throws Exception {
        device.server.onMetrics =
                batch -> batch.events().stream().anyMatch(event -> event.occurredAtMillis() == 3) ? 400 : 204;
        for (int i = 1; i <= 5; i++) {
            report(i);
        }
        device.time.advance(Duration.ofSeconds(1));
        assertEquals(List.of(1L, 2L, 4L, 5L), delivered());
        report(6);
        device.time.advance(Duration.ofSeconds(1));
        assertEquals(1, device.server.batches.getLast().dropped());
    }

    @Test
    void serverThatIsBackBeforeADeliveryEndsLeavesNoPause() throws Exception {
        Queue<Integer> answers = new ArrayDeque<>(List.of(502));
        device.server.onMetrics = batch -> answers.isEmpty() ? 204 : answers.remove();
        report(1);
        beBob();
        report(2);
        device.time.advance(Duration.ofMillis(500));
        assertEquals(List.of(2L), delivered());
        device.time.advance(Duration.ofMillis(500));
        assertEquals(List.of(2L, 1L), delivered());
    }

    @Test
    void eventsAreDeliveredInTheSessionOfTheirCustomer() throws Exception {
        device.server.stop();
        report(1);
        beBob();
        report(2);
        device.server.startAgain();
        device.time.advance(Duration.ofMinutes(10));
        assertEquals(2, device.server.batches.size());
        assertEquals(List.of(1L, 2L), delivered());
    }

    @Test
    void eventsOfAnEndedSessionAreDropped() throws Exception {
        device.server.stop();
        report(1);
        device.server.startAgain();
        device.server.endSessions();
        device.time.advance(Duration.ofMinutes(10));
        assertEquals(List.of(), delivered());
        device.restart();
        device.time.advance(Duration.ofMinutes(10));
        assertEquals(List.of(), delivered());
    }
}
