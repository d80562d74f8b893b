package org.simplesignin.client.testing;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.simplesignin.http.Exchange;
import org.simplesignin.http.HttpListener;
import org.simplesignin.protocol.GetUserAndLinksResponse;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.LinkAccountSuccessCode;
import org.simplesignin.protocol.LinkUserAccountResponse;
import org.simplesignin.protocol.MalformedMessageException;
import org.simplesignin.protocol.RequestStatus;
import org.simplesignin.protocol.device.Consent;
import org.simplesignin.protocol.device.CustomerView;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.FinishLinkRequest;
import org.simplesignin.protocol.device.LinkedAccounts;
import org.simplesignin.protocol.device.MetricBatch;
import org.simplesignin.protocol.device.MetricEvent;
import org.simplesignin.protocol.device.Problem;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.protocol.device.RegisteredApp;
import org.simplesignin.protocol.device.RegisteredApps;
import org.simplesignin.protocol.device.StartLinkAnswer;
import org.simplesignin.protocol.device.StartLinkRequest;
import org.simplesignin.protocol.device.StartSelectionAnswer;
import org.simplesignin.protocol.device.StartSelectionRequest;
import org.simplesignin.protocol.device.SwitchChange;
import org.simplesignin.protocol.device.Switches;
import org.simplesignin.protocol.device.TokenAnswer;
import org.simplesignin.protocol.device.UserAndLinksRequest;

/// A server that speaks `protocol.device` over real HTTP and keeps nothing but what a test wants to see. It refuses
/// proofs that are not as RFC 9449 wants them, so every test of the client is one of its proofs too. What it answers
/// can be replaced.
public final class FakeServer implements AutoCloseable {
    private static final int MOST_BODY_BYTES = 1024 * 1024;

    public static final String LINK_ID = "link-0123456789-0123456789";

    public final Map<String, String> secrets = new ConcurrentHashMap<>();
    public final List<RegisteredApp> apps = new CopyOnWriteArrayList<>();
    public final List<String> requests = new CopyOnWriteArrayList<>();
    public final List<MetricEvent> events = new CopyOnWriteArrayList<>();
    public final List<MetricBatch> batches = new CopyOnWriteArrayList<>();
    public final List<Consent> consents = new CopyOnWriteArrayList<>();
    public final List<String> brokenProofs = new CopyOnWriteArrayList<>();
    public final AtomicInteger refreshes = new AtomicInteger();
    public volatile Switches switches = new Switches(true, true, List.of());
    public volatile Function<StartLinkRequest, StartLinkAnswer> onStart =
            request -> StartLinkAnswer.consentNeeded(LINK_ID);
    public volatile Function<FinishLinkRequest, LinkUserAccountResponse> onFinish = FakeServer::finished;
    public volatile Function<UserAndLinksRequest, GetUserAndLinksResponse> onUserAndLinks =
            request -> new GetUserAndLinksResponse(RequestStatus.SUCCESSFUL, "amzn1.user", List.of());
    public volatile Function<StartSelectionRequest, RequestStatus> onSelection = request -> RequestStatus.SUCCESSFUL;
    public volatile Function<MetricBatch, Integer> onMetrics = batch -> 204;
    public volatile Consumer<String> onBody = body -> {};
    public volatile int failWith;
    public volatile long accessLife = 600;
    /// The URL by which devices know it, where something stands before it.
    public volatile @Nullable String seenAs;
    /// What the token endpoint answers in place of the fake's own answers.
    public volatile @Nullable Foreign foreignToken;

    /// An answer that some other program gives.
    public record Foreign(int status, String mediaType, String body) {}

    /// The tokens that were given, in their order.
    public final List<TokenAnswer> given = new CopyOnWriteArrayList<>();

    /// What a secret was spent for, and by which key.
    private record Enrolled(String key, TokenAnswer first) {}

    public final FakeGrant grant = new FakeGrant();
    /// The thumbprint of every key that has signed a proof, in the order of its first.
    public final List<String> keys = new CopyOnWriteArrayList<>();
    /// What was changed for a customer, once however often it was asked for: like the server it goes by the ids of
    /// changes, links and events.
    public final Set<String> done = ConcurrentHashMap.newKeySet();
    /// The customers whose sessions were revoked; what follows a `#` tells customers of one name apart.
    public final List<String> revoked = new CopyOnWriteArrayList<>();

    private final FakeTokens tokens = new FakeTokens();
    private final Map<String, Enrolled> enrolled = new ConcurrentHashMap<>();
    private final Set<String> jtis = ConcurrentHashMap.newKeySet();
    private final Set<String> nonces = ConcurrentHashMap.newKeySet();
    private final AtomicInteger counter = new AtomicInteger();
    private final int port;
    private @Nullable HttpListener server;

    public FakeServer() {
        server = start(0);
        port = server.port();
    }

    private HttpListener start(int wanted) {
        return FakeSite.listen(wanted, this::handle);
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public void stop() {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    public void startAgain() {
        server = start(port);
    }

    /// Ends the sessions of a customer, as the removal of the device would.
    public void endSessions() {
        tokens.end();
    }

    /// Makes all access tokens end early.
    public void expireAccess() {
        tokens.expireAccess();
    }

    /// Makes all nonces stale.
    public void changeNonces() {
        nonces.clear();
    }

    private static LinkUserAccountResponse finished(FinishLinkRequest request) {
        return switch (request.consent()) {
            case ALLOWED ->
                new LinkUserAccountResponse(
                        RequestStatus.SUCCESSFUL, request.linkId(), LinkAccountSuccessCode.LINK_ESTABLISHED);
            case DECLINED ->
                new LinkUserAccountResponse(RequestStatus.SUCCESSFUL, null, LinkAccountSuccessCode.CONSENT_DENIED);
            case TIMED_OUT ->
                new LinkUserAccountResponse(RequestStatus.FAILURE, null, LinkAccountSuccessCode.NOT_APPLICABLE);
        };
    }

    private static void send(Exchange exchange, Object message) {
        exchange.answer(200, Json.write(message));
    }

    private void handle(Exchange exchange) throws Exception {
        String path = exchange.path();
        String method = exchange.method();
        requests.add(method + " " + path);
        byte[] body = exchange.body(MOST_BODY_BYTES);
        onBody.accept(new String(body, StandardCharsets.UTF_8));
        if (failWith != 0) {
            FakeSite.send(exchange, failWith, failWith == 204 ? "" : "broken");
            return;
        }
        String fresh = "nonce-" + counter.incrementAndGet();
        String access = exchange.header("Authorization")
                .map(value -> value.replaceFirst("^DPoP ", ""))
                .orElse(null);
        String fault = proofFault(exchange, method, path, access);
        nonces.add(fresh);
        exchange.answerHeader("DPoP-Nonce", fresh);
        if (fault != null) {
            boolean nonce = fault.equals("nonce");
            if (!nonce) {
                brokenProofs.add(fault);
            }
            refuse(exchange, path, nonce ? ProblemCode.USE_DPOP_NONCE : ProblemCode.INVALID_DPOP_PROOF);
        } else if (path.equals(DeviceApi.TOKEN)) {
            token(exchange, form(body));
        } else if (path.equals(DeviceApi.DEVICE_AUTHORIZATION)) {
            send(exchange, grant.authorize(form(body), url()));
        } else if (path.equals(DeviceApi.REVOCATION)) {
            revoke(form(body).getOrDefault("token", ""));
            FakeSite.send(exchange, 200, "{}");
        } else {
            String customer = tokens.customer(access);
            if (customer == null) {
                refuse(exchange, path, ProblemCode.INVALID_TOKEN);
            } else {
                resource(exchange, method, path, body, customer);
            }
        }
    }

    private void refuse(Exchange exchange, String path, ProblemCode code) {
        if (path.startsWith("/oauth/")) {
            exchange.answerHeader("Content-Type", "application/json");
            exchange.answer(400, Json.write(Map.of("error", code.wireName(), "code", code.wireName())));
        } else {
            problem(exchange, code.status(), code);
        }
    }

    /// Returns what is wrong with a proof (RFC 9449, section 4.3), or null.
    private @Nullable String proofFault(Exchange exchange, String method, String path, @Nullable String access)
            throws Exception {
        List<String> proofs = exchange.headers("DPoP");
        if (proofs.size() != 1) {
            return "not one proof";
        }
        SignedJWT proof = SignedJWT.parse(proofs.getFirst());
        var key = proof.getHeader().getJWK();
        if (!"dpop+jwt".equals(proof.getHeader().getType().getType())
                || !"ES256".equals(proof.getHeader().getAlgorithm().getName())
                || key == null
                || key.isPrivate()
                || !proof.verify(new ECDSAVerifier(key.toECKey()))) {
            return "header or signature";
        }
        String thumbprint = thumbprint(proof);
        if (!keys.contains(thumbprint)) {
            keys.add(thumbprint);
        }
        var claims = proof.getJWTClaimsSet();
        String known = seenAs == null ? url() : seenAs;
        if (!method.equals(claims.getStringClaim("htm")) || !(known + path).equals(claims.getStringClaim("htu"))) {
            return "htm or htu";
        }
        if (claims.getIssueTime() == null || claims.getJWTID().length() < 22 || !jtis.add(claims.getJWTID())) {
            return "iat or jti";
        }
        if (access != null && !hash(access).equals(claims.getStringClaim("ath"))) {
            return "ath";
        }
        return nonces.contains(String.valueOf(claims.getStringClaim("nonce"))) ? null : "nonce";
    }

    private static String thumbprint(SignedJWT proof) throws Exception {
        return proof.getHeader().getJWK().computeThumbprint().toString();
    }

    private static String hash(String token) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    }

    private static Map<String, String> form(byte[] body) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : new String(body, StandardCharsets.US_ASCII).split("&", -1)) {
            int equals = pair.indexOf('=');
            fields.put(
                    pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return fields;
    }

    private void token(Exchange exchange, Map<String, String> fields) throws Exception {
        Foreign foreign = foreignToken;
        if (foreign != null) {
            exchange.answerHeader("Content-Type", foreign.mediaType());
            FakeSite.send(exchange, foreign.status(), foreign.body());
            return;
        }
        String customer;
        switch (fields.getOrDefault("grant_type", "")) {
            case DeviceApi.ENROLMENT_GRANT -> {
                enrol(exchange, fields.getOrDefault("enrolment_secret", ""));
                return;
            }
            case DeviceApi.DEVICE_CODE_GRANT -> {
                FakeGrant.Verdict verdict = grant.poll(fields.getOrDefault("device_code", ""));
                if (verdict.problem() != null) {
                    refuse(exchange, DeviceApi.TOKEN, verdict.problem());
                    return;
                }
                customer = verdict.customer();
                if (customer != null) {
                    // The server replaces an earlier registration of the same key.
                    endSessions(customer);
                }
            }
            default -> {
                refreshes.incrementAndGet();
                refresh(exchange, fields.getOrDefault("refresh_token", ""));
                return;
            }
        }
        if (customer == null) {
            refuse(exchange, DeviceApi.TOKEN, ProblemCode.INVALID_GRANT);
            return;
        }
        give(exchange, tokens.begin(customer, accessLife));
    }

    /// A repetition by the same key gets the same tokens, until they were refreshed.
    private synchronized void enrol(Exchange exchange, String secret) throws Exception {
        String key = thumbprint(SignedJWT.parse(exchange.headers("DPoP").getFirst()));
        Enrolled before = enrolled.get(secret);
        if (before != null && before.key().equals(key) && tokens.isUnused(before.first())) {
            give(exchange, before.first());
            return;
        }
        String customer = secrets.remove(secret);
        if (customer == null) {
            refuse(exchange, DeviceApi.TOKEN, ProblemCode.INVALID_GRANT);
            return;
        }
        done.add("enrol " + customer);
        TokenAnswer first = tokens.begin(customer, accessLife);
        enrolled.put(secret, new Enrolled(key, first));
        give(exchange, first);
    }

    private void refresh(Exchange exchange, String token) {
        TokenAnswer next = tokens.refresh(token, accessLife);
        if (next == null) {
            refuse(exchange, DeviceApi.TOKEN, ProblemCode.INVALID_GRANT);
        } else {
            give(exchange, next);
        }
    }

    private void give(Exchange exchange, TokenAnswer answer) {
        given.add(answer);
        if (grant.losesAnswer()) {
            FakeSite.send(exchange, 502, "lost");
            return;
        }
        send(exchange, answer);
    }

    private void revoke(String token) {
        String customer = tokens.customerOfAny(token);
        if (customer != null) {
            revoked.add(customer);
            endSessions(customer);
        }
    }

    /// Ends the sessions of one customer, as the removal of the device by them would.
    public void endSessions(String customer) {
        tokens.end(customer);
    }

    private void resource(Exchange exchange, String method, String path, byte[] body, String customer)
            throws MalformedMessageException {
        switch (method + " " + path) {
            case "GET " + DeviceApi.APPS -> send(exchange, new RegisteredApps(apps));
            case "GET " + DeviceApi.CUSTOMER -> send(exchange, new CustomerView(customer.replaceFirst("#.*", "")));
            case "POST " + DeviceApi.USER_AND_LINKS ->
                send(exchange, onUserAndLinks.apply(read(body, UserAndLinksRequest.class)));
            case "POST " + DeviceApi.START_LINK -> send(exchange, onStart.apply(read(body, StartLinkRequest.class)));
            case "POST " + DeviceApi.FINISH_LINK -> {
                FinishLinkRequest finish = read(body, FinishLinkRequest.class);
                consents.add(finish.consent());
                done.add("finish " + finish.linkId() + " " + finish.consent());
                send(exchange, onFinish.apply(finish));
            }
            case "POST " + DeviceApi.START_SELECTION ->
                send(exchange, new StartSelectionAnswer(onSelection.apply(read(body, StartSelectionRequest.class))));
            case "GET " + DeviceApi.LINKS -> send(exchange, new LinkedAccounts(List.of()));
            case "GET " + DeviceApi.SWITCHES -> send(exchange, switches);
            case "PUT " + DeviceApi.SWITCHES -> {
                SwitchChange change = read(body, SwitchChange.class);
                String id = Objects.requireNonNullElseGet(
                        change.changeId(), () -> "of-its-own-" + counter.incrementAndGet());
                if (done.add("turn " + id)) {
                    switches = new Switches(change.on(), switches.device(), switches.appsOff());
                }
                send(exchange, switches);
            }
            case "POST " + DeviceApi.METRIC_EVENTS -> metrics(exchange, read(body, MetricBatch.class));
            default -> {
                if (method.equals("DELETE")) {
                    done.add("delete " + path);
                    FakeSite.send(exchange, 204, "");
                } else {
                    refuse(exchange, path, ProblemCode.NOT_FOUND);
                }
            }
        }
    }

    private void metrics(Exchange exchange, MetricBatch batch) {
        batches.add(batch);
        int status = onMetrics.apply(batch);
        if (status == 204) {
            Set<String> stored = new HashSet<>();
            events.forEach(event -> stored.add(event.eventId()));
            batch.events().stream().filter(event -> stored.add(event.eventId())).forEach(event -> {
                events.add(event);
                done.add("event " + event.eventId());
            });
            FakeSite.send(exchange, 204, "");
        } else if (status == 502) {
            // The proxy before the server, which has no document of ours.
            FakeSite.send(exchange, status, "Bad Gateway");
        } else {
            problem(exchange, status, status == 503 ? ProblemCode.OVERLOADED : ProblemCode.MALFORMED_REQUEST);
        }
    }

    private static void problem(Exchange exchange, int status, ProblemCode code) {
        exchange.answerHeader("Content-Type", Problem.MEDIA_TYPE);
        exchange.answer(status, Json.write(code.problem("told by a fake")));
    }

    private static <T> T read(byte[] body, Class<T> type) throws MalformedMessageException {
        return Json.read(body, type, MOST_BODY_BYTES);
    }

    @Override
    public void close() {
        stop();
    }
}
