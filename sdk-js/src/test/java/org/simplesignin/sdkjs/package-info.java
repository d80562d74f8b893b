/// Tests of the web SDK in a real browser: a page that plays the shell, the app in a frame of another origin, and a
/// client of a third one, written by hand.
@NullMarked
package org.simplesignin.sdkjs;

import org.jspecify.annotations.NullMarked;
