/**
 * The wire of Simple Sign-In: what apps and the on-device client, and the client and the server, say to each other.
 *
 * <p>The packages are open to the JSON library alone, which reads records by reflection; none of its types is exported.
 */
module org.simplesignin.protocol {
    requires static org.jspecify;
    requires com.fasterxml.jackson.annotation;
    requires tools.jackson.core;
    requires tools.jackson.databind;

    exports org.simplesignin.protocol;
    exports org.simplesignin.protocol.device;

    opens org.simplesignin.protocol to
            tools.jackson.databind;
    opens org.simplesignin.protocol.device to
            tools.jackson.databind;
}
