package org.simplesignin.server.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.mail.MailAddress;
import org.simplesignin.server.passkey.Passkey;
import org.simplesignin.server.testing.MailBox;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.SoftPasskey;
import org.simplesignin.server.testing.TestBrowser;
import org.simplesignin.server.testing.TestServer;

/// Passkeys with an authenticator in software, which can lie. That real browsers can use them is shown in Chromium.
final class PasskeyTest {
    private static final String HOST = "ssi.example";

    @TempDir
    static Path directory;

    private static TestServer server;
    private static MailBox mail;

    private Person person;
    private SoftPasskey passkey;

    @BeforeAll
    static void start() {
        server = TestServer.start(directory);
        mail = new MailBox(directory.resolve("mail"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void arrive() {
        person = Person.withAccount(server, mail);
        passkey = new SoftPasskey(TestServer.PUBLIC_URL, HOST);
    }

    @Test
    void passkeyThatWasAddedSignsInAnywhereAndItsOwnerIsTold() {
        add();
        assertTrue(person.nextMail().contains("passkey was added"));

        TestBrowser other = server.browser();
        Received received = use(other, options(other).get("challenge"));

        assertEquals(200, received.status(), received::text);
        assertEquals("/account", received.members().get("next"));
        assertTrue(other.get("/account").text().contains(person.email()));
        assertTrue(other.get("/account").text().contains("Last used"));
    }

    @Test
    void whatIsAskedForIsStrict() {
        Map<?, ?> creation = creationOptions(person.browser());
        Map<?, ?> selection = map(creation, "authenticatorSelection");
        Map<?, ?> use = options(server.browser());

        assertEquals("required", selection.get("residentKey"));
        assertEquals("required", selection.get("userVerification"));
        assertEquals("none", creation.get("attestation"));
        assertEquals(HOST, map(creation, "rp").get("id"));
        assertEquals(HOST, use.get("rpId"));
        assertEquals("required", use.get("userVerification"));
        assertEquals(List.of(), use.get("allowCredentials"));
        assertEquals(43, String.valueOf(use.get("challenge")).length());
        String user = String.valueOf(map(creation, "user").get("id"));
        assertEquals(43, user.length(), "an id of its own, nothing of the customer's");
    }

    @Test
    void passkeyOfAnotherOriginIsRefused() {
        add();
        for (String origin : List.of(
                "https://ssi.example.evil.example",
                "https://evil.ssi.example",
                "http://ssi.example",
                "https://ssi.example:8443",
                "https://evil.example")) {
            assertRefused(lying -> lying.origin = origin);
        }
    }

    @Test
    void passkeyOfAnotherHostIsRefused() {
        add();
        assertRefused(lying -> lying.rpId = "example");
        assertRefused(lying -> lying.rpId = "evil.ssi.example");
    }

    @Test
    void passkeyInAFrameOfSomebodyElseIsRefused() {
        add();
        assertRefused(lying -> lying.crossOrigin = true);
    }

    @Test
    void passkeyThatNobodyUnlockedOrTouchedIsRefused() {
        add();
        assertRefused(lying -> lying.verified = false);
        assertRefused(lying -> lying.present = false);
    }

    @Test
    void countThatDoesNotGoUpIsRefused() {
        passkey.count = 7;
        add();
        assertRefused(lying -> lying.count = 7);
        assertRefused(lying -> lying.count = 6);
        assertRefused(lying -> lying.count = 0);
        passkey.count = 8;

        TestBrowser other = server.browser();
        assertEquals(200, use(other, options(other).get("challenge")).status());
    }

    @Test
    void passkeyForSomebodyElseIsRefused() {
        add();
        assertRefused(lying -> lying.userHandle = "A".repeat(43));
        assertRefused(lying -> lying.userHandle = "");
        assertRefused(lying -> lying.userHandle = "not base64url!");
    }

    @Test
    void unknownPasskeyIsRefused() {
        TestBrowser other = server.browser();
        passkey.userHandle = "A".repeat(43);

        assertEquals(403, use(other, options(other).get("challenge")).status());
        assertFalse(Person.isSignedIn(other));
    }

    @Test
    void challengeWorksOnce() {
        add();
        TestBrowser other = server.browser();
        String challenge = String.valueOf(options(other).get("challenge"));
        TestBrowser thief = other.twin();
        passkey.count = 2;
        Map<String, Object> sent = passkey.used(challenge);
        assertEquals(
                200, post(other, "/sign-in/passkey", Map.of("passkey", sent)).status());

        assertEquals(
                403, post(other, "/sign-in/passkey", Map.of("passkey", sent)).status());
        assertEquals(
                403, post(thief, "/sign-in/passkey", Map.of("passkey", sent)).status());
        passkey.count = 3;
        assertEquals(
                403,
                post(thief, "/sign-in/passkey", Map.of("passkey", passkey.used(challenge)))
                        .status());
        assertFalse(Person.isSignedIn(thief));
    }

    @Test
    void challengeOfAnotherBrowserIsRefused() {
        add();
        TestBrowser other = server.browser();
        String foreign = String.valueOf(options(server.browser()).get("challenge"));
        options(other);

        assertEquals(403, use(other, foreign).status());
        TestBrowser without = server.browser();
        without.get("/sign-in");
        assertEquals(403, use(without, foreign).status());
    }

    @Test
    void challengeIsGoodForFiveMinutes() {
        add();
        TestBrowser other = server.browser();
        Object challenge = options(other).get("challenge");
        server.clock().forward(Duration.ofMinutes(5));

        assertEquals(403, use(other, challenge).status());
        assertFalse(Person.isSignedIn(other));
    }

    @Test
    void challengeOfTheFutureIsRefusedAndAnotherCanBeAskedFor() {
        add();
        TestBrowser other = server.browser();
        Object challenge = options(other).get("challenge");
        server.clock().set(Duration.ofHours(-2));
        try {
            assertEquals(403, use(other, challenge).status());
            assertFalse(Person.isSignedIn(other));
            assertEquals(200, use(other, options(other).get("challenge")).status());
        } finally {
            server.clock().set(Duration.ofHours(2));
        }
    }

    @Test
    void challengeForOneThingIsOfNoUseForAnother() {
        add();
        TestBrowser browser = person.browser();
        String toCreate = String.valueOf(creationOptions(browser).get("challenge"));
        assertEquals(403, use(browser, toCreate).status());
        TestBrowser other = server.browser();
        String toUse = String.valueOf(options(other).get("challenge"));
        assertEquals(
                403,
                post(other, "/sign-in/passkey", Map.of("passkey", passkey.used(toUse, "webauthn.create")))
                        .status());
    }

    @Test
    void forgedSignatureIsRefused() {
        add();
        TestBrowser other = server.browser();
        String challenge = String.valueOf(options(other).get("challenge"));
        SoftPasskey forger = new SoftPasskey(TestServer.PUBLIC_URL, HOST);
        Map<String, Object> forged = new HashMap<>(passkey.used(challenge));
        forged.put("signature", forger.used(challenge).get("signature"));

        assertEquals(
                403, post(other, "/sign-in/passkey", Map.of("passkey", forged)).status());
    }

    @Test
    void nonsenseIsRefusedWithoutAnError() {
        add();
        for (String member : List.of("credentialId", "clientData", "authenticatorData", "signature")) {
            for (String nonsense : List.of("", "AAAA", "!", "e30", "A".repeat(4000))) {
                TestBrowser other = server.browser();
                Map<String, Object> sent =
                        new HashMap<>(passkey.used(String.valueOf(options(other).get("challenge"))));
                sent.put(member, nonsense);
                Received received = post(other, "/sign-in/passkey", Map.of("passkey", sent));
                assertTrue(received.status() == 403 || received.status() == 400, member + " " + nonsense);
            }
        }
        for (String member : List.of("clientData", "attestationObject")) {
            for (String nonsense : List.of("", "AAAA", "!", "oA", "e30", "A".repeat(4000))) {
                String challenge =
                        String.valueOf(creationOptions(person.browser()).get("challenge"));
                Map<String, Object> sent = new HashMap<>(passkey.created(challenge));
                sent.put(member, nonsense);
                Received received = post(person.browser(), "/account/passkeys", Map.of("passkey", sent));
                assertTrue(received.status() == 403 || received.status() == 400, member + " " + nonsense);
            }
        }
    }

    @Test
    void passkeyMadeForAnotherOriginOrHostOrByNobodyIsNotAdded() {
        List<Consumer<SoftPasskey>> lies = List.of(
                lying -> lying.origin = "https://evil.example",
                lying -> lying.rpId = "evil.example",
                lying -> lying.crossOrigin = true,
                lying -> lying.verified = false);
        for (Consumer<SoftPasskey> lie : lies) {
            SoftPasskey lying = new SoftPasskey(TestServer.PUBLIC_URL, HOST);
            lie.accept(lying);
            String challenge = String.valueOf(creationOptions(person.browser()).get("challenge"));
            assertEquals(
                    403,
                    post(person.browser(), "/account/passkeys", Map.of("passkey", lying.created(challenge)))
                            .status());
        }
        assertEquals(List.of(), kept());
    }

    @Test
    void creationIsNotRepeatedAndNotForSomebodyElse() {
        String challenge = String.valueOf(creationOptions(person.browser()).get("challenge"));
        TestBrowser twin = person.browser().twin();
        Map<String, Object> sent = Map.of("passkey", passkey.created(challenge));
        Person other = Person.withAccount(server, mail);
        other.browser().get("/account");
        other.browser().with("passkey", challenge);
        assertEquals(403, post(other.browser(), "/account/passkeys", sent).status());

        assertEquals(200, post(person.browser(), "/account/passkeys", sent).status());

        assertEquals(403, post(twin, "/account/passkeys", sent).status());
        assertEquals(1, kept().size());
    }

    @Test
    void passkeyOfOneIsNotAddedToAnother() {
        add();
        Person other = Person.withAccount(server, mail);
        String challenge = String.valueOf(creationOptions(other.browser()).get("challenge"));

        assertEquals(
                403,
                post(other.browser(), "/account/passkeys", Map.of("passkey", passkey.created(challenge)))
                        .status());
    }

    @Test
    void removedPasskeySignsNobodyInAndItsOwnerIsTold() {
        add();
        person.nextMail();
        String fingerprint = kept().getFirst().id().fingerprint();
        TestBrowser browser = person.browser();
        assertTrue(browser.get("/account/passkeys/remove?passkey=" + fingerprint)
                .text()
                .contains("Remove this passkey?"));

        assertEquals("/account", Person.location(browser.post("/account/passkeys/remove", "passkey", fingerprint)));

        assertTrue(person.nextMail().contains("passkey was removed"));
        passkey.count++;
        TestBrowser other = server.browser();
        assertEquals(403, use(other, options(other).get("challenge")).status());
    }

    @Test
    void passkeyOfSomebodyElseIsNotRemoved() {
        add();
        Person other = Person.withAccount(server, mail);
        other.browser().get("/account");
        String fingerprint = kept().getFirst().id().fingerprint();

        assertEquals(
                404,
                other.browser()
                        .get("/account/passkeys/remove?passkey=" + fingerprint)
                        .status());
        other.browser().get("/account");
        other.browser().post("/account/passkeys/remove", "passkey", fingerprint);

        assertEquals(1, kept().size());
    }

    @Test
    void passkeyAloneMakesAnAccountAndIsItsOnlyWayIn() {
        Person newcomer = new Person(server, mail);
        TestBrowser browser = newcomer.browser();
        browser.get("/sign-up");
        browser.post("/sign-up", "email", newcomer.email(), "next", "/links");
        browser.get("/sign-up");
        assertEquals(
                403,
                post(browser, "/sign-up/passkey/options", Map.of("name", "New")).status());
        browser.post("/sign-up/code", "code", newcomer.nextCode());
        browser.get("/sign-up");
        Map<?, ?> options =
                post(browser, "/sign-up/passkey/options", Map.of("name", "New")).members();
        passkey.userHandle = String.valueOf(map(options, "user").get("id"));

        Received made = post(
                browser,
                "/sign-up/passkey",
                Map.of("name", "New", "passkey", passkey.created(String.valueOf(options.get("challenge")))));

        assertEquals(200, made.status(), made::text);
        assertEquals("/links", made.members().get("next"));
        assertTrue(browser.get("/account").text().contains("None: you sign in with a passkey"));
        String fingerprint = keptBy(newcomer).getFirst().id().fingerprint();
        browser.post("/account/passkeys/remove", "passkey", fingerprint);
        assertEquals(1, keptBy(newcomer).size(), "the only way in is kept");
        assertEquals(422, newcomer.signIn(server.browser(), Person.PASSWORD).status());
        passkey.count++;
        TestBrowser other = server.browser();
        assertEquals(200, use(other, options(other).get("challenge")).status());
    }

    @Test
    void passkeyIsTakenWhereCredentialsAreAskedForAgain() {
        add();
        server.clock().forward(Duration.ofMinutes(5));
        TestBrowser browser = person.browser();
        browser.get("/sign-in/again?next=/account/password");
        String before = browser.cookie("session").orElseThrow();
        Map<?, ?> options =
                post(browser, "/sign-in/again/passkey/options", Map.of()).members();
        assertEquals(1, ((List<?>) Objects.requireNonNull(options.get("allowCredentials"))).size());
        passkey.count++;

        Received received = post(
                browser,
                "/sign-in/again/passkey",
                Map.of("passkey", passkey.used(String.valueOf(options.get("challenge"))), "next", "/account/password"));

        assertEquals("/account/password", received.members().get("next"));
        assertEquals(200, browser.get("/account/password").status());
        assertNotEquals(before, browser.cookie("session").orElseThrow());
    }

    @Test
    void passkeyOfSomebodyElseIsNotTakenWhereCredentialsAreAskedForAgain() {
        Person attacker = Person.withAccount(server, mail);
        SoftPasskey theirs = new SoftPasskey(TestServer.PUBLIC_URL, HOST);
        add(attacker, theirs);
        TestBrowser browser = person.browser();
        browser.get("/sign-in/again");
        Map<?, ?> options =
                post(browser, "/sign-in/again/passkey/options", Map.of()).members();
        theirs.count++;

        assertEquals(
                403,
                post(
                                browser,
                                "/sign-in/again/passkey",
                                Map.of("passkey", theirs.used(String.valueOf(options.get("challenge")))))
                        .status());
    }

    @Test
    void passkeyIsAddedByWhoGaveCredentialsJustNowOnlyAndFromOurOwnPages() {
        TestBrowser browser = person.browser();
        browser.get("/account");
        assertEquals(
                403,
                browser.postJson("/account/passkeys/options", Map.of(), "x".repeat(64))
                        .status());
        server.clock().forward(Duration.ofMinutes(5));
        assertEquals(303, post(browser, "/account/passkeys/options", Map.of()).status());
    }

    private void assertRefused(Consumer<SoftPasskey> lie) {
        TestBrowser other = server.browser();
        String challenge = String.valueOf(options(other).get("challenge"));
        String origin = passkey.origin;
        String rpId = passkey.rpId;
        String userHandle = passkey.userHandle;
        int count = passkey.count;
        passkey.count = 9;
        lie.accept(passkey);
        int status = use(other, challenge).status();
        assertTrue(status == 403 || status == 400, () -> "was " + status);
        assertFalse(Person.isSignedIn(other));
        passkey.origin = origin;
        passkey.rpId = rpId;
        passkey.userHandle = userHandle;
        passkey.count = count;
        passkey.crossOrigin = false;
        passkey.verified = true;
        passkey.present = true;
    }

    private static Map<?, ?> map(Map<?, ?> members, String name) {
        return (Map<?, ?>) Objects.requireNonNull(members.get(name));
    }

    private void add() {
        add(person, passkey);
    }

    private static void add(Person who, SoftPasskey which) {
        Map<?, ?> options = creationOptions(who.browser());
        which.userHandle = String.valueOf(map(options, "user").get("id"));
        Received added = post(
                who.browser(),
                "/account/passkeys",
                Map.of("passkey", which.created(String.valueOf(options.get("challenge"))), "name", "my phone"));
        assertEquals(200, added.status(), added::text);
        assertTrue(who.browser().get("/account").text().contains("my phone"));
        which.count++;
    }

    private static Map<?, ?> creationOptions(TestBrowser browser) {
        browser.get("/account/passkeys");
        return post(browser, "/account/passkeys/options", Map.of()).members();
    }

    private static Map<?, ?> options(TestBrowser browser) {
        browser.get("/sign-in");
        return post(browser, "/sign-in/passkey/options", Map.of()).members();
    }

    private Received use(TestBrowser browser, @Nullable Object challenge) {
        return post(
                browser,
                "/sign-in/passkey",
                Map.of("passkey", passkey.used(String.valueOf(challenge)), "next", "/account"));
    }

    private static Received post(TestBrowser browser, String path, Map<String, ?> body) {
        return browser.postJson(path, body, String.valueOf(browser.csrf()));
    }

    private List<Passkey> kept() {
        return keptBy(person);
    }

    private static List<Passkey> keptBy(Person who) {
        CustomerId customer = server.storage()
                .accounts()
                .accounts()
                .byEmail(new MailAddress(who.email()))
                .orElseThrow();
        return server.storage().accounts().passkeys().ofCustomer(customer);
    }
}
