package org.simplesignin.client;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;

/// Closes what was opened, the last first; one that fails does not keep the others open.
final class Closing {
    private static final System.Logger LOG = System.getLogger(Closing.class.getName());

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    <T extends AutoCloseable> T with(T resource) {
        opened.push(resource);
        return resource;
    }

    void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                LOG.log(Level.WARNING, "something could not be closed", e);
            }
        }
    }
}
