package org.simplesignin.server.soak;

import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;
import org.simplesignin.server.testing.TestDevice;

/// A place of a customer's where a device stands; when that is removed, another takes its place.
final class Slot {
    /// A registered device, with what is known of it. `removingFrom` and `removedBy` are ticks.
    static final class Standing {
        final TestDevice device;
        final SwitchModel onOff = new SwitchModel();
        volatile long removingFrom = Long.MAX_VALUE;
        volatile long removedBy = Long.MAX_VALUE;

        private Standing(TestDevice device) {
            this.device = device;
        }
    }

    private final CustomerModel model;
    private final Queue<String> secrets;
    private final AtomicReference<Standing> standing = new AtomicReference<>();

    Slot(CustomerModel model, Queue<String> secrets) {
        this.model = model;
        this.secrets = secrets;
    }

    CustomerModel model() {
        return model;
    }

    Standing standing() {
        return standing.get();
    }

    /// Puts a device here that was just registered.
    void stand(TestDevice device) {
        standing.set(new Standing(device));
    }

    /// Returns a fresh enrolment secret.
    String secret() {
        String secret = secrets.poll();
        if (secret == null) {
            throw new AssertionError("no enrolment secrets are left");
        }
        return secret;
    }
}
