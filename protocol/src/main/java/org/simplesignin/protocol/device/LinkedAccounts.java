package org.simplesignin.protocol.device;

import java.util.List;

/**
 * The active links of the session's customer.
 */
public record LinkedAccounts(List<LinkedAccount> links) {
    /** Refuses absent mandatory members with a {@link NullPointerException}. */
    public LinkedAccounts {
        links = List.copyOf(links);
    }
}
