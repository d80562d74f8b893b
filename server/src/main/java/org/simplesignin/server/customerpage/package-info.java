/// The customer's pages: home `/`, linked accounts `/links…`, devices `/devices…`, on or off `/switches…`, `/history`
/// and `/export`. Each shows what the nouns keep and hands every change on to their rules; there is no rule of its own
/// here.
///
/// Signing in and the account itself are in `account`, the approval of a device in `registration`; how a page is drawn
/// and guarded is in `page`.
@NullMarked
package org.simplesignin.server.customerpage;

import org.jspecify.annotations.NullMarked;
