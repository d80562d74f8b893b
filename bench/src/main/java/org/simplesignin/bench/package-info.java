/// Benchmarks of the hot paths, each against something else in the same run. `docs/performance.md` has the commands and
/// the figures; nothing imports this.
@NullMarked
package org.simplesignin.bench;

import org.jspecify.annotations.NullMarked;
