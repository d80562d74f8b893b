package org.simplesignin.server.customerpage;

import org.simplesignin.server.http.Call;
import org.simplesignin.server.http.RefusedException;

/// Which way a switch is to go.
enum Turn {
    ON,
    OFF;

    /// Returns what the field `turn` of the form says.
    static Turn of(Call call) {
        return switch (call.form().getOrDefault("turn", "")) {
            case "on" -> ON;
            case "off" -> OFF;
            default -> throw RefusedException.malformed("turn must be on or off");
        };
    }

    boolean on() {
        return this == ON;
    }
}
