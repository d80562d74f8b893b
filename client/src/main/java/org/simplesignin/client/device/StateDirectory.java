package org.simplesignin.client.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;

/// A directory of small files that nobody but this client reads. Once it is closed its files take nothing any more, so
/// that a task which comes late does not write into what a factory reset has emptied. Thread-safe.
public final class StateDirectory implements AutoCloseable {
    private final Path path;
    private final ReadWriteLock gate = new ReentrantReadWriteLock();
    private boolean closed;

    /// Names the directory, which must exist.
    public StateDirectory(Path path) {
        this.path = path;
    }

    /// Returns a file of this directory, which need not exist.
    public AtomicFile file(String name) {
        return new AtomicFile(path.resolve(name), this::pass);
    }

    /// Returns the names of all files in it.
    ///
    /// @throws IOException where it cannot be read
    public List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    private void pass(AtomicFile.Change change) throws IOException {
        gate.readLock().lock();
        try {
            if (closed) {
                throw new IOException("the directory is closed");
            }
            change.make();
        } finally {
            gate.readLock().unlock();
        }
    }

    /// Waits for the changes that are under way; after this there are no more.
    @Override
    public void close() {
        gate.writeLock().lock();
        try {
            closed = true;
        } finally {
            gate.writeLock().unlock();
        }
    }
}
