package org.simplesignin.testing.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// Peers that are silent or slow in every step, all at the same time, and how long each is borne.
final class SlowPeers {
    /// How much later than its step a connection may be closed: the listener looks once a second, and the
    /// machine of a test may be busy.
    private static final Duration LATE = Duration.ofSeconds(6);

    private static final int PIPELINED = 200_000;
    private static final int BODIES = 128;

    private final Listening listening;

    private SlowPeers(Listening listening) {
        this.listening = listening;
    }

    /// What one peer does until it is cut off; returns since when it was slow, of [System#nanoTime()].
    private interface Slowness {
        long until(RawHttp raw, ScheduledExecutorService clock) throws Exception;
    }

    private record Peer(String name, Duration step, Slowness slowness) {}

    static void assertClosed(Listening listening) throws Exception {
        new SlowPeers(listening).assertClosed();
    }

    private void assertClosed() throws Exception {
        List<Peer> peers = peers();
        try (ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Duration>> borne = new ArrayList<>();
            for (Peer peer : peers) {
                borne.add(threads.submit(() -> borne(peer, clock)));
            }
            assertOthersAreAnswered(peers.size());
            for (int i = 0; i < peers.size(); i++) {
                Duration time = borne.get(i).get();
                Duration step = peers.get(i).step();
                String what = peers.get(i).name() + " was closed after " + time;
                assertTrue(time.compareTo(step.plus(LATE)) < 0, what);
                assertTrue(time.compareTo(step.dividedBy(2)) >= 0, what);
            }
        }
        assertEquals(200, HangUps.alive(listening));
    }

    /// More are slow than may be at work, and nobody else waits for them.
    private void assertOthersAreAnswered(int times) throws IOException {
        long start = System.nanoTime();
        assertEquals(200, HangUps.alive(listening));
        assertTrue(Duration.ofNanos(System.nanoTime() - start)
                        .compareTo(listening.steps().reading())
                < 0);
        for (int i = 0; i < times; i++) {
            assertEquals(200, HangUps.alive(listening));
        }
    }

    private Duration borne(Peer peer, ScheduledExecutorService clock) throws Exception {
        try (RawHttp raw = RawHttp.connectWithoutBuffer(listening.address())) {
            long since = peer.slowness().until(raw, clock);
            return Duration.ofNanos(System.nanoTime() - since);
        }
    }

    private List<Peer> peers() {
        Listening.Steps steps = listening.steps();
        String head = listening.get("");
        String postHead = listening.postHead("Content-Length: 1000\r\n");
        List<Peer> peers = new ArrayList<>();
        peers.add(new Peer("silence", steps.waiting(), (raw, clock) -> untilClosed(raw)));
        peers.add(new Peer("half a head", steps.waiting(), (raw, clock) -> untilClosed(raw.send(half(head)))));
        peers.add(new Peer("a head, a byte a second", steps.waiting(), (raw, clock) -> dripping(raw, clock, "X")));
        peers.add(new Peer("empty lines, one a second", steps.waiting(), (raw, clock) -> dripping(raw, clock, "\r\n")));
        peers.add(new Peer("silence after an answer", steps.waiting(), (raw, clock) -> {
            raw.send(head).answer();
            return untilClosed(raw);
        }));
        peers.add(new Peer("half a head after an answer", steps.waiting(), (raw, clock) -> {
            raw.send(head + half(head)).answer();
            return untilClosed(raw);
        }));
        peers.add(new Peer("no body", steps.reading(), (raw, clock) -> untilClosed(raw.send(postHead))));
        peers.add(new Peer("half a body", steps.reading(), (raw, clock) -> untilClosed(raw.send(postHead + "x"))));
        peers.add(new Peer("no body after 100-continue", steps.reading(), (raw, clock) -> {
            raw.send(listening.postHead("Expect: 100-continue\r\nContent-Length: 1000\r\n"));
            raw.answer();
            return untilClosed(raw);
        }));
        for (int i = 0; i < BODIES; i++) {
            peers.add(new Peer("a body, a byte a second", steps.reading(), (raw, clock) -> {
                raw.send(postHead);
                return dripping(raw, clock, "x");
            }));
        }
        peers.add(new Peer("chunks, one a second", steps.reading(), (raw, clock) -> {
            raw.send(listening.chunked(""));
            return dripping(raw, clock, "1\r\nx\r\n");
        }));
        peers.add(new Peer("nothing is read", steps.writing(), (raw, clock) -> untilItTakesNoMore(raw)));
        peers.add(new Peer("a byte a second is read", steps.writing(), (raw, clock) -> {
            ScheduledFuture<?> reading = clock.scheduleAtFixedRate(() -> read(raw), 1, 1, TimeUnit.SECONDS);
            try {
                return untilItTakesNoMore(raw);
            } finally {
                reading.cancel(true);
            }
        }));
        return peers;
    }

    private static String half(String head) {
        return head.substring(0, head.length() / 2);
    }

    private static long untilClosed(RawHttp raw) throws IOException {
        long since = System.nanoTime();
        byte[] last = raw.rest();
        assertTrue(
                last.length == 0 || new String(last, 0, 9, StandardCharsets.US_ASCII).equals("HTTP/1.1 "),
                "something that is no answer came before the end");
        return since;
    }

    private static long dripping(RawHttp raw, ScheduledExecutorService clock, String drop) throws IOException {
        ScheduledFuture<?> dripping =
                clock.scheduleAtFixedRate(() -> raw.sendAsMuchAsIsTaken(Listening.bytes(drop)), 1, 1, TimeUnit.SECONDS);
        try {
            return untilClosed(raw);
        } finally {
            dripping.cancel(true);
        }
    }

    private static void read(RawHttp raw) {
        try {
            raw.octet();
        } catch (IOException closed) {
            // Whoever writes sees it too.
        }
    }

    /// Asks and asks until the answers are stuck, because nobody reads them, and then until it is cut off.
    private long untilItTakesNoMore(RawHttp raw) {
        byte[] requests = Listening.bytes(listening.get("").repeat(10));
        long stuck = System.nanoTime();
        try {
            for (int i = 0; i < PIPELINED; i++) {
                raw.send(requests);
                stuck = System.nanoTime();
            }
        } catch (IOException cutOff) {
            return stuck;
        }
        throw new IllegalStateException("it took everything, though nobody read its answers");
    }
}
