/// Where apps of this device knock: the Unix socket for native apps, loopback HTTP for web apps.
///
/// It answers one question before anything else: who is calling? The kernel says it for native apps (`SO_PEERCRED`),
/// the browser's `Origin` and the launch ticket of the shell for web apps; never the request (design/security.md
/// T5–T7). Route: `POST /v1/<call>`.
@NullMarked
package org.simplesignin.client.local;

import org.jspecify.annotations.NullMarked;
