package org.simplesignin.client.registration;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Objects;
import org.simplesignin.client.device.AtomicFile;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.MalformedMessageException;

/// The device codes that are being polled, on the disk: a customer may approve while the client is restarted. How old
/// they are is not kept, because no clock of the device outlives a restart; the server knows. Thread-safe for one
/// writer at a time.
final class SavedCodes {
    private static final System.Logger LOG = System.getLogger(SavedCodes.class.getName());
    private static final int MOST_BYTES = 64 * 1024;

    private final AtomicFile file;

    /// @param intervalSeconds the least pause between two polls, as the server last wanted it
    record Code(String deviceCode, long intervalSeconds) {
        Code {
            Objects.requireNonNull(deviceCode, "deviceCode");
        }

        @Override
        public String toString() {
            return "Code[[redacted]]";
        }
    }

    record Saved(List<Code> codes) {
        Saved {
            codes = List.copyOf(codes);
        }
    }

    SavedCodes(AtomicFile file) {
        this.file = file;
    }

    /// Returns the codes. A damaged file is as good as none: the customer gets a new code.
    List<Code> load() {
        try {
            byte[] bytes = file.read(MOST_BYTES).orElse(null);
            return bytes == null
                    ? List.of()
                    : Json.read(bytes, Saved.class, MOST_BYTES).codes();
        } catch (IOException | MalformedMessageException e) {
            LOG.log(Level.WARNING, "registration.json cannot be read; a registration under way begins anew", e);
            return List.of();
        }
    }

    void save(List<Code> codes) {
        try {
            if (codes.isEmpty()) {
                file.delete();
            } else {
                file.write(Json.write(new Saved(codes)));
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "registration.json cannot be written; a restart would begin anew", e);
        }
    }
}
