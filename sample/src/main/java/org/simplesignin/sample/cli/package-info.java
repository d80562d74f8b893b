/// The sample app once more, for the command line: the same three flows, played over the device's Unix socket with the
/// SDK.
///
/// What an adopter copies is in [Flows][org.simplesignin.sample.cli.Flows].
/// [SampleCli][org.simplesignin.sample.cli.SampleCli] is
/// the app around it, [BackendClient][org.simplesignin.sample.cli.BackendClient] its way to the backend,
/// [Terminal][org.simplesignin.sample.cli.Terminal] its screen and keys,
/// [SessionFile][org.simplesignin.sample.cli.SessionFile]
/// what it remembers between two launches.
@NullMarked
package org.simplesignin.sample.cli;

import org.jspecify.annotations.NullMarked;
