/// Time that passes, as opposed to the time of day. A leaf: it imports no other package of the server.
@NullMarked
package org.simplesignin.server.time;

import org.jspecify.annotations.NullMarked;
