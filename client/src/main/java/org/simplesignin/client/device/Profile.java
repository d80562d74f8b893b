package org.simplesignin.client.device;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Who sits in front of the device (specification §6). Only adults have Simple Sign-In.
public enum Profile {
    /// The customer.
    ADULT,
    /// A child: no Simple Sign-In.
    CHILD,
    /// A guest: no Simple Sign-In.
    GUEST;

    /// Returns the name in lower case, as in JSON.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Returns the profile of this wire name, or empty.
    public static Optional<Profile> named(String wireName) {
        return Arrays.stream(values())
                .filter(profile -> profile.wireName().equals(wireName))
                .findFirst();
    }
}
