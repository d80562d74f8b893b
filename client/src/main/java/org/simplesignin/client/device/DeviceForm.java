package org.simplesignin.client.device;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How people use the device: remote control from afar, or touch.
public enum DeviceForm {
    /// A television or set-top box, with a D-pad.
    TV,
    /// A tablet, with touch.
    TABLET;

    /// Returns the name in lower case, as in JSON and on the command line.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Returns the form of this wire name, or empty.
    public static Optional<DeviceForm> named(String wireName) {
        return Arrays.stream(values())
                .filter(form -> form.wireName().equals(wireName))
                .findFirst();
    }
}
