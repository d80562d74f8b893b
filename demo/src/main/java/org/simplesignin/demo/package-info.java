/// The demo: server, sample backend and three devices from one command, each a process of its own, and a page that
/// shows the devices side by side.
///
/// [DemoMain][org.simplesignin.demo.DemoMain] is the launcher of everything (`./simple-sign-in <subcommand>`).
/// [Demo][org.simplesignin.demo.Demo] wires a whole demo: [Ports][org.simplesignin.demo.Ports] for it,
/// [DemoDirectory][org.simplesignin.demo.DemoDirectory] with its files, a [Part][org.simplesignin.demo.Part] for each
/// process, and the [DemoPage][org.simplesignin.demo.DemoPage]. Nobody imports this module; its tests are the
/// end-to-end tests.
@NullMarked
package org.simplesignin.demo;

import org.jspecify.annotations.NullMarked;
