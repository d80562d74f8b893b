package org.simplesignin.server.time;

/// Time that only moves forward, for durations: rate limits, windows, time-outs. The wall clock decides dates alone.
/// Implementations are thread-safe.
@FunctionalInterface
public interface Ticker {
    /// The machine's own.
    Ticker SYSTEM = System::nanoTime;

    /// Returns the nanoseconds since an arbitrary fixed moment; it may be negative.
    long nanos();
}
