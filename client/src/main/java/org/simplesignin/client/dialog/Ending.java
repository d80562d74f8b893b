package org.simplesignin.client.dialog;

import java.util.Objects;
import org.simplesignin.client.device.LinkId;

/// How a dialog ended.
public sealed interface Ending {
    /// The customer pressed something.
    enum Pressed implements Ending {
        /// Allow, in the consent dialog.
        ALLOWED,
        /// Not now or Back, in the consent dialog.
        DECLINED,
        /// Use a different account, in the login selection.
        MANUAL,
        /// Back, in the login selection.
        DISMISSED
    }

    /// The customer chose an account in the login selection.
    record Selected(LinkId link) implements Ending {
        /// Refuses an absent link with a [NullPointerException].
        public Selected {
            Objects.requireNonNull(link, "link");
        }
    }

    /// The customer said nothing.
    enum Unanswered implements Ending {
        /// Nobody answered in time.
        TIMED_OUT,
        /// Taken from the screen: the app withdrew its request or left the front, another customer or profile
        /// came, the shell went away.
        CLOSED
    }
}
