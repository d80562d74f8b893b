/// HTTP/1.1 and 1.0 as the world speaks it, for every listener of ours: server, client, sample, demo.
///
/// [org.simplesignin.http.HttpListener] bounds connections, sizes and the time of each step, and hands every
/// request that is what it seems as an [org.simplesignin.http.Exchange] to a [org.simplesignin.http.Site]. It
/// knows no route, no problem document and no page: those are the site's. [org.simplesignin.http.PathTable]
/// finds routes by the exact path. The engine is Jetty's core; nobody else sees it.
@NullMarked
package org.simplesignin.http;

import org.jspecify.annotations.NullMarked;
