package org.simplesignin.client.shell;

import org.simplesignin.client.device.DeviceForm;

/// What the shell is told about the device it runs on.
///
/// @param name as its owner calls it
/// @param model as its maker calls it, empty where that is not told; the customer reads it when the device registers
public record Screen(String name, DeviceForm form, String model) {
    private static final int MOST_NAME_CHARS = 64;

    /// Refuses a blank or over-long name, and an over-long model.
    public Screen {
        if (model.length() > MOST_NAME_CHARS) {
            throw new IllegalArgumentException("the device's model must have at most 64 characters");
        }
        if (name.isBlank() || name.length() > MOST_NAME_CHARS) {
            throw new IllegalArgumentException("the device's name must have 1 to 64 characters");
        }
        java.util.Objects.requireNonNull(form, "form");
    }
}
