/// Metric events that apps report and that clients count (specification §7), and this server's own figures. Owns
/// [org.simplesignin.server.metric.StoredMetricEvent], its storage port, the route `POST /device/v1/metric-events` and
/// `/metrics`.
///
/// No personal data: neither customer nor device is stored with an event or is a label of a figure.
@NullMarked
package org.simplesignin.server.metric;

import org.jspecify.annotations.NullMarked;
