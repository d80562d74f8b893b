package org.simplesignin.client.shell;

import org.simplesignin.client.device.DeviceForm;

/// What the shell is told about the device it runs on.
///
/// @param name as its owner calls it
public record Screen(String name, DeviceForm form) {
    private static final int MOST_NAME_CHARS = 64;

    /// Refuses a blank or over-long name.
    public Screen {
        if (name.isBlank() || name.length() > MOST_NAME_CHARS) {
            throw new IllegalArgumentException("the device's name must have 1 to 64 characters");
        }
        java.util.Objects.requireNonNull(form, "form");
    }
}
