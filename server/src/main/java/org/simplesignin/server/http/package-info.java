/// HTTP as all nouns use it: bounded bodies, JSON and form decoding, problem documents, request ids, security headers.
/// The one place where an error becomes an answer. A leaf: it imports no noun.
@NullMarked
package org.simplesignin.server.http;

import org.jspecify.annotations.NullMarked;
