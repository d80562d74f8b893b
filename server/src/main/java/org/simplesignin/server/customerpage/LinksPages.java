package org.simplesignin.server.customerpage;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.simplesignin.protocol.Limits;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.server.app.App;
import org.simplesignin.server.audit.Actor;
import org.simplesignin.server.consent.CoolDown;
import org.simplesignin.server.http.Answer;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.http.Routes;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.link.Link;
import org.simplesignin.server.link.Unlinking;
import org.simplesignin.server.page.PageGuard;
import org.simplesignin.server.page.Pages;
import org.simplesignin.server.page.Viewer;
import org.simplesignin.tokens.LinkId;

/// Linked accounts: see them, unlink one or all, and let an app ask again that was declined three times.
public final class LinksPages {
    private final Pages pages;
    private final Kept kept;
    private final Unlinking unlinking;
    private final CoolDown coolDown;

    /// Makes the pages.
    public LinksPages(Pages pages, Kept kept, Unlinking unlinking, CoolDown coolDown) {
        this.pages = pages;
        this.kept = kept;
        this.unlinking = unlinking;
        this.coolDown = coolDown;
    }

    /// An app that may not ask for now.
    record PausedApp(AppView app, Instant until) {}

    /// What the list shows.
    record ListView(List<LinkView> links, List<PausedApp> pausedApps) {}

    /// Adds them to the table.
    public void addTo(Routes routes, PageGuard guard) {
        routes.add("GET", "/links", guard.signedIn(this::list));
        routes.add("GET", "/links/unlink-all", guard.freshlySignedIn(this::askUnlinkAll));
        routes.add("POST", "/links/unlink-all", guard.freshlySignedIn(this::unlinkAll));
        routes.add("POST", "/links/ask-again", guard.signedIn(this::askAgain));
        routes.add("GET", "/links/{link}", guard.signedIn(this::one));
        routes.add("POST", "/links/{link}/unlink", guard.signedIn(this::unlink));
    }

    private Answer list(Viewer viewer, Call call) {
        return pages.page(
                call, "customerpage/links", new ListView(linksOf(viewer.customer()), pausedApps(viewer.customer())));
    }

    private List<LinkView> linksOf(CustomerId customer) {
        Names names = kept.names(customer);
        return kept.links().ofCustomer(customer).stream()
                .sorted(Comparator.comparing(Link::linkedAt).reversed())
                .map(link -> LinkView.of(link, names))
                .toList();
    }

    private List<PausedApp> pausedApps(CustomerId customer) {
        return coolDown.pauses(customer).entrySet().stream()
                .flatMap(pause -> kept.registry().app(pause.getKey()).stream()
                        .map(app -> new PausedApp(AppView.of(app), pause.getValue())))
                .toList();
    }

    private Answer one(Viewer viewer, Call call) {
        Link link = kept.links()
                .byId(viewer.customer(), linkId(call))
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "There is no such link"));
        return pages.page(call, "customerpage/link", LinkView.of(link, kept.names(viewer.customer())));
    }

    /// A link that is not there, or somebody else's, is answered as one that was unlinked now (T15).
    private Answer unlink(Viewer viewer, Call call) {
        unlinking.unlink(viewer.customer(), linkId(call), Actor.onWeb());
        return pages.done(call, "/links", "done.unlinked");
    }

    private Answer askUnlinkAll(Viewer viewer, Call call) {
        return pages.page(call, "customerpage/unlink-all", linksOf(viewer.customer()));
    }

    private Answer unlinkAll(Viewer viewer, Call call) {
        unlinking.unlinkAll(viewer.customer(), Actor.onWeb());
        return pages.done(call, "/links", "done.unlinkedAll");
    }

    private Answer askAgain(Viewer viewer, Call call) {
        App app = kept.registry().named(call.form().getOrDefault("app", ""));
        coolDown.lift(viewer.customer(), app.id(), Actor.onWeb());
        return pages.done(call, "/links", "done.askAgain");
    }

    private static LinkId linkId(Call call) {
        String id = call.pathParameter("link");
        if (!Limits.isRandomId(id)) {
            throw new RefusedException(ProblemCode.NOT_FOUND, "There is no such link");
        }
        return LinkId.of(id);
    }
}
