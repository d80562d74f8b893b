package org.simplesignin.client.device;

import java.util.ArrayList;
import java.util.List;

/// The names of customers whose sessions the server has ended, until somebody in front of the screen has read of it. In
/// memory only: the device is to forget them. Thread-safe.
public final class Departures {
    private static final int MOST = 8;

    private final List<String> names = new ArrayList<>();

    /// Makes one that knows of nobody.
    public Departures() {}

    /// Somebody has been signed out by the server; of very many the oldest is not told.
    public synchronized void add(String displayName) {
        if (names.size() == MOST) {
            names.removeFirst();
        }
        names.add(displayName);
    }

    /// Returns the names, the earliest first.
    public synchronized List<String> names() {
        return List.copyOf(names);
    }

    /// Somebody has read them.
    public synchronized void read() {
        names.clear();
    }
}
