package org.simplesignin.client.session;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.simplesignin.client.device.AtomicFile;
import org.simplesignin.client.device.CustomerId;
import org.simplesignin.client.device.StateDirectory;
import org.simplesignin.protocol.Limits;

/// Where the tokens of the sessions lie: `session-<customer>.json`, one for each. Thread-safe.
final class SessionFiles {
    private static final String BEFORE = "session-";
    private static final String AFTER = ".json";

    private final StateDirectory directory;

    SessionFiles(StateDirectory directory) {
        this.directory = directory;
    }

    AtomicFile of(CustomerId customer) {
        return directory.file(BEFORE + customer + AFTER);
    }

    /// Returns the customers who have a file.
    ///
    /// @throws IOException where the directory cannot be read
    List<CustomerId> all() throws IOException {
        List<CustomerId> all = new ArrayList<>();
        for (String name : directory.names()) {
            if (name.startsWith(BEFORE) && name.endsWith(AFTER)) {
                String id = name.substring(BEFORE.length(), name.length() - AFTER.length());
                if (Limits.isRandomId(id)) {
                    all.add(new CustomerId(id));
                }
            }
        }
        return all;
    }
}
