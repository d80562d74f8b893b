/// The device shell: home, settings and the dialogs, as pages of the client's own origin, and the HTTP contract they
/// use.
///
/// Owns the shell sessions, which app is in front, and the launch tickets that prove it. Routes: `/shell…`, `/dialog`,
/// `/icons/…`. The pages themselves are in the resources, `shell/pages`.
@NullMarked
package org.simplesignin.client.shell;

import org.jspecify.annotations.NullMarked;
