package org.simplesignin.server.http;

/// Answers one kind of request: an ordered list of small checks, then the work.
public interface Endpoint {
    /// Returns the answer.
    ///
    /// @throws RefusedException where the request is refused; [Routes] makes a problem document of it
    Answer answer(Call call);
}
