/// What this device keeps on its disk: its data directory, the customers that are registered on it, the active customer
/// and profile, the settings of its screen and the cached registry of apps.
///
/// Writes replace a whole file atomically. Login names are never here; the sessions of the customers are in `session`,
/// the waiting metric events in `metric`.
@NullMarked
package org.simplesignin.client.device;

import org.jspecify.annotations.NullMarked;
