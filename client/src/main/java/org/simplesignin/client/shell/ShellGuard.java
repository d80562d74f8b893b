package org.simplesignin.client.shell;

import org.simplesignin.client.http.Authority;
import org.simplesignin.client.http.Handler;
import org.simplesignin.client.http.Refused;
import org.simplesignin.http.Exchange;

/// Lets only the shell's own pages pass: own origin and a live session in the `Shell-Session` header. Apps run in other
/// origins and never see a session. Thread-safe.
public final class ShellGuard {
    private static final String SESSION = "Shell-Session";

    private final Authority authority;
    private final ShellSessions sessions;

    /// Makes one.
    public ShellGuard(Authority authority, ShellSessions sessions) {
        this.authority = authority;
        this.sessions = sessions;
    }

    /// Returns a handler that answers 403 to everybody else.
    Handler guarded(Handler handler) {
        return (exchange, parameters) -> {
            session(exchange);
            handler.answer(exchange, parameters);
        };
    }

    /// Returns the session of a request.
    ///
    /// @throws Refused 403 where it has none
    String session(Exchange exchange) {
        if (!authority.isOriginOf(exchange)) {
            throw Refused.unknownCaller();
        }
        return exchange.header(SESSION).filter(sessions::isLive).orElseThrow(Refused::unknownCaller);
    }
}
