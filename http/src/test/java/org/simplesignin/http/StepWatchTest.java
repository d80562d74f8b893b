package org.simplesignin.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.Test;
import org.simplesignin.testing.http.RecordedLog;

final class StepWatchTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final ListenerBounds BOUNDS = new ListenerBounds(1, 1, LONG, LONG, LONG, LONG, LONG, LONG);

    private static Connection connection(ByteArrayEndPoint endPoint) {
        return new AbstractConnection(endPoint, Runnable::run) {
            @Override
            public void onFillable() {}
        };
    }

    private static ByteArrayEndPoint open() {
        return new ByteArrayEndPoint(new ScheduledExecutorScheduler(), 0);
    }

    /// A class that cannot be loaded, for example, where no descriptor is left.
    private static final class Stuck extends ByteArrayEndPoint {
        @Override
        public void doClose() {
            throw new NoClassDefFoundError("as the test wants it");
        }
    }

    @Test
    void connectionThatCannotBeClosedKeepsNoOtherOpen() {
        List<ByteArrayEndPoint> others = List.of(open(), open(), open());
        try (RecordedLog log = new RecordedLog();
                StepWatch watch = new StepWatch(BOUNDS)) {
            watch.onOpened(connection(others.get(0)));
            watch.onOpened(connection(new Stuck()));
            watch.onOpened(connection(others.get(1)));
            watch.onOpened(connection(new Stuck()));
            watch.onOpened(connection(others.get(2)));

            watch.closeWaiting();

            assertTrue(others.stream().noneMatch(ByteArrayEndPoint::isOpen));
            assertEquals(2, log.lines(line -> true).size());
        }
    }

    @Test
    void onlyConnectionsThatWaitAreClosedBeforeTheirTime() {
        try (StepWatch watch = new StepWatch(BOUNDS)) {
            ByteArrayEndPoint working = open();
            ByteArrayEndPoint gone = open();
            Connection connection = connection(working);
            watch.onOpened(connection);
            watch.of(connection).working();
            Connection closed = connection(gone);
            watch.onOpened(closed);
            watch.onClosed(closed);

            watch.closeWaiting();
            assertTrue(working.isOpen());
            assertTrue(gone.isOpen(), "nobody watches it any more");

            watch.of(connection).waiting();
            watch.closeWaiting();
            assertFalse(working.isOpen());
        }
    }
}
