package org.simplesignin.client.registration;

import java.time.Duration;
import java.util.Objects;
import org.simplesignin.client.device.Customer;
import org.simplesignin.client.session.DeviceCode;

/// Where a registration stands.
public sealed interface Standing {
    /// Whether the device asks for codes and polls.
    default boolean isUnderWay() {
        return this instanceof Waiting || this == Simple.STARTING || this == Simple.SERVER_AWAY;
    }

    /// The customer is to type the code.
    ///
    /// @param left how long the code is still good
    record Waiting(DeviceCode code, Duration left) implements Standing {
        /// Refuses absent members with a [NullPointerException].
        public Waiting {
            Objects.requireNonNull(code, "code");
            Objects.requireNonNull(left, "left");
        }
    }

    /// The customer is registered on this device.
    record Registered(Customer customer) implements Standing {
        /// Refuses an absent customer with a [NullPointerException].
        public Registered {
            Objects.requireNonNull(customer, "customer");
        }
    }

    /// All that needs no more words.
    enum Simple implements Standing {
        /// Nobody wants to register.
        NONE,
        /// The first code is on its way.
        STARTING,
        /// No code can be had now; it is tried again.
        SERVER_AWAY,
        /// The customer has refused the device.
        REFUSED,
        /// Nobody has answered for so long that no more codes are asked for.
        EXPIRED
    }
}
