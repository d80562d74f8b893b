package org.simplesignin.server.switches;

import java.time.Instant;
import org.simplesignin.server.audit.Actor;
import org.simplesignin.server.storage.Tx;
import org.simplesignin.tokens.AppId;

/// What turning off destroys, in the transaction that turns off.
public interface TurnOffEffect {
    /// The account was turned off; returns how many links ended.
    int accountOff(Tx tx, Instant now, Actor by);

    /// One app was turned off on all devices; returns how many links ended.
    int appOff(Tx tx, AppId app, Instant now, Actor by);
}
