package org.simplesignin.sample.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.Link;
import org.simplesignin.protocol.LinkUserAccountRequest;
import org.simplesignin.protocol.LoginNameValue;
import org.simplesignin.protocol.MalformedMessageException;
import org.simplesignin.protocol.Token;
import org.simplesignin.protocol.device.Problem;
import org.simplesignin.sample.api.AccountView;
import org.simplesignin.sample.api.Credentials;
import org.simplesignin.sample.api.LinkTokenRequest;
import org.simplesignin.sample.api.LoginNames;
import org.simplesignin.sample.api.SignedIn;

/// The app's way to its own backend.
final class BackendClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int MAX_BYTES = 64 * 1024;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final URI backend;

    BackendClient(URI backend) {
        this.backend = backend;
    }

    SignedIn signUp(Credentials typed) throws BackendException {
        return post("/api/sign-up", null, typed, SignedIn.class);
    }

    SignedIn signIn(Credentials typed) throws BackendException {
        return post("/api/sign-in", null, typed, SignedIn.class);
    }

    SignedIn signInWithSsiToken(Token ssiToken) throws BackendException {
        return post("/api/sign-in-with-ssi-token", null, ssiToken, SignedIn.class);
    }

    LinkUserAccountRequest linkToken(String session, String amazonUserId) throws BackendException {
        return post("/api/link-token", session, new LinkTokenRequest(amazonUserId), LinkUserAccountRequest.class);
    }

    List<LoginNameValue> loginNames(List<Link> links) throws BackendException {
        List<LoginNames.LinkProof> proofs = links.stream()
                .map(link -> new LoginNames.LinkProof(link.linkId(), link.ssiToken()))
                .toList();
        return post("/api/login-names", null, new LoginNames.Request(proofs), LoginNames.Answer.class)
                .loginNames();
    }

    AccountView account(String session) throws BackendException {
        return read(send(request("/api/account", session).GET()), AccountView.class);
    }

    void signOut(String session) throws BackendException {
        send(request("/api/sign-out", session).POST(HttpRequest.BodyPublishers.noBody()));
    }

    @Override
    public void close() {
        http.close();
    }

    private <T> T post(String path, @Nullable String session, Object body, Class<T> answer) throws BackendException {
        return read(
                send(request(path, session)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(Json.write(body)))),
                answer);
    }

    private HttpRequest.Builder request(String path, @Nullable String session) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(backend.resolve(path)).timeout(PATIENCE);
        return session == null ? request : request.header("Authorization", "Bearer " + session);
    }

    private byte[] send(HttpRequest.Builder request) throws BackendException {
        try {
            HttpResponse<InputStream> response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            byte[] body;
            try (InputStream in = response.body()) {
                body = in.readNBytes(MAX_BYTES + 1);
            }
            if (response.statusCode() >= 400) {
                Problem problem = read(body, Problem.class);
                String detail = problem.detail() == null ? problem.title() : problem.detail();
                throw new BackendException(response.statusCode(), detail);
            }
            return body;
        } catch (IOException e) {
            throw new BackendException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackendException(e);
        }
    }

    private static <T> T read(byte[] body, Class<T> type) throws BackendException {
        try {
            return Json.read(body, type, MAX_BYTES);
        } catch (MalformedMessageException e) {
            throw new BackendException(e);
        }
    }
}
