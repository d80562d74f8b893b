package org.simplesignin.server.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.simplesignin.server.testing.Canaries;
import org.simplesignin.server.testing.MailBox;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.RecordedLog;
import org.simplesignin.server.testing.SoftPasskey;
import org.simplesignin.server.testing.TestBrowser;
import org.simplesignin.server.testing.TestServer;

/// What an account gives to the server, planted so that it can be found again: addresses, names, passwords, codes, a
/// passkey, browsers and where they are, and the mails. Then the account is deleted and everything that the server has
/// written is searched.
@Isolated("What other tests log is not what this one asks about.")
final class AccountCanariesTest {
    @TempDir
    Path directory;

    private final Canaries canaries = new Canaries();

    private TestServer start() {
        return TestServer.startWith(directory, usual -> usual.with(change -> change.behindProxy(true)));
    }

    private String code(Person person) {
        return canaries.plant(person.nextCode());
    }

    private void addPasskey(TestBrowser browser) {
        SoftPasskey passkey = new SoftPasskey(TestServer.PUBLIC_URL, "ssi.example");
        browser.get("/account/passkeys");
        String token = String.valueOf(browser.csrf());
        Map<?, ?> options =
                browser.postJson("/account/passkeys/options", Map.of(), token).members();
        Map<String, Object> created = passkey.created(String.valueOf(options.get("challenge")));
        Received added = browser.postJson(
                "/account/passkeys",
                Map.of("passkey", created, "name", canaries.plant("Canary key of the red car")),
                token);
        assertEquals(200, added.status(), added::text);
    }

    private void changeAddress(Person person, Person next) {
        person.browser().get("/account/email");
        person.browser().post("/account/email", "email", next.email());
        person.browser().get("/account/email");
        Person.location(person.browser().post("/account/email/code", "code", code(next)));
    }

    @Test
    void nothingOfADeletedAccountIsFoundAnywhere(@TempDir Path backups) throws Exception {
        try (RecordedLog log = new RecordedLog();
                TestServer server = start()) {
            MailBox mail = new MailBox(directory.resolve("mail"));
            Person first = new Person(server, mail, canaries.plant("canary.first.4711@example.com"));
            Person person = new Person(server, mail, canaries.plant("Canary.Second.0815@example.com"));
            TestBrowser browser = first.browser();
            browser.userAgent(canaries.plant("CanaryAgent/77.1 (Canary OS)")).from(canaries.plant("203.0.113.199"));
            String password = canaries.plant("canary umbrella violet 12");
            assertEquals("/", first.signUp(canaries.plant("Canary Äda Lövelace"), password));
            canaries.plant(browser.cookie("session").orElseThrow());
            assertEquals(
                    422,
                    first.signIn(server.browser().from("198.51.100.7"), canaries.plant("canary wrong password 9"))
                            .status());
            addPasskey(browser);
            changeAddress(first, person);
            String page = browser.get("/account").text();
            for (String shown : List.of("Canary.Second.0815", "203.0.113.199", "Canary key of the red car")) {
                assertTrue(page.contains(shown), shown + " is there");
            }
            Canaries.backUp(directory, backups);

            browser.get("/account/delete");
            assertEquals(303, browser.post("/account/delete").status());

            String farewell = person.nextMail();
            while (!farewell.contains("deleted")) {
                farewell = person.nextMail();
            }
            List<String> left = canaries.inFilesOf(directory);
            assertEquals(1, left.size(), left::toString);
            assertTrue(left.getFirst().endsWith(".eml: " + person.email()), "all but the farewell");
            assertEquals(List.of(), canaries.inFilesOf(backups));
            assertEquals(List.of(), canaries.in(log.text()));
        }
    }
}
