package org.simplesignin.server.soak;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.GetUserAndLinksResponse;
import org.simplesignin.protocol.LinkAccountSuccessCode;
import org.simplesignin.protocol.LinkUserAccountResponse;
import org.simplesignin.protocol.Token;
import org.simplesignin.protocol.device.Consent;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.FinishLinkRequest;
import org.simplesignin.protocol.device.StartLinkAnswer;
import org.simplesignin.protocol.device.StartLinkRequest;
import org.simplesignin.protocol.device.StartSelectionRequest;
import org.simplesignin.protocol.device.SwitchChange;
import org.simplesignin.protocol.device.SwitchScope;
import org.simplesignin.protocol.device.TokenAnswer;
import org.simplesignin.protocol.device.UserAndLinksRequest;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.tokens.AmazonUserId;
import org.simplesignin.tokens.LinkCredentials;
import org.simplesignin.tokens.LinkTokenIssuer;
import org.simplesignin.tokens.PartnerUserId;

/// One client: it does whatever a customer's devices can do, one thing after the other, and holds every answer against
/// the model. Not thread-safe.
final class SoakClient {
    private static final String APP = "sample-tv";
    private static final String PROVIDER = "sample-video";
    private static final int FEW_LINKS = 3;

    private final Soak soak;
    private final List<Slot> slots;
    private final CustomerModel model;
    private final LinkTokenIssuer issuer;
    private final RandomGenerator random;
    private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();

    SoakClient(Soak soak, List<Slot> slots, LinkTokenIssuer issuer, RandomGenerator random) {
        this.soak = soak;
        this.slots = slots;
        this.model = slots.getFirst().model();
        this.issuer = issuer;
        this.random = random;
    }

    Map<String, AtomicLong> counts() {
        return counts;
    }

    private void count(String what) {
        counts.computeIfAbsent(what, key -> new AtomicLong()).incrementAndGet();
    }

    /// Does one thing.
    void operate() {
        Slot slot = slots.get(random.nextInt(slots.size()));
        Slot.Standing standing = slot.standing();
        int dice = random.nextInt(1000);
        if (dice < 690) {
            mint(standing);
        } else if (dice < 770) {
            select(standing);
        } else if (dice < 870) {
            linkOrUnlink(standing);
        } else if (dice < 900) {
            unlink(standing);
        } else if (dice < 910) {
            // No more: a key has so many proofs a window, and whoever uses them up waits.
            refresh(standing);
        } else if (dice < 970) {
            switchAccountOrApp(standing, dice % 2 == 0);
        } else if (dice < 999) {
            turn(standing, SwitchScope.DEVICE, standing.onOff);
        } else {
            removeAndRegister(slot, standing);
        }
    }

    /// Returns the answer, or empty where the server died over it or had too much to do: nobody knows what it did. A
    /// device that has used up its proofs waits as long as it is told to.
    private Optional<Received> ask(Supplier<Received> request) {
        CustomerModel.require(soak.server().awaitUp(), "the server died by itself");
        try {
            Received received = request.get();
            if (received.status() == 429) {
                count("put off");
                pause(Long.parseLong(received.header("Retry-After").orElseThrow()));
                return Optional.empty();
            }
            if (received.status() < 500) {
                return Optional.of(received);
            }
            CustomerModel.require(received.status() == 503, "status " + received.status() + " " + received.text());
            count("overloaded");
        } catch (UncheckedIOException e) {
            count("in doubt");
        }
        return Optional.empty();
    }

    private static void pause(long seconds) {
        try {
            TimeUnit.SECONDS.sleep(seconds);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Asks with the tokens of the device. Refused ones are held against the model: a device that is there is
    /// served.
    private Optional<Received> call(Slot.Standing standing, Supplier<Received> request) {
        while (true) {
            TokenAnswer tokens = standing.device.tokens();
            long began = model.tick();
            Optional<Received> received = ask(request);
            if (received.isEmpty()) {
                return received;
            }
            if (received.get().status() != 401) {
                CustomerModel.require(standing.removedBy >= began, "an answer after the acknowledged removal");
                return received;
            }
            if (standing.removingFrom < Long.MAX_VALUE) {
                count("out");
                return Optional.empty();
            }
            if (standing.device.tokens().equals(tokens) && !refresh(standing)) {
                return Optional.empty();
            }
        }
    }

    private void mint(Slot.Standing standing) {
        long began = model.tick();
        Optional<Received> received = call(
                standing,
                () -> standing.device.post(DeviceApi.USER_AND_LINKS, new UserAndLinksRequest(APP, PROVIDER, null)));
        long ended = model.tick();
        if (received.isPresent()) {
            count("mint");
            requireOk(received.get(), 200);
            model.check(received.get().as(GetUserAndLinksResponse.class), began, ended, standing.onOff);
        }
    }

    private void select(Slot.Standing standing) {
        List<String> links = model.alive();
        if (links.isEmpty()) {
            mint(standing);
            return;
        }
        StartSelectionRequest request = new StartSelectionRequest(APP, List.of(links.getFirst()));
        call(standing, () -> standing.device.post(DeviceApi.START_SELECTION, request))
                .ifPresent(received -> {
                    count("selection");
                    requireOk(received, 200);
                });
    }

    private void linkOrUnlink(Slot.Standing standing) {
        if (model.alive().size() >= FEW_LINKS) {
            unlink(standing);
            return;
        }
        StartLinkRequest request = linkRequest();
        Optional<Received> started = call(standing, () -> standing.device.post(DeviceApi.START_LINK, request));
        if (started.isEmpty()) {
            return;
        }
        requireOk(started.get(), 200);
        String id = started.get().as(StartLinkAnswer.class).linkId();
        if (id == null) {
            count("link refused");
            return;
        }
        long began = model.tick();
        FinishLinkRequest finish = new FinishLinkRequest(id, Consent.ALLOWED, request);
        call(standing, () -> standing.device.post(DeviceApi.FINISH_LINK, finish))
                .ifPresent(received -> {
                    requireOk(received, 200);
                    LinkUserAccountResponse response = received.as(LinkUserAccountResponse.class);
                    if (response.successCode() == LinkAccountSuccessCode.LINK_ESTABLISHED) {
                        count("link");
                        model.linkIsThere(String.valueOf(response.linkId()), began);
                    } else {
                        count("link refused");
                    }
                });
    }

    private StartLinkRequest linkRequest() {
        String account = "account-" + random.nextLong(Long.MAX_VALUE);
        LinkCredentials credentials = issuer.issue(AmazonUserId.of("u1.soak"), PartnerUserId.of(account));
        return new StartLinkRequest(
                APP,
                PROVIDER,
                account,
                new Token(credentials.linkToken(), credentials.linkTokenSchema()),
                credentials.linkSigningKey());
    }

    private void unlink(Slot.Standing standing) {
        Optional<String> link = model.beginUnlink(random);
        if (link.isEmpty()) {
            mint(standing);
            return;
        }
        call(standing, () -> standing.device.delete(DeviceApi.LINKS + "/" + link.get()))
                .ifPresent(received -> {
                    count("unlink");
                    requireOk(received, 204);
                    model.unlinked(link.get());
                });
    }

    private void switchAccountOrApp(Slot.Standing standing, boolean account) {
        turn(standing, account ? SwitchScope.ACCOUNT : SwitchScope.APP, account ? model.account() : model.app());
    }

    private void turn(Slot.Standing standing, SwitchScope scope, SwitchModel onOff) {
        boolean on = random.nextInt(4) > 0;
        SwitchModel.Change change = model.beginSwitch(onOff, on);
        SwitchChange request = new SwitchChange(scope, scope == SwitchScope.APP ? APP : null, on);
        Optional<Received> received = call(standing, () -> standing.device.put(DeviceApi.SWITCHES, request));
        received.ifPresent(answer -> requireOk(answer, 200));
        count((on ? "on " : "off ") + scope);
        model.endSwitch(onOff, change, on, received.isPresent());
    }

    /// Refreshes; returns whether the device has a session afterwards.
    private boolean refresh(Slot.Standing standing) {
        TokenAnswer before = standing.device.tokens();
        synchronized (standing) {
            if (!standing.device.tokens().equals(before)) {
                return true;
            }
            while (true) {
                Optional<Received> received = ask(standing.device::refresh);
                if (received.isPresent()) {
                    count("refresh");
                    boolean refreshed = received.get().status() == 200;
                    CustomerModel.require(
                            refreshed || standing.removingFrom < Long.MAX_VALUE,
                            "a device that nobody removed lost its session: "
                                    + received.get().text());
                    return refreshed;
                }
            }
        }
    }

    private void removeAndRegister(Slot slot, Slot.Standing standing) {
        synchronized (slot) {
            if (slot.standing() != standing) {
                return;
            }
            synchronized (standing) {
                standing.removingFrom = model.tick();
                @Nullable Received revoked = null;
                while (revoked == null) {
                    revoked = ask(() -> standing.device.revoke(
                                    standing.device.tokens().refresh_token()))
                            .orElse(null);
                }
                requireOk(revoked, 200);
                standing.removedBy = model.tick();
                count("removal");
            }
            register(slot, soak.newDevice());
        }
    }

    /// Registers a device here; whoever's secret was in doubt takes another.
    void register(Slot slot, TestDevice device) {
        while (true) {
            String secret = slot.secret();
            if (ask(() -> device.enrol(secret))
                    .filter(received -> received.status() == 200)
                    .isPresent()) {
                slot.stand(device);
                return;
            }
        }
    }

    private static void requireOk(Received received, int status) {
        CustomerModel.require(received.status() == status, received.status() + " " + received.text());
    }
}
