/// To be written.
@NullMarked
package org.simplesignin.server;

import org.jspecify.annotations.NullMarked;
