/// Configuration files that the operator writes, read strictly: an unknown member, a missing one or a wrong type is
/// named by its place in the file, and the server does not start. A leaf: it imports nothing of the server.
@NullMarked
package org.simplesignin.server.config;

import org.jspecify.annotations.NullMarked;
