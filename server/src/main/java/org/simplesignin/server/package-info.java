/// The server: it keeps links, customers, devices and the registry of apps, and mints SSI tokens (specification §1).
///
/// A package per noun (`link`, `device`, `registration`, `app`, `customer`, `account`, `audit` and so on: the list is
/// in
/// `docs/architecture.md`) owns its records, its storage port, its rule and its routes. The leaves, such as `http`,
/// `page`, `keys` and `storage`, import no noun. `storage.sql` implements the ports; nothing but [DataDirectory] knows
/// it. [Server] wires everything in one constructor.
///
/// One sign-in goes `http` → `device` (who is calling?) → `link` (may this customer, device and app?) → storage →
/// `keys` (unwrap) → `tokens` (sign) → audit line committed → answer.
@NullMarked
package org.simplesignin.server;

import org.jspecify.annotations.NullMarked;
