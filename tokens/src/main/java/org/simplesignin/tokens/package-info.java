/// To be written.
@NullMarked
package org.simplesignin.tokens;

import org.jspecify.annotations.NullMarked;
