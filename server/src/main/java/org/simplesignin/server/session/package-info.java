/// Sessions of customers in browsers: they begin with credentials, are listed, and end one by one or all at once. Owns
/// [org.simplesignin.server.session.BrowserSession], its storage port and the cookie, and tells the pages who is
/// looking ([org.simplesignin.server.session.CustomerSessions]).
///
/// Which credentials begin a session is decided elsewhere: by `account`, or by the operator's own identity provider.
/// Sessions of devices are another thing and live in `device`.
@NullMarked
package org.simplesignin.server.session;

import org.jspecify.annotations.NullMarked;
