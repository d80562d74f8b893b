package org.simplesignin.sample.backend;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.simplesignin.http.Exchange;
import org.simplesignin.sample.api.AccountView;
import org.simplesignin.sample.api.Credentials;
import org.simplesignin.sample.api.SignedIn;
import org.simplesignin.sample.backend.Accounts.Account;
import org.simplesignin.sample.backend.RefusedException.Reason;

/// Sign-up, sign-in by password, sign-out: what an app has long before Simple Sign-In.
final class AccountRoutes {
    private final Accounts accounts;
    private final Sessions sessions;
    private final Passwords passwords;
    private final AttemptLimit attempts;
    private final SecureRandom random;

    AccountRoutes(
            Accounts accounts, Sessions sessions, Passwords passwords, AttemptLimit attempts, SecureRandom random) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.passwords = passwords;
        this.attempts = attempts;
        this.random = random;
    }

    void addTo(Http http) {
        http.post("/api/sign-up", this::signUp);
        http.post("/api/sign-in", this::signIn);
        http.get("/api/account", this::account);
        http.post("/api/sign-out", this::signOut);
    }

    /// Adds an account; for the demo accounts of the first start, too.
    boolean add(String loginName, String password) throws IOException, RefusedException {
        byte[] id = new byte[16];
        random.nextBytes(id);
        String partnerUserId = Base64.getUrlEncoder().withoutPadding().encodeToString(id);
        return accounts.add(new Account(partnerUserId, loginName, passwords.hash(password)));
    }

    private void signUp(Exchange exchange) throws IOException, RefusedException {
        Credentials typed = Http.body(exchange, Credentials.class);
        String loginName = loginName(typed);
        int length = typed.password().length();
        if (length < Passwords.MIN_CHARS || length > Passwords.MAX_CHARS) {
            throw new RefusedException(
                    Reason.WEAK_PASSWORD,
                    "Choose a password of " + Passwords.MIN_CHARS + " to " + Passwords.MAX_CHARS + " characters");
        }
        if (accounts.named(loginName).isPresent() || !add(loginName, typed.password())) {
            throw new RefusedException(Reason.LOGIN_NAME_TAKEN, "Sign in, or choose another login name");
        }
        start(accounts.named(loginName).orElseThrow(), exchange);
    }

    private void signIn(Exchange exchange) throws IOException, RefusedException {
        Credentials typed = Http.body(exchange, Credentials.class);
        String loginName = loginName(typed);
        if (!attempts.take(loginName)) {
            throw new RefusedException(Reason.TOO_MANY_ATTEMPTS, "Wait fifteen minutes, then try again");
        }
        Account account = accounts.named(loginName).orElse(null);
        boolean right = isRight(loginName, typed.password(), account);
        if (account == null || !right) {
            throw new RefusedException(Reason.WRONG_PASSWORD, "Check the login name and the password");
        }
        attempts.clear(loginName);
        start(account, exchange);
    }

    private boolean isRight(String loginName, String password, @Nullable Account account) throws RefusedException {
        try {
            return password.length() <= Passwords.MAX_CHARS
                    && passwords.matches(password, account == null ? null : account.password());
        } catch (RefusedException e) {
            // Whom the crowd keeps out has not guessed wrong.
            attempts.giveBack(loginName);
            throw e;
        }
    }

    private void account(Exchange exchange) throws RefusedException {
        Account account = signedIn(exchange);
        Http.answer(exchange, new AccountView(account.partnerUserId(), account.loginName()));
    }

    private void signOut(Exchange exchange) throws IOException, RefusedException {
        signedIn(exchange);
        sessions.end(Http.session(exchange).orElseThrow());
        exchange.answer(204, new byte[0]);
    }

    /// Returns the account that this request's session belongs to.
    Account signedIn(Exchange exchange) throws RefusedException {
        return Http.session(exchange)
                .flatMap(sessions::partnerUserId)
                .flatMap(accounts::withId)
                .orElseThrow(() -> new RefusedException(Reason.SIGNED_OUT, "Sign in first"));
    }

    /// Starts a session for an account whose owner has proved to be it, and answers with it.
    void start(Account account, Exchange exchange) throws IOException {
        String session = sessions.start(account.partnerUserId());
        Http.answer(exchange, new SignedIn(session, account.partnerUserId(), account.loginName()));
    }

    private static String loginName(Credentials typed) throws RefusedException {
        return Accounts.canonical(typed.loginName())
                .orElseThrow(() ->
                        new RefusedException(Reason.MALFORMED_REQUEST, "Send a login name of 1 to 320 characters"));
    }
}
