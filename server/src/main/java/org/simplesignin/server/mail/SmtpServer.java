package org.simplesignin.server.mail;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The operator's mail server.
///
/// @param security how the connection is protected; [Security#NONE] for loopback only
/// @param user whom to sign in as, or null where the server wants nobody
/// @param passwordFile holds the password on its first line; null exactly where `user` is
/// @param trust PEM certificates of the authorities to trust instead of the usual ones, or null
record SmtpServer(
        String host,
        int port,
        Security security,
        @Nullable String user,
        @Nullable Path passwordFile,
        @Nullable Path trust) {
    /// How a connection is protected.
    enum Security {
        /// Begins in the clear and must go over to TLS before anything is said (RFC 3207).
        STARTTLS,
        /// TLS from the first byte (RFC 8314 §3.3).
        TLS,
        /// In the clear.
        NONE
    }

    SmtpServer {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(security, "security");
        if ((user == null) != (passwordFile == null)) {
            throw new IllegalArgumentException("user and password file come together");
        }
    }
}
