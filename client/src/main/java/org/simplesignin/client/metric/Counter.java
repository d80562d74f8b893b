package org.simplesignin.client.metric;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.simplesignin.client.device.AppId;
import org.simplesignin.client.device.CustomerId;
import org.simplesignin.client.device.Secrets;
import org.simplesignin.protocol.SSIEventRequest;
import org.simplesignin.protocol.device.CountedEvent;
import org.simplesignin.protocol.device.MetricEvent;

/// Turns what happened into metric events of the queue. Thread-safe.
public final class Counter {
    private static final System.Logger LOG = System.getLogger(Counter.class.getName());

    private final MetricQueue queue;
    private final MetricDelivery delivery;
    private final Clock clock;
    private final RandomGenerator random;

    /// @param clock the device's; the server keeps its own time beside it
    public Counter(MetricQueue queue, MetricDelivery delivery, Clock clock, RandomGenerator random) {
        this.queue = queue;
        this.delivery = delivery;
        this.clock = clock;
        this.random = random;
    }

    /// Counts what the client itself did. A count that the disk does not take is lost: no dialog waits for it.
    public void count(CustomerId customer, AppId app, CountedEvent event) {
        try {
            queue.add(
                    customer,
                    new MetricEvent(Secrets.generate(random), app.value(), clock.millis(), null, null, event));
            delivery.wake();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "a count could not be written: free some space on the disk", e);
        }
    }

    /// Takes what an app reports.
    ///
    /// @throws IOException where the disk does not take it
    public void report(CustomerId customer, AppId app, String eventId, SSIEventRequest event) throws IOException {
        queue.add(
                customer,
                new MetricEvent(
                        eventId,
                        app.value(),
                        Long.parseLong(event.epochTimestamp()),
                        event.ssiEvent(),
                        event.failureReason(),
                        null));
        delivery.wake();
    }
}
