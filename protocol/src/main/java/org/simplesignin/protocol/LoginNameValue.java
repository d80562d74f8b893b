package org.simplesignin.protocol;

import java.util.Objects;

/**
 * A login name to show for a link (specification §2). The login name is shown and then forgotten, so printing this
 * leaves it out.
 */
public record LoginNameValue(String loginName, String linkId) {
    /** Refuses absent members with a {@link NullPointerException}. */
    public LoginNameValue {
        Objects.requireNonNull(loginName, "loginName");
        Objects.requireNonNull(linkId, "linkId");
    }

    @Override
    public String toString() {
        return "LoginNameValue[loginName=[redacted], linkId=" + linkId + "]";
    }
}
