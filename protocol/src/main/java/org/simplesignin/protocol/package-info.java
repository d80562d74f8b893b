/**
 * What apps and the on-device client say to each other: the types of {@code SimpleSignInService} (specification §2), the
 * frame that carries them and the codec.
 *
 * <p>Names, members and constants are those of the specification, in Java, in JavaScript and in JSON. The records hold
 * what was received and check only that nothing mandatory is missing; {@link org.simplesignin.protocol.Limits} says what
 * may be in it. Unix-socket apps exchange frames (see {@link org.simplesignin.protocol.Frames}), web apps exchange the bare bodies
 * over loopback HTTP. What the client and the server say to each other is in {@code org.simplesignin.protocol.device}.
 */
@NullMarked
package org.simplesignin.protocol;

import org.jspecify.annotations.NullMarked;
