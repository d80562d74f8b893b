package org.simplesignin.server.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.DeviceAuthorizationAnswer;
import org.simplesignin.protocol.device.TokenAnswer;

/// A small device client: it holds a key, a session and the newest nonce. Safe for many threads once it is enrolled.
public final class TestDevice {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI server;
    private final String publicUrl;
    private final KeyPair key;
    private volatile @Nullable String nonce;
    private volatile @Nullable TokenAnswer tokens;

    TestDevice(URI server, String publicUrl, KeyPair key) {
        this.server = server;
        this.publicUrl = publicUrl;
        this.key = key;
    }

    /// Returns its key.
    public KeyPair key() {
        return key;
    }

    /// Returns its tokens.
    public TokenAnswer tokens() {
        return Objects.requireNonNull(tokens, "not enrolled");
    }

    /// Uses these tokens from now on.
    public TestDevice with(TokenAnswer other) {
        tokens = other;
        return this;
    }

    /// Returns the newest nonce.
    public @Nullable String nonce() {
        return nonce;
    }

    /// Forgets the nonce.
    public void forgetNonce() {
        nonce = null;
    }

    /// Spends an enrolment secret; the session is its own then.
    public Received enrol(String secret) {
        return keep(token(Map.of("grant_type", DeviceApi.ENROLMENT_GRANT, "enrolment_secret", secret)));
    }

    /// Asks for codes with proof of its key.
    public DeviceAuthorizationAnswer askForCodes() {
        Received received = authorize(Map.of("client_id", DeviceApi.CLIENT_ID), true);
        if (received.status() != 200) {
            throw new AssertionError("no codes: " + received.text());
        }
        return received.as(DeviceAuthorizationAnswer.class);
    }

    /// Asks for codes with these parameters, with proof or without.
    public Received authorize(Map<String, String> parameters, boolean withProof) {
        return oauth(DeviceApi.DEVICE_AUTHORIZATION, parameters, withProof);
    }

    /// Polls with a device code; the session is its own then.
    public Received poll(String deviceCode) {
        return keep(token(Map.of(
                "grant_type",
                DeviceApi.DEVICE_CODE_GRANT,
                "device_code",
                deviceCode,
                "client_id",
                DeviceApi.CLIENT_ID)));
    }

    /// Revokes a token.
    public Received revoke(String token) {
        return oauth(DeviceApi.REVOCATION, Map.of("token", token), true);
    }

    /// Refreshes; the new session is its own then.
    public Received refresh() {
        return keep(refreshWith(tokens().refresh_token()));
    }

    /// Spends a refresh token without keeping the answer.
    public Received refreshWith(String refreshToken) {
        return token(Map.of("grant_type", DeviceApi.REFRESH_GRANT, "refresh_token", refreshToken));
    }

    private Received keep(Received received) {
        if (received.status() == 200) {
            tokens = received.as(TokenAnswer.class);
        }
        return received;
    }

    /// Makes a token request, once more where the server asks for its nonce.
    public Received token(Map<String, String> form) {
        return oauth(DeviceApi.TOKEN, form, true);
    }

    /// Makes a token request with this proof.
    public Received token(Map<String, String> form, @Nullable String proof) {
        return sendForm(DeviceApi.TOKEN, form, proof);
    }

    /// Makes an OAuth request, once more where the server asks for its nonce.
    public Received oauth(String path, Map<String, String> form, boolean withProof) {
        Received first =
                sendForm(path, form, withProof ? proof("POST", path, null).text() : null);
        return withProof && first.status() == 400 && first.code().equals("use_dpop_nonce")
                ? sendForm(path, form, proof("POST", path, null).text())
                : first;
    }

    /// Sends a form with this proof.
    public Received sendForm(String path, Map<String, String> form, @Nullable String proof) {
        String body = form.entrySet().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
        return send("POST", path, body.getBytes(StandardCharsets.UTF_8), request -> {
            request.setHeader("Content-Type", "application/x-www-form-urlencoded");
            if (proof != null) {
                request.setHeader("DPoP", proof);
            }
        });
    }

    /// Makes a GET with access token and proof.
    public Received get(String path) {
        return call("GET", path, null);
    }

    /// Makes a POST of this message.
    public Received post(String path, Object message) {
        return call("POST", path, Json.write(message));
    }

    /// Makes a PUT of this message.
    public Received put(String path, Object message) {
        return call("PUT", path, Json.write(message));
    }

    /// Makes a DELETE.
    public Received delete(String path) {
        return call("DELETE", path, null);
    }

    /// Makes a call with access token and proof, once more where the server asks for its nonce.
    public Received call(String method, String path, byte @Nullable [] body) {
        Received first = callOnce(method, path, body, UnaryOperator.identity());
        return first.status() == 401 && first.code().equals("use_dpop_nonce")
                ? callOnce(method, path, body, UnaryOperator.identity())
                : first;
    }

    /// Makes a call with a proof that `forge` changed.
    public Received callOnce(String method, String path, byte @Nullable [] body, UnaryOperator<Proof> forge) {
        String access = tokens().access_token();
        String proof = forge.apply(proof(method, path, access)).text();
        return callWith(method, path, body, access, proof);
    }

    /// Makes a call with this access token and this proof.
    public Received callWith(String method, String path, byte @Nullable [] body, String access, String proof) {
        return send(method, path, body, request -> {
            request.setHeader("Authorization", "DPoP " + access);
            request.setHeader("DPoP", proof);
            if (body != null) {
                request.setHeader("Content-Type", "application/json");
            }
        });
    }

    /// Returns the right proof for this request.
    public Proof proof(String method, String path, @Nullable String access) {
        return new Proof(key, method, publicUrl + path, nonce, access);
    }

    /// Sends anything.
    public Received send(String method, String path, byte @Nullable [] body, Consumer<HttpRequest.Builder> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path))
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        headers.accept(request);
        try {
            HttpResponse<byte[]> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            response.headers().firstValue("DPoP-Nonce").ifPresent(value -> nonce = value);
            return new Received(response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
