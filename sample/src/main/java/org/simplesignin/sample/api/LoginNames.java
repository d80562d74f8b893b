package org.simplesignin.sample.api;

import java.util.List;
import java.util.Objects;
import org.simplesignin.protocol.LoginNameValue;
import org.simplesignin.protocol.Token;

/// Asking for the login names of links, and the answer to it.
public final class LoginNames {
    private LoginNames() {}

    /// The links as `getUserAndLinks` answered them, at most ten.
    public record Request(List<LinkProof> links) {
        /// Refuses an absent list or entry with a [NullPointerException].
        public Request {
            links = List.copyOf(links);
        }
    }

    /// A link, and the SSI token which proves that the asking device may know its login name.
    public record LinkProof(String linkId, Token ssiToken) {
        /// Refuses absent members with a [NullPointerException].
        public LinkProof {
            Objects.requireNonNull(linkId, "linkId");
            Objects.requireNonNull(ssiToken, "ssiToken");
        }
    }

    /// One entry for each link whose SSI token is valid and whose account exists; the others are left out.
    public record Answer(List<LoginNameValue> loginNames) {
        /// Refuses an absent list or entry with a [NullPointerException].
        public Answer {
            loginNames = List.copyOf(loginNames);
        }
    }
}
