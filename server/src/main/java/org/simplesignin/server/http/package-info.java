/// HTTP as all nouns use it: bounded bodies, JSON, form and cookie decoding, problem documents, request ids, security
/// headers. What pages need beyond that is in `page`.
/// The one place where an error becomes an answer. A leaf: it imports no noun.
@NullMarked
package org.simplesignin.server.http;

import org.jspecify.annotations.NullMarked;
