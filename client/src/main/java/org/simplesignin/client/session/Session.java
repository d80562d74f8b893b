package org.simplesignin.client.session;

import java.io.IOException;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.simplesignin.client.device.CustomerId;
import org.simplesignin.client.device.LinkId;
import org.simplesignin.client.session.Answer.Answered;
import org.simplesignin.client.session.Answer.Away;
import org.simplesignin.client.session.Answer.Declined;
import org.simplesignin.client.session.Answer.Done;
import org.simplesignin.client.session.Answer.Ended;
import org.simplesignin.client.time.Deadline;
import org.simplesignin.protocol.GetUserAndLinksResponse;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.Limits;
import org.simplesignin.protocol.LinkUserAccountResponse;
import org.simplesignin.protocol.MalformedMessageException;
import org.simplesignin.protocol.device.CustomerView;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.FinishLinkRequest;
import org.simplesignin.protocol.device.LinkedAccounts;
import org.simplesignin.protocol.device.MetricBatch;
import org.simplesignin.protocol.device.Problem;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.protocol.device.RegisteredApps;
import org.simplesignin.protocol.device.StartLinkAnswer;
import org.simplesignin.protocol.device.StartLinkRequest;
import org.simplesignin.protocol.device.StartSelectionAnswer;
import org.simplesignin.protocol.device.StartSelectionRequest;
import org.simplesignin.protocol.device.SwitchChange;
import org.simplesignin.protocol.device.Switches;
import org.simplesignin.protocol.device.UserAndLinksRequest;

/// One customer's session with the server: one method for each route of [DeviceApi]. Every method may be repeated
/// without doing anything twice, so the [Wire] may send each twice. Thread-safe; blocks until the deadline at most.
public final class Session {
    private static final int REGISTRY_BYTES = 16 * 1024 * 1024;

    /// Two for the nonce, as another node of the server may answer the second, one for an access token that has
    /// ended, and one.
    private static final int MOST_ATTEMPTS = 4;

    private final CustomerId customer;
    private final Tokens tokens;
    private final Wire wire;
    private final Runnable onEnd;

    Session(CustomerId customer, Tokens tokens, Wire wire, Runnable onEnd) {
        this.customer = customer;
        this.tokens = tokens;
        this.wire = wire;
        this.onEnd = onEnd;
    }

    /// Returns whose session this is.
    public CustomerId customer() {
        return customer;
    }

    /// Asks for the registry of apps.
    public Answer<RegisteredApps> apps(Deadline deadline) {
        return exchange("GET", DeviceApi.APPS, null, RegisteredApps.class, REGISTRY_BYTES, deadline);
    }

    /// Asks how the customer is called.
    public Answer<CustomerView> customerView(Deadline deadline) {
        return get(DeviceApi.CUSTOMER, CustomerView.class, deadline);
    }

    /// Asks for the directed user id and the links, each with a new SSI token.
    public Answer<GetUserAndLinksResponse> userAndLinks(UserAndLinksRequest request, Deadline deadline) {
        return post(DeviceApi.USER_AND_LINKS, request, GetUserAndLinksResponse.class, deadline);
    }

    /// Asks whether the customer has to be asked.
    public Answer<StartLinkAnswer> startLink(StartLinkRequest request, Deadline deadline) {
        return post(DeviceApi.START_LINK, request, StartLinkAnswer.class, deadline);
    }

    /// Tells what the customer said.
    public Answer<LinkUserAccountResponse> finishLink(FinishLinkRequest request, Deadline deadline) {
        return post(DeviceApi.FINISH_LINK, request, LinkUserAccountResponse.class, deadline);
    }

    /// Asks whether these links may be offered.
    public Answer<StartSelectionAnswer> startSelection(StartSelectionRequest request, Deadline deadline) {
        return post(DeviceApi.START_SELECTION, request, StartSelectionAnswer.class, deadline);
    }

    /// Asks for the customer's links.
    public Answer<LinkedAccounts> linkedAccounts(Deadline deadline) {
        return get(DeviceApi.LINKS, LinkedAccounts.class, deadline);
    }

    /// Unlinks; done also where there was no such link.
    public Answer<Done> unlink(LinkId link, Deadline deadline) {
        return exchange(
                "DELETE", DeviceApi.LINKS + "/" + link.value(), null, Done.class, Limits.RESPONSE_BYTES, deadline);
    }

    /// Asks where Simple Sign-In is turned on.
    public Answer<Switches> switches(Deadline deadline) {
        return get(DeviceApi.SWITCHES, Switches.class, deadline);
    }

    /// Turns Simple Sign-In on or off. The change has an id of its own: the network may deliver it again, after a
    /// later one.
    public Answer<Switches> turn(SwitchChange change, Deadline deadline) {
        SwitchChange once = change.under(UUID.randomUUID().toString());
        return exchange("PUT", DeviceApi.SWITCHES, once, Switches.class, Limits.RESPONSE_BYTES, deadline);
    }

    /// Delivers metric events; done where all of them are stored.
    public Answer<Done> record(MetricBatch batch, Deadline deadline) {
        return post(DeviceApi.METRIC_EVENTS, batch, Done.class, deadline);
    }

    private <T> Answer<T> get(String path, Class<T> type, Deadline deadline) {
        return exchange("GET", path, null, type, Limits.RESPONSE_BYTES, deadline);
    }

    private <T> Answer<T> post(String path, Object body, Class<T> type, Deadline deadline) {
        return exchange("POST", path, body, type, Limits.RESPONSE_BYTES, deadline);
    }

    private <T> Answer<T> exchange(
            String method, String path, @Nullable Object body, Class<T> type, int mostBytes, Deadline deadline) {
        byte[] json = body == null ? new byte[0] : Json.write(body);
        String mediaType = body == null ? null : "application/json";
        String refused = null;
        Answer<T> last = new Away<>();
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Answer<String> access = tokens.accessToken(customer, refused, deadline);
            String token = access.told().orElse(null);
            if (token == null) {
                return withoutToken(access);
            }
            try {
                Wire.Outgoing out = new Wire.Outgoing(method, path, mediaType, json, token, mostBytes);
                last = read(wire.send(out, deadline), type, mostBytes);
            } catch (IOException e) {
                return new Away<>();
            }
            if (!(last instanceof Declined<T> declined) || declined.status() != 401) {
                return last;
            }
            if (declined.code().equals(ProblemCode.INVALID_TOKEN.wireName())) {
                refused = token;
            } else if (!declined.code().equals(ProblemCode.USE_DPOP_NONCE.wireName())) {
                return last;
            }
        }
        return last;
    }

    private <T> Answer<T> withoutToken(Answer<String> access) {
        if (access instanceof Ended) {
            onEnd.run();
        }
        return access.retyped();
    }

    record ProblemBody(String code) {
        ProblemBody {
            Objects.requireNonNull(code, "code");
        }
    }

    private static <T> Answer<T> read(Wire.Incoming in, Class<T> type, int mostBytes) {
        int status = in.status();
        if (status == 204 && type == Done.class) {
            return new Answered<>(type.cast(Done.DONE));
        }
        if (status == 200 && type != Done.class) {
            return parsed(() -> Json.read(in.body(), type, mostBytes));
        }
        // 408 and 429 are asked again later; what is not an answer of this API, a redirect or a proxy's own page for
        // two, is no answer at all: metric events would be dropped for it.
        boolean refused = status >= 400 && status < 500 && status != 408 && status != 429;
        if (!refused || !in.mediaType().equals(Problem.MEDIA_TYPE)) {
            return new Away<>();
        }
        try {
            return new Declined<>(
                    status, Json.read(in.body(), ProblemBody.class, mostBytes).code());
        } catch (MalformedMessageException e) {
            return new Away<>();
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read() throws MalformedMessageException;
    }

    private static <T> Answer<T> parsed(Reading<T> reading) {
        try {
            return new Answered<>(reading.read());
        } catch (MalformedMessageException e) {
            return new Away<>();
        }
    }
}
