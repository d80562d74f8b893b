package org.simplesignin.server.customerpage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.simplesignin.server.app.App;
import org.simplesignin.server.audit.Actor;
import org.simplesignin.server.http.Answer;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.http.Routes;
import org.simplesignin.server.link.Link;
import org.simplesignin.server.page.PageGuard;
import org.simplesignin.server.page.Pages;
import org.simplesignin.server.page.Viewer;
import org.simplesignin.server.switches.Switching;
import org.simplesignin.server.switches.TurnedOff;
import org.simplesignin.tokens.IdentityProviderName;

/// On or off: for the account, for each device, for each app (specification §5). What turning off destroys is said,
/// with the links by name, before it is done.
public final class SwitchesPages {
    private final Pages pages;
    private final Kept kept;
    private final Switching switching;

    /// Makes the pages.
    public SwitchesPages(Pages pages, Kept kept, Switching switching) {
        this.pages = pages;
        this.kept = kept;
        this.switching = switching;
    }

    /// One app with its switch.
    record AppSwitch(AppView app, boolean on) {}

    /// What the page shows.
    ///
    /// @param apps those with links or turned off
    /// @param otherApps all others that may ask
    record View(boolean accountOn, List<AppSwitch> apps, List<AppSwitch> otherApps, List<DeviceView> devices) {}

    /// What turning off would end.
    ///
    /// @param app whose switch it is
    record AppOffView(AppView app, String allApps, List<LinkView> ending) {}

    /// Adds them to the table.
    public void addTo(Routes routes, PageGuard guard) {
        routes.add("GET", "/switches", guard.signedIn(this::list));
        routes.add("GET", "/switches/account", guard.freshlySignedIn(this::askAccountOff));
        routes.add("POST", "/switches/account", guard.freshlySignedIn(this::turnAccount));
        routes.add("GET", "/switches/apps/{app}", guard.signedIn(this::app));
        routes.add("POST", "/switches/apps/{app}", guard.signedIn(this::turnApp));
    }

    private Answer list(Viewer viewer, Call call) {
        TurnedOff off = kept.switches().turnedOff(viewer.customer());
        Set<IdentityProviderName> linked = kept.links().ofCustomer(viewer.customer()).stream()
                .map(Link::identityProviderName)
                .collect(Collectors.toUnmodifiableSet());
        List<AppSwitch> mine = new ArrayList<>();
        List<AppSwitch> others = new ArrayList<>();
        for (App app : kept.registry().apps().stream()
                .sorted(Comparator.comparing(App::name))
                .toList()) {
            boolean on = !off.apps().contains(app.id());
            if (!on || linked.contains(app.identityProviderName())) {
                mine.add(new AppSwitch(AppView.of(app), on));
            } else if (!app.blocked()) {
                others.add(new AppSwitch(AppView.of(app), true));
            }
        }
        List<DeviceView> ofCustomer = kept.devices().ofCustomer(viewer.customer()).stream()
                .map(known -> DeviceView.of(
                        known, !off.devices().contains(known.device().id())))
                .toList();
        return pages.page(call, "customerpage/switches", new View(!off.account(), mine, others, ofCustomer));
    }

    private Answer askAccountOff(Viewer viewer, Call call) {
        return pages.page(
                call, "customerpage/account-off", ending(viewer, kept.links().ofCustomer(viewer.customer())));
    }

    private Answer turnAccount(Viewer viewer, Call call) {
        boolean on = Turn.of(call).on();
        switching.account(viewer.customer(), on, Actor.onWeb());
        return pages.done(call, "/switches", on ? "done.accountOn" : "done.accountOff");
    }

    private Answer app(Viewer viewer, Call call) {
        App app = kept.registry().named(call.pathParameter("app"));
        if (kept.switches().turnedOff(viewer.customer()).apps().contains(app.id())) {
            return pages.page(call, "customerpage/app-on", AppView.of(app));
        }
        Names names = kept.names(viewer.customer());
        return pages.page(
                call,
                "customerpage/app-off",
                new AppOffView(
                        AppView.of(app),
                        names.apps(app.identityProviderName()),
                        ending(viewer, kept.links().ofProvider(viewer.customer(), app.identityProviderName()))));
    }

    private Answer turnApp(Viewer viewer, Call call) {
        App app = kept.registry().named(call.pathParameter("app"));
        boolean on = Turn.of(call).on();
        switching.app(viewer.customer(), app.id(), on, Actor.onWeb());
        return pages.done(call, "/switches", on ? "done.appOn" : "done.appOff");
    }

    private List<LinkView> ending(Viewer viewer, List<Link> ending) {
        Names names = kept.names(viewer.customer());
        return ending.stream().map(link -> LinkView.of(link, names)).toList();
    }
}
