package org.simplesignin.client.http;

/// A part of the client that answers requests.
public interface Routed {
    /// Registers what it answers.
    void routing(Routes routes);
}
