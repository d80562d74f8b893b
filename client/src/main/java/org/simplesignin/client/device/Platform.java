package org.simplesignin.client.device;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Whose remote control this device has. The same key code means different things on different platforms, so the pages
/// read keys by the map of the one they are told.
public enum Platform {
    /// Amazon Fire TV.
    FIRE_TV,
    /// LG webOS.
    WEBOS,
    /// Samsung Tizen.
    TIZEN,
    /// RDK set-top boxes.
    RDK,
    /// HbbTV terminals.
    HBBTV,
    /// Consoles, whose pad comes as keys or by the Gamepad API.
    GAME_PAD,
    /// A keyboard; pads by the Gamepad API.
    DESKTOP;

    /// Returns the name as in JSON and on the command line, such as `fire-tv`.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Returns the platform of this wire name, or empty.
    public static Optional<Platform> named(String wireName) {
        return Arrays.stream(values())
                .filter(platform -> platform.wireName().equals(wireName))
                .findFirst();
    }
}
