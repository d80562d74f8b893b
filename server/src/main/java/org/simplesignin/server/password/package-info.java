/// Passwords: hashing (Argon2id, RFC 9106) and which ones are refused (NIST SP 800-63B §3.1.1). It keeps nothing: the
/// hash stands in the account. A leaf: it imports no noun.
@NullMarked
package org.simplesignin.server.password;

import org.jspecify.annotations.NullMarked;
