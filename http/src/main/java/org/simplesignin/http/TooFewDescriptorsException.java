package org.simplesignin.http;

import java.io.IOException;

/// Thrown where a listener may have more connections open than its process may open files. Its message is for
/// the operator, and says what to do.
public final class TooFewDescriptorsException extends IOException {
    private static final long serialVersionUID = 1L;

    TooFewDescriptorsException(long allowed, int connections, long needed) {
        super("this process may open " + allowed + " files, but " + connections + " connections need " + needed
                + ": raise the limit on open files (ulimit -Hn, LimitNOFILE= of systemd) to at least " + needed);
    }
}
