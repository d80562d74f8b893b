/// To be written.
@NullMarked
package org.simplesignin.sample;

import org.jspecify.annotations.NullMarked;
