/** Simple Sign-In for apps: {@link org.simplesignin.sdk.SimpleSignInService}. The types of its answers come from the protocol. */
module org.simplesignin.sdk {
    requires static org.jspecify;
    requires transitive org.simplesignin.protocol;

    exports org.simplesignin.sdk;
}
