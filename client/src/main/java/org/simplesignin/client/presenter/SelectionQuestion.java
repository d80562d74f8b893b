package org.simplesignin.client.presenter;

import java.util.List;
import java.util.Objects;
import org.simplesignin.client.device.LinkId;

/// Which of these accounts is to be signed in?
///
/// @param choices at most ten
public record SelectionQuestion(Asker asker, List<Choice> choices) {
    /// Refuses absent members with a [NullPointerException].
    public SelectionQuestion {
        Objects.requireNonNull(asker, "asker");
        choices = List.copyOf(choices);
    }

    /// One linked account.
    ///
    /// @param lastUsed whether the focus starts here
    public record Choice(LinkId link, ShownName account, boolean lastUsed) {
        /// Refuses absent members with a [NullPointerException].
        public Choice {
            Objects.requireNonNull(link, "link");
            Objects.requireNonNull(account, "account");
        }
    }
}
