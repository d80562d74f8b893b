/// The sessions with the server, one for each customer of the device, and the device key that proves whose they are
/// (specification §4 and §6, RFC 9449).
///
/// [Session] has one method for each route of the server; an [Answer] says what came of it. Requests are bounded in
/// time and answers in size. What an answer means for an app is decided in `call`.
@NullMarked
package org.simplesignin.client.session;

import org.jspecify.annotations.NullMarked;
