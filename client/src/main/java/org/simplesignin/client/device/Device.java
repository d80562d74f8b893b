package org.simplesignin.client.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.MalformedMessageException;

/// Holds the state of this device and keeps it on the disk. Thread-safe.
public final class Device {
    private static final int MOST_BYTES = 1024 * 1024;

    private final AtomicFile file;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile Situation situation;

    /// Is told of changes after they are on the disk.
    public interface Listener {
        /// @param audienceChanged whether another customer or profile sits in front of the device now
        void changed(boolean audienceChanged);
    }

    /// The state with a number that moves whenever the active customer or the profile changes. Who began something
    /// under one number must not finish it under another.
    public record Situation(DeviceState state, long audience) {
        /// Refuses an absent state with a [NullPointerException].
        public Situation {
            Objects.requireNonNull(state, "state");
        }
    }

    /// Reads the state, or begins with a new one.
    ///
    /// @throws UnusableException where the file is there but damaged
    public Device(AtomicFile file) throws UnusableException {
        this.file = file;
        this.situation = new Situation(load(file), 0);
    }

    private static DeviceState load(AtomicFile file) throws UnusableException {
        try {
            byte[] bytes = file.read(MOST_BYTES).orElse(null);
            return bytes == null
                    ? DeviceState.initial()
                    : Json.read(bytes, SavedState.class, MOST_BYTES).state();
        } catch (IOException | MalformedMessageException | RuntimeException e) {
            throw new UnusableException("state.json cannot be read: start with an empty --data directory", e);
        }
    }

    /// Adds a listener.
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /// Returns the state.
    public DeviceState state() {
        return situation.state();
    }

    /// Returns the state and its number, read at once.
    public Situation situation() {
        return situation;
    }

    /// Changes the state; when this returns it is on the disk and every listener knows.
    ///
    /// @throws UncheckedIOException where it cannot be written: then nothing has changed
    public void update(UnaryOperator<DeviceState> change) {
        boolean audienceChanged;
        synchronized (this) {
            DeviceState before = situation.state();
            DeviceState after = change.apply(before);
            if (after.equals(before)) {
                return;
            }
            audienceChanged = !Objects.equals(before.active(), after.active()) || before.profile() != after.profile();
            try {
                file.write(Json.write(SavedState.of(after)));
            } catch (IOException e) {
                throw new UncheckedIOException("state.json cannot be written", e);
            }
            situation = new Situation(after, situation.audience() + (audienceChanged ? 1 : 0));
        }
        listeners.forEach(listener -> listener.changed(audienceChanged));
    }
}
