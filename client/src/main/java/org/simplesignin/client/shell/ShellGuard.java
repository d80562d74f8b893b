package org.simplesignin.client.shell;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import org.simplesignin.client.http.Authority;
import org.simplesignin.client.http.Refused;
import org.simplesignin.client.http.Requests;

/// Lets only the shell's own pages pass: own origin and a live session in the `Shell-Session` header. Apps run in other
/// origins and never see a session. Thread-safe.
public final class ShellGuard {
    private static final HeaderName SESSION = HeaderNames.create("Shell-Session");

    private final Authority authority;
    private final ShellSessions sessions;

    /// Makes one.
    public ShellGuard(Authority authority, ShellSessions sessions) {
        this.authority = authority;
        this.sessions = sessions;
    }

    /// Returns a handler that answers 403 to everybody else.
    Handler guarded(Handler handler) {
        return (request, response) -> {
            session(request);
            handler.handle(request, response);
        };
    }

    /// Returns the session of a request.
    ///
    /// @throws Refused 403 where it has none
    String session(ServerRequest request) {
        if (!authority.isOriginOf(request)) {
            throw Refused.unknownCaller();
        }
        return Requests.header(request, SESSION).filter(sessions::isLive).orElseThrow(Refused::unknownCaller);
    }
}
