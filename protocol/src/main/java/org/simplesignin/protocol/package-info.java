/// To be written.
@NullMarked
package org.simplesignin.protocol;

import org.jspecify.annotations.NullMarked;
