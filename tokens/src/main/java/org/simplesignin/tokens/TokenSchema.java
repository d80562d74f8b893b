package org.simplesignin.tokens;

/** The names of the two token formats, as they stand in the {@code schema} of a token on the wire. */
public final class TokenSchema {
    /** A link token: made by a partner backend, see {@link LinkTokenIssuer}. */
    public static final String LINK_TOKEN = "LINK-TOKEN-1.0";

    /** An SSI token: made by the server, see {@link SsiTokenIssuer}; verified by a partner backend. */
    public static final String SSI_TOKEN = "SSI-TOKEN-1.0";

    private TokenSchema() {}
}
