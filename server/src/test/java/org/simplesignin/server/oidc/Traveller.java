package org.simplesignin.server.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.TestBrowser;
import org.simplesignin.server.testing.TestServer;

/// Somebody with a browser who goes to a [FakeProvider] and comes back. Not thread-safe.
final class Traveller {
    static final String START = "/sign-in/oidc";
    static final String AGAIN = "/sign-in/oidc?again=1";
    static final String CALLBACK = "/sign-in/oidc/callback";
    static final String UNTRUSTED = "cannot be trusted";
    static final String NOBODY = "nobody";

    private final TestServer server;
    private final FakeProvider provider;
    private final TestBrowser browser;

    Traveller(TestServer server, FakeProvider provider) {
        this.server = server;
        this.provider = provider;
        this.browser = server.browser();
    }

    TestBrowser browser() {
        return browser;
    }

    /// Goes to the provider; returns what the browser was sent there with, and `code`, which the provider made of
    /// it.
    Map<String, String> depart(String path) {
        Received received = browser.get(path);
        assertEquals(303, received.status(), received::text);
        URI there = URI.create(received.header("Location").orElseThrow());
        assertEquals(provider.issuer(), there.getScheme() + "://" + there.getAuthority());
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : there.getRawQuery().split("&", -1)) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        query.put("code", provider.code(query.getOrDefault("nonce", "")));
        return query;
    }

    /// Comes back with the state of this departure, and with more parameters.
    Received comeBack(Map<String, String> sent, String... more) {
        StringBuilder path = new StringBuilder(CALLBACK + "?code=" + sent.get("code") + "&state=" + sent.get("state"));
        for (int i = 0; i < more.length; i += 2) {
            path.append('&').append(more[i]).append('=').append(URLEncoder.encode(more[i + 1], StandardCharsets.UTF_8));
        }
        return browser.get(path.toString());
    }

    Received signIn() {
        return comeBack(depart(START));
    }

    Received signInAgain() {
        return comeBack(depart(AGAIN));
    }

    /// Returns the name and id of the customer who is signed in here.
    String who() {
        if (browser.get("/account").status() != 200) {
            return NOBODY;
        }
        CustomerId id = customer();
        return server.storage().customers().customer(id).orElseThrow().displayName() + " " + id;
    }

    /// Returns the customer who is signed in here.
    CustomerId customer() {
        byte[] cookie = Base64.getUrlDecoder().decode(browser.cookie("session").orElseThrow());
        return CustomerId.ofBytes(Arrays.copyOf(cookie, 16));
    }

    int sessions() {
        return server.storage().accounts().sessions().ofCustomer(customer()).size();
    }

    /// Fails unless this answer signed nobody in, and says why with this text.
    void assertNobody(Received received, String text) {
        assertTrue(received.status() >= 400, received::text);
        assertTrue(received.text().contains(text), received::text);
        assertEquals(NOBODY, who());
        assertFalse(received.header("Set-Cookie").orElse("").contains("session"));
    }
}
