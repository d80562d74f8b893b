package org.simplesignin.http;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// Whether the process may open enough files: each connection is one.
final class Descriptors {
    /// For everything but connections: libraries, databases, logs, connections to others.
    static final int RESERVE = 256;

    private Descriptors() {}

    /// Refuses more connections than the process has descriptors for.
    ///
    /// The JVM raises the limit as far as it may (unless it is told `-XX:-MaxFDLimit`), so on Linux it is the
    /// hard limit that counts. Where the system does not tell, nothing is refused.
    static void require(int connections) throws TooFewDescriptorsException {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            long allowed = system.getMaxFileDescriptorCount();
            long needed = (long) connections + RESERVE;
            if (allowed >= 0 && allowed < needed) {
                throw new TooFewDescriptorsException(allowed, connections, needed);
            }
        }
    }
}
