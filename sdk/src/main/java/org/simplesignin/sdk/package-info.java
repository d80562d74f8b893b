/// To be written.
@NullMarked
package org.simplesignin.sdk;

import org.jspecify.annotations.NullMarked;
