package org.simplesignin.client.shell;

import java.util.Objects;
import org.simplesignin.client.device.DeviceForm;
import org.simplesignin.client.device.Platform;

/// What the shell is told about the device it runs on.
///
/// @param name as its owner calls it
/// @param model as its maker calls it, empty where that is not told; the customer reads it when the device registers
/// @param platform whose keys its remote control sends
public record Screen(String name, DeviceForm form, String model, Platform platform) {
    private static final int MOST_NAME_CHARS = 64;

    /// Refuses a blank or over-long name, and an over-long model.
    public Screen {
        if (model.length() > MOST_NAME_CHARS) {
            throw new IllegalArgumentException("the device's model must have at most 64 characters");
        }
        if (name.isBlank() || name.length() > MOST_NAME_CHARS) {
            throw new IllegalArgumentException("the device's name must have 1 to 64 characters");
        }
        Objects.requireNonNull(form, "form");
        Objects.requireNonNull(platform, "platform");
    }
}
