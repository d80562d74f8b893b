/// Rate limits: one table of all of them ([org.simplesignin.server.limit.Limit]) and the counting
/// ([org.simplesignin.server.limit.Limits]). Nouns take from it where a request costs something or guesses something
/// (T15, T18); what is refused is a 429 with `Retry-After`. What takes a while has
/// [org.simplesignin.server.limit.Places], which are shared out to networks.
///
/// Counting is in memory and per node: a restart forgets it, and several nodes each allow the full rate. Time is the
/// ticker's, so that a clock that is set keeps nobody out and lets nobody in. A leaf: it imports no noun.
@NullMarked
package org.simplesignin.server.limit;

import org.jspecify.annotations.NullMarked;
