/// The server behind the proxies that operators use: real nginx and HAProxy, and Caddy where it is installed, with the
/// configurations of `docs/operations.md` and with nearly none. Everything works
/// ([org.simplesignin.server.proxy.BehindProxyConformance]), and nothing comes in beside the proxy's rules
/// ([org.simplesignin.server.proxy.SmugglingConformance]).
@NullMarked
package org.simplesignin.server.proxy;

import org.jspecify.annotations.NullMarked;
