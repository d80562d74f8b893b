package org.simplesignin.client.call;

/// Knows which app is in front of the customer. An app that is not must not draw a dialog over the one that is.
@FunctionalInterface
public interface Foreground {
    /// Returns whether this app is in front now.
    boolean isInFront(Caller caller);
}
