package org.simplesignin.server.soak;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.simplesignin.protocol.GetUserAndLinksResponse;
import org.simplesignin.protocol.RequestStatus;

/// What must be so for one customer, by what was acknowledged. Every call has a tick at which it began and one at which
/// it ended; what it did, it did in between. So "revoked" is said only of what was acknowledged before a call began,
/// and "there" only of what nothing can have ended before the call was over. Thread-safe.
final class CustomerModel {
    private static final long NEVER = Long.MAX_VALUE;

    private static final class KnownLink {
        private final long madeBy;
        private long endingFrom = NEVER;
        private long endedBy = NEVER;

        private KnownLink(long madeBy) {
            this.madeBy = madeBy;
        }
    }

    private final AtomicLong ticks;
    private final Map<String, KnownLink> links = new HashMap<>();
    private final SwitchModel account = new SwitchModel();
    private final SwitchModel app = new SwitchModel();
    private final Set<Long> tokens = new HashSet<>();
    private long handedOut;

    CustomerModel(AtomicLong ticks) {
        this.ticks = ticks;
    }

    long tick() {
        return ticks.incrementAndGet();
    }

    SwitchModel account() {
        return account;
    }

    SwitchModel app() {
        return app;
    }

    synchronized SwitchModel.Change beginSwitch(SwitchModel model, boolean on) {
        SwitchModel.Change change = model.begin(on, tick());
        if (!on && (model == account || model == app)) {
            links.values().forEach(link -> link.endingFrom = Math.min(link.endingFrom, change.began()));
        }
        return change;
    }

    synchronized void endSwitch(SwitchModel model, SwitchModel.Change change, boolean on, boolean acknowledged) {
        long now = tick();
        model.end(change, now, acknowledged);
        if (acknowledged && !on && (model == account || model == app)) {
            links.values().stream()
                    .filter(link -> link.madeBy < change.began())
                    .forEach(link -> link.endedBy = Math.min(link.endedBy, now));
        }
    }

    /// A link is there: its making, which began then, was acknowledged, or a token for it came out of a call that
    /// began then.
    synchronized void linkIsThere(String id, long began) {
        links.computeIfAbsent(id, unknown -> {
            KnownLink link = new KnownLink(tick());
            link.endingFrom = Math.min(account.offAfter(began), app.offAfter(began));
            return link;
        });
    }

    /// Returns a link that nobody is known to be ending, and begins to end it.
    synchronized Optional<String> beginUnlink(RandomGenerator random) {
        List<String> alive = alive();
        if (alive.isEmpty()) {
            return Optional.empty();
        }
        String id = alive.get(random.nextInt(alive.size()));
        known(id).endingFrom = tick();
        return Optional.of(id);
    }

    synchronized void unlinked(String id) {
        KnownLink link = known(id);
        link.endedBy = Math.min(link.endedBy, tick());
    }

    private KnownLink known(String id) {
        KnownLink link = links.get(id);
        if (link == null) {
            throw new AssertionError("unknown link");
        }
        return link;
    }

    synchronized List<String> alive() {
        List<String> alive = new ArrayList<>();
        links.forEach((id, link) -> {
            if (link.endingFrom == NEVER) {
                alive.add(id);
            }
        });
        return alive;
    }

    /// Checks what a mint answered that began and ended then, on a device with this switch.
    synchronized void check(GetUserAndLinksResponse answer, long began, long ended, SwitchModel device) {
        if (answer.requestStatus() == RequestStatus.FEATURE_TURNED_OFF) {
            boolean allOn = account.certainly(true, began, ended)
                    && app.certainly(true, began, ended)
                    && device.certainly(true, began, ended);
            require(!allOn, "turned off, though all was on");
            return;
        }
        require(answer.requestStatus() == RequestStatus.SUCCESSFUL, "an answer of " + answer.requestStatus());
        List<org.simplesignin.protocol.Link> minted = answer.links() == null ? List.of() : answer.links();
        boolean off = account.certainly(false, began, ended)
                || app.certainly(false, began, ended)
                || device.certainly(false, began, ended);
        require(!off, "not turned off, though turning off was acknowledged before");
        Set<String> ids = new HashSet<>();
        for (org.simplesignin.protocol.Link link : minted) {
            ids.add(link.linkId());
            KnownLink known = links.get(link.linkId());
            require(known == null || known.endedBy >= began, "a token after the acknowledged end of its link");
            require(tokens.add(fingerprint(link.ssiToken().token())), "the same token twice");
            handedOut++;
        }
        links.forEach((id, link) -> require(
                ids.contains(id) || link.madeBy >= began || link.endingFrom <= ended,
                "an acknowledged link that nobody ended is gone"));
        ids.stream().filter(id -> !links.containsKey(id)).toList().forEach(id -> linkIsThere(id, began));
        forgetEnded();
    }

    /// What ended a hundred thousand ticks ago is no longer looked for; the audit log is, in the end, for all of
    /// them.
    private void forgetEnded() {
        if (links.size() > 2_000) {
            long now = tick();
            links.values().removeIf(link -> link.endedBy < now - 100_000);
        }
    }

    /// Takes the token of this line of the audit log off the list.
    synchronized void told(String fingerprint) {
        byte[] hash = java.util.Base64.getUrlDecoder().decode(fingerprint);
        tokens.remove(ByteBuffer.wrap(hash).getLong());
    }

    /// Returns how many tokens were handed out of which the log told nothing.
    synchronized int untold() {
        return tokens.size();
    }

    synchronized long handedOut() {
        return handedOut;
    }

    private static long fingerprint(String token) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
