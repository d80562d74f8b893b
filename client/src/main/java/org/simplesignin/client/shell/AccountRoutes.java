package org.simplesignin.client.shell;

import java.time.Duration;
import org.simplesignin.client.device.LinkId;
import org.simplesignin.client.http.Answers;
import org.simplesignin.client.http.PathParameters;
import org.simplesignin.client.http.Refused;
import org.simplesignin.client.http.Requests;
import org.simplesignin.client.http.Routed;
import org.simplesignin.client.http.Routes;
import org.simplesignin.client.session.Answer;
import org.simplesignin.client.session.Answer.Answered;
import org.simplesignin.client.session.Answer.Away;
import org.simplesignin.client.session.Answer.Declined;
import org.simplesignin.client.session.Answer.Ended;
import org.simplesignin.client.session.ServerView;
import org.simplesignin.client.session.Session;
import org.simplesignin.client.session.Sessions;
import org.simplesignin.client.time.Deadline;
import org.simplesignin.client.time.MonotonicTime;
import org.simplesignin.http.Exchange;
import org.simplesignin.protocol.Limits;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.protocol.device.SwitchChange;
import org.simplesignin.protocol.device.Switches;

/// What the active customer sets at the server: switches and linked accounts (specification §5). It is done when the
/// server has done it. Thread-safe.
public final class AccountRoutes implements Routed {
    private static final int BODY_BYTES = 4096;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ShellGuard guard;
    private final Sessions sessions;
    private final ServerView view;
    private final MonotonicTime time;

    /// Makes one.
    public AccountRoutes(ShellGuard guard, Sessions sessions, ServerView view, MonotonicTime time) {
        this.guard = guard;
        this.sessions = sessions;
        this.view = view;
        this.time = time;
    }

    @Override
    public void routing(Routes routes) {
        routes.put("/shell/switches", guard.guarded(this::turn))
                .get("/shell/linked-accounts", guard.guarded(this::linkedAccounts))
                .delete("/shell/linked-accounts/{linkId}", guard.guarded(this::unlink));
    }

    private void turn(Exchange exchange, PathParameters parameters) {
        SwitchChange change = Requests.json(exchange, SwitchChange.class, BODY_BYTES);
        Session session = session();
        Switches switches = said(session.turn(change, deadline()));
        view.told(session.customer(), switches);
        Answers.json(exchange, switches);
    }

    private void linkedAccounts(Exchange exchange, PathParameters parameters) {
        Answers.json(exchange, said(session().linkedAccounts(deadline())));
    }

    private void unlink(Exchange exchange, PathParameters parameters) {
        String link = parameters.get("linkId");
        if (!Limits.isRandomId(link)) {
            throw Refused.of(ProblemCode.NOT_FOUND, "there is no such link");
        }
        said(session().unlink(new LinkId(link), deadline()));
        Answers.empty(exchange);
    }

    private Session session() {
        return sessions.active().orElseThrow(AccountRoutes::notRegistered);
    }

    private Deadline deadline() {
        return Deadline.after(PATIENCE, time);
    }

    private static <T> T said(Answer<T> answer) {
        return switch (answer) {
            case Answered<T> answered -> answered.value();
            case Declined<T> declined ->
                throw new Refused(declined.status(), declined.code(), "The server refuses this");
            case Away<T> ignored ->
                throw new Refused(503, "server_away", "The server cannot be reached: try again later");
            case Ended<T> ignored -> throw notRegistered();
        };
    }

    private static Refused notRegistered() {
        return new Refused(409, "not_registered", "No customer is active on this device");
    }
}
