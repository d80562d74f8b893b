/**
 * Simple Sign-In for apps: the four calls of {@link org.simplesignin.sdk.SimpleSignInService} (specification §2).
 *
 * <p>This package owns how an app reaches the client of its device: where the Unix socket is, time-outs, the one safe
 * retry, and what the app is told when nobody answers. The types of requests and answers are those of {@code
 * org.simplesignin.protocol}; what they mean is decided by the client and the server, not here.
 */
@NullMarked
package org.simplesignin.sdk;

import org.jspecify.annotations.NullMarked;
