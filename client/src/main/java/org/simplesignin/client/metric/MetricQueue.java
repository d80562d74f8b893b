package org.simplesignin.client.metric;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.simplesignin.client.device.CustomerId;
import org.simplesignin.protocol.device.MetricBatch;
import org.simplesignin.protocol.device.MetricEvent;

/// The metric events of this device that the server does not have yet, in the order they came, at most `most`: beyond
/// that the oldest goes and is counted as dropped. What it has taken is on the disk. Thread-safe.
///
/// The file is a [Journal]; replaying it gives the queue. An entry of it adds an event, takes events away, or says how
/// many were dropped.
public final class MetricQueue implements AutoCloseable {
    /// Lines that no longer say anything, before the file is written anew.
    private static final int MOST_DEAD_LINES = 20_000;

    private final int most;
    private final Journal journal;
    private final LinkedHashMap<Key, MetricEvent> waiting = new LinkedHashMap<>();
    private final Map<CustomerId, Long> dropped = new HashMap<>();
    private int lines;

    private record Key(CustomerId customer, String eventId) {}

    /// A line of the file.
    ///
    /// @param event joins the queue
    /// @param gone leave the queue
    /// @param dropped how many of this customer's events have been dropped and not told
    record Line(
            String customer,
            @Nullable MetricEvent event,
            @Nullable List<String> gone,
            @Nullable Long dropped) {}

    /// Events of one customer, ready to send.
    public record Batch(CustomerId customer, MetricBatch events) {}

    /// Opens the queue; a half-written last line, left by a kill, is cut off.
    ///
    /// @throws IOException where the file cannot be read or written
    public MetricQueue(Path file, int most) throws IOException {
        this.most = most;
        this.journal = new Journal(file);
        journal.replay(this::apply);
        compact();
    }

    private void apply(Line line) {
        CustomerId customer = new CustomerId(line.customer());
        if (line.event() != null) {
            waiting.put(new Key(customer, line.event().eventId()), line.event());
        }
        if (line.gone() != null) {
            line.gone().forEach(id -> waiting.remove(new Key(customer, id)));
        }
        if (line.dropped() != null) {
            if (line.dropped() == 0) {
                dropped.remove(customer);
            } else {
                dropped.put(customer, line.dropped());
            }
        }
        lines++;
    }

    /// Takes an event; when this returns it is on the disk. One that is waiting already is not taken twice.
    ///
    /// @throws IOException where the disk does not take it: then it is not in the queue
    public synchronized void add(CustomerId customer, MetricEvent event) throws IOException {
        if (waiting.containsKey(new Key(customer, event.eventId()))) {
            return;
        }
        List<Line> added = new ArrayList<>();
        if (waiting.size() >= most) {
            Key oldest = waiting.firstEntry().getKey();
            long count = dropped.getOrDefault(oldest.customer(), 0L) + 1;
            added.add(new Line(oldest.customer().value(), null, List.of(oldest.eventId()), count));
        }
        added.add(new Line(customer.value(), event, null, null));
        write(added);
    }

    /// Returns the oldest events of the customer whose turn it is, at most 256, or empty where there is nothing to
    /// send.
    ///
    /// @param passed customers to leave out this time
    public synchronized Optional<Batch> next(Set<CustomerId> passed) {
        CustomerId customer = null;
        List<MetricEvent> events = new ArrayList<>();
        for (Map.Entry<Key, MetricEvent> entry : waiting.entrySet()) {
            CustomerId owner = entry.getKey().customer();
            if (customer == null && !passed.contains(owner)) {
                customer = owner;
            }
            if (owner.equals(customer) && events.size() < MetricBatch.MOST_EVENTS) {
                events.add(entry.getValue());
            }
        }
        return customer == null
                ? Optional.empty()
                : Optional.of(new Batch(customer, new MetricBatch(events, dropped.getOrDefault(customer, 0L))));
    }

    /// The server has stored these.
    public synchronized void sent(Batch batch) throws IOException {
        long told = batch.events().dropped();
        long left = dropped.getOrDefault(batch.customer(), 0L) - told;
        write(List.of(new Line(batch.customer().value(), null, ids(batch), Math.max(0, left))));
    }

    /// The server will never take these: they are dropped and counted.
    public synchronized void refused(Batch batch) throws IOException {
        long count = dropped.getOrDefault(batch.customer(), 0L)
                + batch.events().events().size();
        write(List.of(new Line(batch.customer().value(), null, ids(batch), count)));
    }

    /// The customer is no longer registered here: nobody may be told of these any more.
    public synchronized void forget(CustomerId customer) throws IOException {
        List<String> ids = waiting.keySet().stream()
                .filter(key -> key.customer().equals(customer))
                .map(Key::eventId)
                .toList();
        for (int from = 0; from < ids.size(); from += MetricBatch.MOST_EVENTS) {
            List<String> some = ids.subList(from, Math.min(ids.size(), from + MetricBatch.MOST_EVENTS));
            write(List.of(new Line(customer.value(), null, some, 0L)));
        }
    }

    /// Returns how many events wait.
    public synchronized int size() {
        return waiting.size();
    }

    private static List<String> ids(Batch batch) {
        return batch.events().events().stream().map(MetricEvent::eventId).toList();
    }

    private void write(List<Line> added) throws IOException {
        journal.append(added);
        added.forEach(this::apply);
        if (lines > waiting.size() + MOST_DEAD_LINES) {
            compact();
        }
    }

    private void compact() throws IOException {
        List<Line> live = new ArrayList<>();
        waiting.forEach((key, event) -> live.add(new Line(key.customer().value(), event, null, null)));
        dropped.forEach((customer, count) -> live.add(new Line(customer.value(), null, null, count)));
        journal.replace(live);
        lines = live.size();
    }

    @Override
    public synchronized void close() throws IOException {
        journal.close();
    }
}
