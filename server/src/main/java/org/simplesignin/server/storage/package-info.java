/// What every storage port shares: the customer's transaction and the failure of the engine.
///
/// The ports themselves stand with their nouns (`link.Links`, `device.Devices`, …). A verb that writes, or that must
/// see what a transaction has locked, takes the [org.simplesignin.server.storage.Tx] first; a verb without it reads the
/// newest committed state on a connection of its own. Times are kept to the millisecond. A failing engine is a
/// [org.simplesignin.server.storage.StorageException] from any verb. A leaf: it imports no noun.
///
/// The implementation is `storage.sql.SqlStorage`, `AutoCloseable`; `DataDirectory` opens it with its keys. It seals
/// what is personal under the customer's key, so that the ports speak of values and know nothing of it.
@NullMarked
package org.simplesignin.server.storage;

import org.jspecify.annotations.NullMarked;
