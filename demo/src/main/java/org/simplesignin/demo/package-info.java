/// To be written.
@NullMarked
package org.simplesignin.demo;

import org.jspecify.annotations.NullMarked;
