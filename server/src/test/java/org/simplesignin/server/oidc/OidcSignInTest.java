package org.simplesignin.server.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jwt.JWTClaimsSet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.server.account.Account;
import org.simplesignin.server.audit.AuditLine;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.mail.MailAddress;
import org.simplesignin.server.page.PageGuard;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.TestBrowser;
import org.simplesignin.server.testing.TestServer;

/// Signing in at a provider that does as a test wants, through the whole server.
final class OidcSignInTest {
    @TempDir
    private Path directory;

    private FakeProvider provider;
    private TestServer server;
    private Traveller traveller;

    @BeforeEach
    void start() {
        provider = new FakeProvider(() -> server.clock().instant());
        server = TestServer.startWith(directory, usual -> usual.with(change -> change.oidc(provider.settings())));
        traveller = newTraveller();
    }

    @AfterEach
    void stop() {
        server.close();
        provider.close();
    }

    private Traveller newTraveller() {
        return new Traveller(server, provider);
    }

    @Test
    void whoComesBackIsSignedInAndWhereTheyWantedToBe() {
        Received received = traveller.comeBack(traveller.depart("/sign-in/oidc?next=%2Flinks"));

        assertEquals(303, received.status(), received::text);
        assertEquals("/links", received.header("Location").orElse(""));
        assertTrue(traveller.who().startsWith("Alice of the provider "));
    }

    @Test
    void requestHasEverythingThatTiesTheAnswerToThisBrowser() throws Exception {
        Map<String, String> sent = traveller.depart(Traveller.START);
        traveller.comeBack(sent);

        assertEquals("code", sent.get("response_type"));
        assertEquals("simple-sign-in", sent.get("client_id"));
        assertEquals(server.pagesUrl() + "/sign-in/oidc/callback", sent.get("redirect_uri"));
        assertEquals("S256", sent.get("code_challenge_method"));
        assertTrue(sent.getOrDefault("scope", "").contains("openid"));
        Map<String, String> exchange = provider.tokenRequests().getFirst();
        byte[] hash = MessageDigest.getInstance("SHA-256")
                .digest(exchange.getOrDefault("code_verifier", "").getBytes(StandardCharsets.US_ASCII));
        assertEquals(
                sent.get("code_challenge"),
                Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
        assertEquals(sent.get("code"), exchange.get("code"));
        assertEquals(sent.get("redirect_uri"), exchange.get("redirect_uri"));
        // RFC 6749 §2.3.1: both halves are form-encoded first.
        assertEquals(
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString(
                                        "simple-sign-in:client+secret%3A1%25".getBytes(StandardCharsets.US_ASCII)),
                exchange.get("Authorization"));
        Map<String, String> second = traveller.depart(Traveller.START);
        for (String name : List.of("state", "nonce", "code_challenge")) {
            assertNotEquals(sent.get(name), second.get(name), name);
        }
    }

    @Test
    void samePersonIsTheSameCustomerAndAnotherSubjectAnother() {
        traveller.signIn();
        String first = traveller.who();
        traveller = newTraveller();
        provider.claims = claims -> claims.claim("name", "Renamed");
        traveller.signIn();
        assertEquals(first, traveller.who());

        traveller = newTraveller();
        provider.claims = claims -> claims.subject("subject-2");
        traveller.signIn();

        assertNotEquals(first, traveller.who());
    }

    @Test
    void sameEmailAddressIsNotTheSamePerson() {
        provider.claims = claims -> claims.claim("email", "alice@example.com").claim("email_verified", true);
        traveller.signIn();
        String first = traveller.who();
        traveller = newTraveller();
        provider.claims = claims ->
                claims.subject("subject-2").claim("email", "alice@example.com").claim("email_verified", true);
        traveller.signIn();

        assertNotEquals(first, traveller.who());
    }

    @Test
    void answerOfAnotherIssuerIsRefusedBeforeItsCodeIsSentAnywhere() {
        Received received = traveller.comeBack(traveller.depart(Traveller.START), "iss", "https://evil.example");

        traveller.assertNobody(received, Traveller.UNTRUSTED);
        assertEquals(List.of(), provider.tokenRequests());
    }

    @Test
    void providerThatPromisesItsIssuerMustKeepThePromise() {
        provider.tell("authorization_response_iss_parameter_supported", true);

        traveller.assertNobody(traveller.comeBack(traveller.depart(Traveller.START)), Traveller.UNTRUSTED);
        assertEquals(List.of(), provider.tokenRequests());
        assertEquals(
                303,
                traveller
                        .comeBack(traveller.depart(Traveller.START), "iss", provider.issuer())
                        .status());
    }

    @Test
    void linkOfSomebodyElsesAttemptSignsNobodyIn() {
        Map<String, String> attackers = traveller.depart(Traveller.START);
        traveller = newTraveller();

        traveller.assertNobody(traveller.comeBack(attackers), "not started in this browser");

        traveller.depart(Traveller.START);
        traveller.assertNobody(traveller.comeBack(attackers), "not started in this browser");
        assertEquals(List.of(), provider.tokenRequests());
    }

    @Test
    void attemptIsUsedOnceAndForTenMinutes() {
        Map<String, String> sent = traveller.depart(Traveller.START);
        traveller.comeBack(sent);
        assertEquals(400, traveller.comeBack(sent).status());

        Map<String, String> late = traveller.depart(Traveller.START);
        server.clock().forward(Attempt.LIFE);
        assertEquals(400, traveller.comeBack(late).status());
        assertEquals(1, traveller.sessions());
    }

    @Test
    void attemptThatWasWrittenByHandIsNone() {
        traveller.depart(Traveller.START);
        traveller.browser().with("oidc", "AAAA");

        traveller.assertNobody(
                traveller.browser().get(Traveller.CALLBACK + "?code=x&state=y"), "not started in this browser");
    }

    @Test
    void whoSaysNoIsNotSignedIn() {
        Map<String, String> sent = traveller.depart(Traveller.START);

        traveller.assertNobody(
                traveller
                        .browser()
                        .get(Traveller.CALLBACK + "?error=access_denied&error_description=canary&state="
                                + sent.get("state")),
                "did not sign you in");
        assertEquals(List.of(), provider.tokenRequests());
    }

    @Test
    void wayBackIsAPageOfOurs() {
        for (String evil : List.of("https%3A%2F%2Fevil.example", "%2F%2Fevil.example", "%2Fsign-out")) {
            traveller = newTraveller();
            assertEquals(
                    "/",
                    traveller
                            .comeBack(traveller.depart("/sign-in/oidc?next=" + evil))
                            .header("Location")
                            .orElse(""));
        }
    }

    @Test
    void samePersonInManyBrowsersAtOnceIsOneCustomer() throws Exception {
        List<Future<CustomerId>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Traveller> travellers = new ArrayList<>();
            List<Map<String, String>> departures = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                travellers.add(newTraveller());
                departures.add(travellers.getLast().depart(Traveller.START));
            }
            for (int i = 0; i < 8; i++) {
                Traveller one = travellers.get(i);
                Map<String, String> sent = departures.get(i);
                all.add(threads.submit(() -> {
                    assertEquals(303, one.comeBack(sent).status());
                    return one.customer();
                }));
            }
        }
        Set<CustomerId> customers = new HashSet<>();
        for (Future<CustomerId> one : all) {
            customers.add(one.get());
        }
        assertEquals(1, customers.size());
    }

    @Test
    void copyTellsWhoTheCustomerIsThereAndDeletionForgetsIt() {
        traveller.signIn();
        CustomerId before = traveller.customer();
        traveller.browser().get("/export");
        String copy = traveller.browser().post("/export").text();
        assertTrue(copy.contains("\"subject\":\"subject-1\""), copy);
        assertTrue(copy.contains("\"issuer\":\"" + provider.issuer()), copy);

        traveller.browser().get("/account/delete");
        assertEquals(303, traveller.browser().post("/account/delete").status());

        assertEquals(Traveller.NOBODY, traveller.who());
        assertTrue(server.storage()
                .oidcIdentities()
                .customer(new Subject(provider.issuer(), "subject-1"))
                .isEmpty());
        traveller.signIn();
        assertNotEquals(before, traveller.customer());
    }

    @Test
    void pagesOfferTheProviderWhereSomebodySignsInAndKeepTheWayBack() {
        String signIn = traveller.browser().get("/sign-in?next=%2Flinks").text();
        assertTrue(signIn.contains("href=\"/sign-in/oidc?next=%2Flinks\""), signIn);
        assertTrue(signIn.contains("Continue with <bdi>Fake ID</bdi>"), signIn);
        traveller.signIn();
        assertTrue(traveller.browser().get("/account").text().contains("You sign in with <bdi>Fake ID</bdi>."));
        server.clock().forward(PageGuard.FRESH);

        Received asked = traveller.browser().get("/export");
        String again =
                traveller.browser().get(asked.header("Location").orElseThrow()).text();

        assertTrue(again.contains("href=\"/sign-in/oidc?again=1&amp;next=%2Fexport\""), again);
        assertFalse(again.contains("type=\"password\""), again);
    }

    @Test
    void customersWithAnAccountHereProveThemselvesHere() {
        Customer customer = server.newCustomer();
        Account account = new Account(
                customer.id(),
                new MailAddress("alice@example.com"),
                null,
                server.clock().instant());
        server.storage()
                .transactions()
                .inCustomerTransaction(
                        customer.id(),
                        tx -> server.storage().accounts().accounts().add(tx, account));

        String again = server.browser(customer).get("/sign-in/again").text();

        assertTrue(again.contains("Is it you?"), again);
        assertFalse(again.contains(Traveller.START), again);
    }

    private static UnaryOperator<JWTClaimsSet.Builder> askedAt(long millis) {
        return claims -> claims.claim(
                "auth_time",
                claims.build().getIssueTime().toInstant().plusMillis(millis).getEpochSecond());
    }

    @Test
    void beingAskedAgainTakesCredentialsGivenNow() {
        traveller.signIn();
        String who = traveller.who();
        String secretBefore = traveller.browser().cookie("session").orElseThrow();
        provider.claims = claims -> claims.claim("auth_time", null);
        Map<String, String> again = traveller.depart(Traveller.AGAIN);
        assertEquals("login", again.get("prompt"));
        assertEquals("0", again.get("max_age"));
        assertTrue(traveller.comeBack(again).text().contains("did not ask who you are"), "it does not say when");
        provider.claims = askedAt(-120_000);
        assertTrue(traveller.signInAgain().text().contains("did not ask who you are"), "that was before");
        assertEquals(secretBefore, traveller.browser().cookie("session").orElseThrow());
        provider.claims = askedAt(0);

        assertEquals(303, traveller.signInAgain().status());

        assertNotEquals(secretBefore, traveller.browser().cookie("session").orElseThrow());
        assertEquals(who, traveller.who());
        assertEquals(1, traveller.sessions());
    }

    @Test
    void comingBackFromAProviderThatAskedNobodyIsNoStepUp() {
        for (UnaryOperator<JWTClaimsSet.Builder> unasked : List.<UnaryOperator<JWTClaimsSet.Builder>>of(
                askedAt(-PageGuard.FRESH.toMillis()), claims -> claims.claim("auth_time", null))) {
            traveller = newTraveller();
            provider.claims = unasked;

            assertEquals(303, traveller.signIn().status());

            assertEquals(200, traveller.browser().get("/account").status(), "signed in");
            assertEquals(
                    "/sign-in/again?next=%2Faccount%2Fdelete",
                    traveller
                            .browser()
                            .get("/account/delete")
                            .header("Location")
                            .orElse(""));
        }
        provider.claims = askedAt(60_000);
        traveller = newTraveller();
        traveller.signIn();
        assertEquals(200, traveller.browser().get("/account/delete").status());
        server.clock().forward(PageGuard.FRESH);
        assertEquals(
                303,
                traveller.browser().get("/account/delete").status(),
                "a provider's clock that is ahead makes nothing last longer");
    }

    @Test
    void somebodyElseWhoIsAskedIsNotTakenForTheCustomerNorMadeOne() {
        traveller.signIn();
        provider.claims = claims -> askedAt(0).apply(claims).subject("another").claim("name", "Mallory");
        String secretBefore = traveller.browser().cookie("session").orElseThrow();

        assertTrue(traveller.signInAgain().text().contains("somebody else"));

        assertEquals(secretBefore, traveller.browser().cookie("session").orElseThrow());
        assertTrue(server.storage()
                .oidcIdentities()
                .customer(new Subject(provider.issuer(), "another"))
                .isEmpty());
        server.clock().forward(PageGuard.FRESH);
        assertEquals(303, traveller.browser().get("/export").status(), "the step-up did not count");
    }

    @Test
    void historyTellsHowTheCustomerCameIn() {
        traveller.signIn();

        List<AuditLine> lines = server.storage().auditLog().lines(traveller.customer(), 1, 10);

        assertEquals(1, lines.size());
        assertEquals("signed-in", lines.getFirst().kind());
        assertTrue(
                lines.getFirst().details().contains("OPENID_CONNECT"),
                lines.getFirst().details());
    }

    @Test
    void whereTheProviderIsTheOnlyWayNobodySignsUpOrInHere() {
        server.close();
        ProviderSettings beside = provider.settings();
        ProviderSettings only =
                new ProviderSettings(beside.issuer(), beside.clientId(), beside.clientSecret(), beside.name(), true);
        server = TestServer.startWith(directory, usual -> usual.with(change -> change.oidc(only)));
        traveller = newTraveller();

        String page = traveller.browser().get("/sign-in").text();

        assertTrue(page.contains("Continue with <bdi>Fake ID</bdi>"), page);
        assertFalse(page.contains("type=\"password\"") || page.contains("/sign-up"), page);
        assertEquals(
                List.of(404, 404),
                Stream.of("/sign-up", "/password-reset")
                        .map(path -> traveller.browser().get(path).status())
                        .toList());
        for (String path : List.of("/sign-in", "/sign-in/passkey", "/sign-in/passkey/options", "/sign-up/account")) {
            int status =
                    traveller.browser().post(path, "email", "a@example.com").status();
            assertTrue(status == 404 || status == 405, path + " " + status);
        }
        assertEquals(303, traveller.signIn().status());
        assertTrue(traveller.browser().get("/account").text().contains("You sign in with"));
    }

    @Test
    void whoeverSignsInElsewhereHasNothingToChangeHere() {
        traveller.signIn();
        TestBrowser browser = traveller.browser();
        for (String path : List.of("/account/password", "/account/email", "/account/passkeys")) {
            assertEquals(404, browser.get(path).status(), path);
        }
        browser.get("/account");
        for (String path : List.of("/account/password", "/account/email", "/account/email/code")) {
            assertEquals(404, browser.post(path, "email", "a@example.com").status(), path);
        }
        String token = String.valueOf(browser.csrf());
        assertEquals(
                404,
                browser.postJson("/account/passkeys/options", Map.of(), token).status());
    }

    @Test
    void everyAskingIsCounted() {
        server.close();
        server = TestServer.startWith(
                directory,
                usual -> usual.with(change -> change.oidc(provider.settings()).limits(Map.of())));
        traveller = newTraveller();
        int refused = 0;
        for (int i = 0; i < 121; i++) {
            refused += traveller.browser().get(Traveller.START).status() == 429 ? 1 : 0;
        }
        assertEquals(1, refused);
        server.clock().forward(Duration.ofMinutes(15));
        assertEquals(303, traveller.signIn().status());
    }
}
