/// The sample app once more, for the command line: the same three flows, played over the device's Unix socket with the
/// SDK.
@NullMarked
package org.simplesignin.sample.cli;

import org.jspecify.annotations.NullMarked;
