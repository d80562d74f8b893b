/// Where the customer has turned Simple Sign-In off: for the account, for one device, for one app (specification §5).
/// Owns the state, its storage port, the rule of turning off and on, and the device's route `/device/v1/switches`; the
/// customer's page is in `customerpage`.
///
/// Off for the account or an app destroys the links concerned in the same transaction; the links themselves are
/// `link`'s, which takes part through [org.simplesignin.server.switches.TurnOffEffect]. Off for a device hides only.
@NullMarked
package org.simplesignin.server.switches;

import org.jspecify.annotations.NullMarked;
