/// The daemon on the device: answers the apps of that device, draws the two dialogs, talks to the server as the
/// device's customers (specification §2 and §6).
///
/// [org.simplesignin.client.Client] lives on through a factory reset; `Running` is one life of it and wires everything
/// in one constructor. A request takes this way: `local` says who is calling, `call` applies the rules, `session` asks
/// the server, `dialog` asks the customer, `shell` draws, or `presenter` hands over to a screen of the maker's own.
/// `registration` gets the device its customers, `device` holds what outlives a restart, `metric` what waits for the
/// server; `theme`, `http` and `time` are leaves.
@NullMarked
package org.simplesignin.client;

import org.jspecify.annotations.NullMarked;
