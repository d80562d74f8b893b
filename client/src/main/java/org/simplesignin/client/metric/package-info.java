/// Metric events on their way to the server: a queue on the disk and its delivery (specification §2 and §7).
///
/// An event is durable on the device before the app is told so, outlives `kill -9`, and is sent once: repeats carry the
/// same event id, which the server counts once. Login names are never part of an event.
@NullMarked
package org.simplesignin.client.metric;

import org.jspecify.annotations.NullMarked;
