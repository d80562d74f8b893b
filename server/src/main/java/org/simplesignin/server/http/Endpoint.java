package org.simplesignin.server.http;

import org.simplesignin.protocol.device.ProblemCode;

/// Answers one kind of request: an ordered list of small checks, then the work.
public interface Endpoint {
    /// Returns the answer.
    ///
    /// @throws RefusedException where the request is refused; [Routes] asks [#refusal] what to say then
    Answer answer(Call call);

    /// Returns what a refused or failed request of this route is answered: a problem document for programs, which
    /// is the default; a page where people look at it.
    default Answer refusal(Call call, ProblemCode code, String detail) {
        return Answer.problem(code, detail);
    }
}
