package org.simplesignin.client.http;

import org.simplesignin.http.Exchange;

/// What answers one method of one path.
@FunctionalInterface
public interface Handler {
    /// Answers a request before it returns.
    ///
    /// @throws Refused where it is answered with a problem document instead
    void answer(Exchange exchange, PathParameters parameters);
}
