/// The daemon on the device: answers the apps of that device, draws the two dialogs, talks to the server as the
/// device's customers (specification §2 and §6).
///
/// [org.simplesignin.client.Client] wires everything in one constructor. A request takes this way: `local` says who is
/// calling, `call` applies the rules, `session` asks the server, `dialog` asks the customer, `shell` draws. `device`
/// holds what outlives a restart, `metric` what waits for the server; `http` and `time` are leaves.
@NullMarked
package org.simplesignin.client;

import org.jspecify.annotations.NullMarked;
