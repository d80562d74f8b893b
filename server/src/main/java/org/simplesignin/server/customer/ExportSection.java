package org.simplesignin.server.customer;

import org.simplesignin.server.id.CustomerId;

/// Whatever a noun keeps on a customer, for the copy that the customer can take of it (`/export`). Secrets are not part
/// of it: they would only be a risk in a file on a phone.
public interface ExportSection {
    /// Returns the name of the member under which it stands.
    String name();

    /// Returns what is kept: records, maps, lists, texts and numbers that the JSON codec can write. Times are ISO
    /// 8601 texts in UTC.
    Object content(CustomerId customer);
}
