/// The soak: many clients and a server process that is killed again and again, checked against a model of what was
/// acknowledged. [org.simplesignin.server.soak.RevocationSoakTest] is the way in.
@NullMarked
package org.simplesignin.server.soak;

import org.jspecify.annotations.NullMarked;
