/// The audit log: one hash chain a customer, of everything that made or ended a link, minted a token or changed a
/// device or a switch. No audit line, no mint (T10). Owns the events, the line, the chain and the storage port; the
/// page that shows it to the customer is in `customerpage`.
///
/// A line holds ids only: no login name, no token, no key, no `partnerUserId`.
@NullMarked
package org.simplesignin.server.audit;

import org.jspecify.annotations.NullMarked;
