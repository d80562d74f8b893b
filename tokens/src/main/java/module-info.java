/** Link tokens and SSI tokens for partner backends and for the server: issue, verify, keys. */
module org.simplesignin.tokens {
    requires com.nimbusds.jose.jwt;
    requires static transitive org.jspecify;

    exports org.simplesignin.tokens;
}
