package org.simplesignin.server.link;

import java.util.List;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.FinishLinkRequest;
import org.simplesignin.protocol.device.LinkedAccount;
import org.simplesignin.protocol.device.LinkedAccounts;
import org.simplesignin.protocol.device.StartLinkRequest;
import org.simplesignin.protocol.device.StartSelectionRequest;
import org.simplesignin.protocol.device.UserAndLinksRequest;
import org.simplesignin.server.app.Registry;
import org.simplesignin.server.audit.Actor;
import org.simplesignin.server.device.Caller;
import org.simplesignin.server.device.DeviceGuard;
import org.simplesignin.server.http.Answer;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.http.Routes;

/// The routes of links, each handing on to its rule.
public final class LinkRoutes {
    private final Registry registry;
    private final Links links;
    private final Linking linking;
    private final Minting minting;
    private final Selecting selecting;
    private final Unlinking unlinking;

    /// Makes the routes over these rules.
    public LinkRoutes(
            Registry registry,
            Links links,
            Linking linking,
            Minting minting,
            Selecting selecting,
            Unlinking unlinking) {
        this.registry = registry;
        this.links = links;
        this.linking = linking;
        this.minting = minting;
        this.selecting = selecting;
        this.unlinking = unlinking;
    }

    /// Adds them to the table.
    public void addTo(Routes routes, DeviceGuard guard) {
        routes.add(
                "POST",
                DeviceApi.USER_AND_LINKS,
                guard.protect((caller, call) ->
                        Answer.json(minting.userAndLinks(caller, call.json(UserAndLinksRequest.class)))));
        routes.add(
                "POST",
                DeviceApi.START_LINK,
                guard.protect((caller, call) -> Answer.json(linking.start(caller, call.json(StartLinkRequest.class)))));
        routes.add(
                "POST",
                DeviceApi.FINISH_LINK,
                guard.protect(
                        (caller, call) -> Answer.json(linking.finish(caller, call.json(FinishLinkRequest.class)))));
        routes.add(
                "POST",
                DeviceApi.START_SELECTION,
                guard.protect((caller, call) ->
                        Answer.json(selecting.start(caller, call.json(StartSelectionRequest.class)))));
        routes.add("GET", DeviceApi.LINKS, guard.protect((caller, call) -> Answer.json(linkedAccounts(caller))));
        routes.add("DELETE", DeviceApi.LINKS + "/{linkId}", guard.protect(this::unlink));
    }

    private Answer unlink(Caller caller, Call call) {
        unlinking.unlink(caller.customer(), Linking.linkId(call.pathParameter("linkId")), Actor.on(caller.device()));
        return Answer.noContent();
    }

    private LinkedAccounts linkedAccounts(Caller caller) {
        List<LinkedAccount> accounts = links.ofCustomer(caller.customer()).stream()
                .map(this::linkedAccount)
                .toList();
        return new LinkedAccounts(accounts);
    }

    private LinkedAccount linkedAccount(Link link) {
        LinkUse lastUse = link.lastUse();
        return new LinkedAccount(
                link.id().value(),
                link.identityProviderName().value(),
                registry.appNames(link.identityProviderName()),
                link.linkedAt().toEpochMilli(),
                lastUse == null ? null : lastUse.at().toEpochMilli());
    }
}
