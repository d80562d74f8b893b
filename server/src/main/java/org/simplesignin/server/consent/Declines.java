package org.simplesignin.server.consent;

import java.util.List;
import java.util.Map;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.storage.Tx;
import org.simplesignin.tokens.AppId;

/// The storage port of declines. Primary key: `(customer_id, app, attempt)`. Thread-safe.
public interface Declines {
    /// Stores the decline; returns false, leaving the stored one as it is, where this attempt is there already.
    boolean add(Tx tx, AppId app, Decline decline);

    /// Returns the declines of the transaction's customer for this app, newest first.
    List<Decline> ofApp(Tx tx, AppId app);

    /// Returns the committed declines of this customer for this app, newest first.
    List<Decline> ofApp(CustomerId customer, AppId app);

    /// Returns the committed declines of this customer by app, each list newest first and none empty.
    Map<AppId, List<Decline>> ofCustomer(CustomerId customer);

    /// Forgets all declines for this app.
    void clear(Tx tx, AppId app);
}
