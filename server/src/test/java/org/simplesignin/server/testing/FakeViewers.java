package org.simplesignin.server.testing;

import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.page.Cookies;
import org.simplesignin.server.page.CsrfToken;
import org.simplesignin.server.page.SessionRef;
import org.simplesignin.server.page.Viewer;
import org.simplesignin.server.page.Viewers;

/// Signs anybody in, without credentials: the session's name is the cookie. Thread-safe.
final class FakeViewers implements Viewers {
    private final Map<String, Viewer> sessions = new ConcurrentHashMap<>();
    private final Clock clock;

    FakeViewers(Clock clock) {
        this.clock = clock;
    }

    /// Returns the value of the cookie `fake`.
    String signIn(CustomerId customer) {
        String session = HexFormat.of().toHexDigits(sessions.size()) + "-" + customer.value();
        sessions.put(
                session,
                new Viewer(
                        customer,
                        new SessionRef(session),
                        clock.instant(),
                        new CsrfToken("csrf-of-the-session-" + session)));
        return session;
    }

    @Override
    public Optional<Viewer> viewer(Call call) {
        return Cookies.read(call, "fake").map(sessions::get);
    }
}
