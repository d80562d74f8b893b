/// To be written.
@NullMarked
package org.simplesignin.client;

import org.jspecify.annotations.NullMarked;
