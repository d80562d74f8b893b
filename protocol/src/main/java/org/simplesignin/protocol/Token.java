package org.simplesignin.protocol;

import java.util.Objects;

/**
 * A token with the schema it is written in (specification §2). Printing it shows the schema only.
 *
 * @param token the compact serialization
 * @param schema {@link #LINK_TOKEN} or {@link #SSI_TOKEN}
 */
public record Token(String token, String schema) {
    /** The schema of link tokens. */
    public static final String LINK_TOKEN = "LINK-TOKEN-1.0";

    /** The schema of SSI tokens. */
    public static final String SSI_TOKEN = "SSI-TOKEN-1.0";

    /** Refuses absent members with a {@link NullPointerException}. */
    public Token {
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(schema, "schema");
    }

    @Override
    public String toString() {
        return "Token[token=[redacted], schema=" + schema + "]";
    }
}
