package org.simplesignin.server.registration;

import java.time.Instant;
import java.util.Objects;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.DeviceId;

/// How far a registration has come. It goes forward only: waiting → opened → approved → registered, or refused.
public sealed interface Stage {
    /// Nobody has typed the user code yet.
    record Waiting() implements Stage {}

    /// This customer has typed the user code, and is looking at the device's particulars. For everybody else the
    /// code is as unknown as one that never was.
    record Opened(CustomerId customer) implements Stage {
        /// Refuses an absent part with a [NullPointerException].
        public Opened {
            Objects.requireNonNull(customer, "customer");
        }
    }

    /// This customer has chosen the right code; the next poll registers the device.
    record Approved(CustomerId customer) implements Stage {
        /// Refuses an absent part with a [NullPointerException].
        public Approved {
            Objects.requireNonNull(customer, "customer");
        }
    }

    /// This customer said no, or chose a wrong code.
    record Refused(CustomerId customer) implements Stage {
        /// Refuses an absent part with a [NullPointerException].
        public Refused {
            Objects.requireNonNull(customer, "customer");
        }
    }

    /// The device is registered; the codes are spent.
    record Registered(CustomerId customer, DeviceId device, Instant at) implements Stage {
        /// Refuses absent parts with a [NullPointerException].
        public Registered {
            Objects.requireNonNull(customer, "customer");
            Objects.requireNonNull(device, "device");
            Objects.requireNonNull(at, "at");
        }
    }
}
