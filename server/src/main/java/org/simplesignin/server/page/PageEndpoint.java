package org.simplesignin.server.page;

import org.simplesignin.server.http.Answer;
import org.simplesignin.server.http.Call;

/// Answers one kind of request of a signed-in customer: a page, or 303 after a form.
public interface PageEndpoint {
    /// Returns the answer.
    ///
    /// @throws org.simplesignin.server.http.RefusedException where the request is refused; it becomes a page
    Answer answer(Viewer viewer, Call call);
}
