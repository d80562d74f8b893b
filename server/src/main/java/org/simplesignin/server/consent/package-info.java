/// Consent: the customer's declines and the pause that follows three of them (specification §2). Owns
/// [org.simplesignin.server.consent.Decline], its storage port and the rule. It has no routes: starting and finishing a
/// link, in `link`, ask here, and the customer's page of linked accounts lifts a pause. The dialog itself is drawn on
/// the device.
@NullMarked
package org.simplesignin.server.consent;

import org.jspecify.annotations.NullMarked;
