package org.simplesignin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.MalformedMessageException;
import org.simplesignin.protocol.SSIEvent;
import org.simplesignin.protocol.device.Consent;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.FinishLinkRequest;
import org.simplesignin.protocol.device.MetricBatch;
import org.simplesignin.protocol.device.MetricEvent;
import org.simplesignin.protocol.device.StartLinkRequest;
import org.simplesignin.protocol.device.StartSelectionRequest;
import org.simplesignin.protocol.device.SwitchChange;
import org.simplesignin.protocol.device.SwitchScope;
import org.simplesignin.protocol.device.UserAndLinksRequest;
import org.simplesignin.server.account.Account;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.mail.MailAddress;
import org.simplesignin.server.testing.Partner;
import org.simplesignin.server.testing.Proof;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.TestBrowser;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.server.testing.TestServer;

/// Messages, forms and proofs that chance has spoiled, from a device and a browser that are known: no fault of the
/// server, and both go on.
///
/// `-Dfuzz=20000` sends so many of each; `-Dfuzz.seed=7` sends others.
final class FuzzTest {
    private static final String DEEP = "[".repeat(2000) + "]".repeat(2000);
    private static final List<Object> VALUES = List.of(
            "",
            " ",
            "\0",
            "a",
            "a".repeat(300),
            "a".repeat(20_000),
            "\u0000\uffff\u202e\u200f",
            "\ud83d\ude00",
            "../../etc/passwd",
            "' OR 1=1 --",
            "%00",
            "<script>",
            "null",
            "0",
            "-1",
            "l1.AAAAAAAAAAAAAAAAAAAAAA",
            "c1.AAAAAAAAAAAAAAAAAAAAAA",
            "sample-tv",
            "other-app",
            "SUCCESS",
            0,
            -1,
            1.5,
            Long.MAX_VALUE,
            1e300,
            true,
            List.of(),
            List.of("a", 1, Map.of()),
            Map.of(),
            Map.of("a", "b"));

    /// Spoils the text of a message where chance in bytes seldom does.
    private static final List<String> PIECES = List.of(
            "null",
            "{",
            "}",
            "[",
            "]",
            "\"",
            ",",
            ":",
            "1e999999999",
            "-",
            "\\u",
            "\\ud800",
            "\u0000",
            "\n",
            DEEP,
            "\"a\":1,",
            "\"app\":\"other-app\",",
            "9".repeat(2000),
            "\ufeff",
            "//",
            "NaN");

    private final long seed = Long.getLong("fuzz.seed", 1);
    private final int most = Integer.getInteger("fuzz", 150);
    private final Random random = new Random(seed);

    private TestServer server;
    private Customer customer;
    private TestDevice device;

    /// A request that is good as it stands.
    private record Message(String method, String path, Object content) {}

    @BeforeEach
    void start(@TempDir Path directory) {
        server = TestServer.start(directory);
        customer = server.newCustomer();
        device = server.newDevice(customer);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void spoiledMessagesOfADeviceAreRefusedWithoutAFault() {
        List<Message> messages = messages();
        for (int i = 0; i < most; i++) {
            Message message = messages.get(random.nextInt(messages.size()));
            byte[] body = spoiled(Json.write(message.content()));
            judge(i, message, body, device.call(message.method(), message.path(), body));
        }
        assertAlive();
    }

    @Test
    void spoiledProofsAreRefusedWithoutAFault() {
        byte[] body = Json.write(new UserAndLinksRequest("sample-tv", "sample-video", null));
        Message message = new Message("POST", DeviceApi.USER_AND_LINKS, "");
        for (int i = 0; i < most; i++) {
            Received received = device.callOnce(message.method(), message.path(), body, this::spoiled);
            judge(i, message, body, received);
            if (random.nextInt(4) == 0) {
                String access = spoiledToken(device.tokens().access_token());
                String proof =
                        device.proof(message.method(), message.path(), access).text();
                Received refused = device.callWith(message.method(), message.path(), body, access, proof);
                judge(i, message, body, refused);
                assertEquals(401, refused.status(), refused.text());
            }
        }
        assertAlive();
    }

    @Test
    void spoiledFormsOfADeviceAreRefusedWithoutAFault() {
        TestDevice stranger = server.stranger();
        String code = stranger.askForCodes().device_code();
        List<Map<String, String>> forms = List.of(
                Map.of(
                        "grant_type",
                        DeviceApi.REFRESH_GRANT,
                        "refresh_token",
                        device.tokens().refresh_token()),
                Map.of("grant_type", DeviceApi.ENROLMENT_GRANT, "enrolment_secret", server.enrolmentSecret(customer)),
                Map.of("grant_type", DeviceApi.DEVICE_CODE_GRANT, "device_code", code, "client_id", "device"),
                Map.of("token", device.tokens().refresh_token(), "client_id", DeviceApi.CLIENT_ID));
        List<String> paths = List.of(DeviceApi.TOKEN, DeviceApi.DEVICE_AUTHORIZATION, DeviceApi.REVOCATION);
        for (int i = 0; i < most; i++) {
            Map<String, String> form = new LinkedHashMap<>(forms.get(random.nextInt(forms.size())));
            List<String> names = new ArrayList<>(form.keySet());
            // The token itself is spoiled each time: the device is to stay registered.
            form.computeIfPresent("refresh_token", (name, token) -> spoiledToken(token));
            form.computeIfPresent("token", (name, token) -> spoiledToken(token));
            form.put(names.get(random.nextInt(names.size())), String.valueOf(value()));
            Message message = new Message("POST", paths.get(random.nextInt(paths.size())), form);
            judge(i, message, new byte[0], stranger.oauth(message.path(), form, random.nextInt(4) > 0));
            // A key may prove so often only.
            server.clock().forward(Duration.ofSeconds(2));
        }
        assertAlive();
    }

    @Test
    void spoiledFormsOfABrowserAreRefusedWithoutAFault() {
        List<String> paths = server.routes().stream()
                .filter(route -> route.startsWith("POST /"))
                .map(route -> route.substring("POST ".length()))
                .filter(path -> !path.startsWith("/oauth") && !path.startsWith("/device/v1"))
                .toList();
        assertTrue(paths.size() > 20, paths.toString());
        Customer withAccount = server.newCustomer();
        Account account = new Account(
                withAccount.id(),
                new MailAddress("a@example.com"),
                null,
                server.clock().instant());
        server.storage()
                .transactions()
                .inCustomerTransaction(
                        withAccount.id(),
                        tx -> server.storage().accounts().accounts().add(tx, account));
        List<String> names = List.of(
                "email",
                "password",
                "newPassword",
                "code",
                "user_code",
                "name",
                "next",
                "link",
                "device",
                "app",
                "on",
                "session",
                "passkey",
                "id",
                "displayName",
                "confirm");
        for (int i = 0; i < most; i++) {
            TestBrowser browser = server.browser(random.nextBoolean() ? withAccount : customer);
            browser.get("/account");
            String token = String.valueOf(browser.csrf());
            String path = paths.get(random.nextInt(paths.size())).replaceAll("\\{[a-z]+}", "a1");
            List<String> fields = new ArrayList<>();
            for (int field = random.nextInt(5); field >= 0; field--) {
                fields.add(names.get(random.nextInt(names.size())));
                fields.add(String.valueOf(value()));
            }
            // Whoever deletes the account ends the test, not the server.
            TestBrowser sender = path.equals("/account/delete") ? server.browser() : browser;
            Received received = path.contains("passkey")
                    ? sender.postJson(path, Map.of(fields.getFirst(), value(), "response", value()), token)
                    : sender.post(path, fields.toArray(String[]::new));
            judge(i, new Message("POST", path, fields), new byte[0], received);
        }
    }

    private List<Message> messages() {
        Partner partner = new Partner(server, "sample-tv", "sample-video");
        StartLinkRequest link = partner.linkRequest(device, "account-1");
        return List.of(
                new Message(
                        "POST", DeviceApi.USER_AND_LINKS, new UserAndLinksRequest("sample-tv", "sample-video", "n")),
                new Message("POST", DeviceApi.START_LINK, link),
                new Message("POST", DeviceApi.FINISH_LINK, new FinishLinkRequest("l1.a", Consent.ALLOWED, link)),
                new Message("POST", DeviceApi.START_SELECTION, new StartSelectionRequest("sample-tv", List.of("l1.a"))),
                new Message("PUT", DeviceApi.SWITCHES, new SwitchChange(SwitchScope.APP, "sample-tv", true, null)),
                new Message(
                        "POST",
                        DeviceApi.METRIC_EVENTS,
                        new MetricBatch(
                                List.of(new MetricEvent(
                                        "0123456789abcdef0123456789abcdef",
                                        "sample-tv",
                                        server.clock().millis(),
                                        SSIEvent.MANUAL_SIGNIN_SELECTED,
                                        null,
                                        null)),
                                0)));
    }

    private void judge(int number, Message message, byte[] body, Received received) {
        String name = "seed " + seed + ", number " + number + ": " + message + " "
                + new String(body, StandardCharsets.UTF_8) + " got " + received.status() + " " + received.text();
        assertTrue(received.status() < 500, name);
        if (received.status() >= 400 && message.content() instanceof Record) {
            assertTrue(received.code().matches("[a-z_]+"), name);
        }
    }

    private void assertAlive() {
        server.clock().forward(Duration.ofMinutes(3));
        assertEquals(200, device.refresh().status());
        Received received =
                device.post(DeviceApi.USER_AND_LINKS, new UserAndLinksRequest("sample-tv", "sample-video", null));
        assertEquals(200, received.status(), received.text());
    }

    private Object value() {
        return VALUES.get(random.nextInt(VALUES.size()));
    }

    private byte[] spoiled(byte[] json) {
        if (random.nextBoolean()) {
            return Json.write(spoiled(new LinkedHashMap<>(members(json))));
        }
        String text = new String(json, StandardCharsets.UTF_8);
        int from = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), from + random.nextInt(8));
        String piece = PIECES.get(random.nextInt(PIECES.size()));
        return (text.substring(0, from) + piece + text.substring(to)).getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, Object> members(byte[] json) {
        try {
            Map<String, Object> members = new LinkedHashMap<>();
            Map<?, ?> read = Json.read(json, Map.class, json.length);
            read.forEach((name, value) -> members.put(String.valueOf(name), value));
            return members;
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }

    /// Gives one member, at whatever depth, another value, or takes it out, or adds one.
    private Map<String, Object> spoiled(Map<String, Object> members) {
        List<String> names = new ArrayList<>(members.keySet());
        String name = names.get(random.nextInt(names.size()));
        Object now = members.get(name);
        if (now instanceof Map<?, ?> inner && !inner.isEmpty() && random.nextInt(4) > 0) {
            members.put(name, spoiled(members(Json.write(inner))));
        } else if (now instanceof List<?> list && !list.isEmpty() && list.getFirst() instanceof Map<?, ?> first) {
            members.put(name, List.of(spoiled(members(Json.write(first)))));
        } else {
            switch (random.nextInt(4)) {
                case 0 -> members.remove(name);
                case 1 -> members.put(name + "x", value());
                default -> members.put(name, value());
            }
        }
        return members;
    }

    private Proof spoiled(Proof proof) {
        return switch (random.nextInt(4)) {
            case 0 -> proof.header(List.of("typ", "alg", "jwk", "kid", "crit").get(random.nextInt(5)), value());
            case 1 -> proof.jwk(List.of("kty", "crv", "x", "y", "d").get(random.nextInt(5)), value());
            case 2 ->
                proof.claim(List.of("htm", "htu", "iat", "jti", "nonce", "ath").get(random.nextInt(6)), value());
            default -> proof.damaged(this::spoiledToken);
        };
    }

    /// Returns another text of the characters that a header takes.
    private String spoiledToken(String token) {
        int at = random.nextInt(token.length());
        String piece =
                List.of("", ".", "=", "A", "AAAA", "-_", "..", "~", "\"", ",").get(random.nextInt(10));
        String other = token.substring(0, at) + piece + token.substring(Math.min(token.length(), at + 1));
        return other.equals(token) ? token + "A" : other;
    }
}
