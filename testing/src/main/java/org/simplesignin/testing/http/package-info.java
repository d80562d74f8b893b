/// HTTP byte by byte, for tests: what the world sends, well or ill, and what a listener must do about it.
///
/// A test class that implements [org.simplesignin.testing.http.HttpConformance] runs the whole table against a
/// listener of its own. [org.simplesignin.testing.http.RawHttp] is the socket beneath it, for anything else that
/// no well-behaved client would send.
@NullMarked
package org.simplesignin.testing.http;

import org.jspecify.annotations.NullMarked;
