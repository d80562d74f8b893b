package org.simplesignin.server.link;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.simplesignin.protocol.Limits;
import org.simplesignin.protocol.RequestStatus;
import org.simplesignin.protocol.device.StartSelectionAnswer;
import org.simplesignin.protocol.device.StartSelectionRequest;
import org.simplesignin.server.app.App;
import org.simplesignin.server.device.Caller;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.tokens.LinkId;

/// Says whether an app may offer these links for choice: each must be an active link of this customer at this app's
/// identity provider (specification §2). One that is another customer's and one that never was have the same answer.
/// Thread-safe.
public final class Selecting {
    private final Availability availability;
    private final Links links;

    /// Makes the rule.
    public Selecting(Availability availability, Links links) {
        this.availability = availability;
        this.links = links;
    }

    StartSelectionAnswer start(Caller caller, StartSelectionRequest request) {
        Set<String> ids = new HashSet<>(request.linkIds());
        if (ids.isEmpty() || request.linkIds().size() > Limits.LOGIN_NAMES_PER_CALL) {
            throw RefusedException.malformed("linkIds must be 1 to " + Limits.LOGIN_NAMES_PER_CALL + " link ids");
        }
        if (ids.size() != request.linkIds().size() || !ids.stream().allMatch(Limits::isRandomId)) {
            throw RefusedException.malformed("linkIds must be different link ids");
        }
        App app = availability.registry().named(request.app());
        Optional<RequestStatus> refusal = availability.refusal(caller, app);
        if (refusal.isPresent()) {
            return new StartSelectionAnswer(refusal.get());
        }
        List<String> own = links.ofProvider(caller.customer(), app.identityProviderName()).stream()
                .map(Link::id)
                .map(LinkId::value)
                .toList();
        return new StartSelectionAnswer(own.containsAll(ids) ? RequestStatus.SUCCESSFUL : RequestStatus.FAILURE);
    }
}
