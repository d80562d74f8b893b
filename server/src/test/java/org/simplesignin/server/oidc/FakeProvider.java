package org.simplesignin.server.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.Json;

/// A provider that does whatever a real one never would. It answers a code with an ID token for the nonce of that code.
final class FakeProvider implements AutoCloseable {
    private static final RSAKey FIRST_KEY = newKey("first");

    private final HttpServer server;
    private final InstantSource clock;
    private final Map<String, String> nonces = new ConcurrentHashMap<>();
    private final List<Map<String, String>> tokenRequests = new CopyOnWriteArrayList<>();
    private final AtomicInteger keyRequests = new AtomicInteger();
    private final AtomicInteger metadataRequests = new AtomicInteger();
    private final Map<String, Object> metadata = new LinkedHashMap<>();

    volatile List<JWK> published = List.of(FIRST_KEY);
    volatile RSAKey signing = FIRST_KEY;
    volatile UnaryOperator<JWTClaimsSet.Builder> claims = UnaryOperator.identity();
    volatile UnaryOperator<String> idToken = UnaryOperator.identity();
    volatile UnaryOperator<String> tokenAnswer = UnaryOperator.identity();
    volatile int tokenStatus = 200;
    volatile int metadataStatus = 200;
    /// Metadata are told when this is open.
    volatile CountDownLatch gate = new CountDownLatch(0);

    FakeProvider(InstantSource clock) {
        this.clock = clock;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        metadata.put("issuer", issuer());
        metadata.put("authorization_endpoint", issuer() + "/authorize");
        metadata.put("token_endpoint", issuer() + "/token");
        metadata.put("jwks_uri", issuer() + "/jwks");
        metadata.put("response_types_supported", List.of("code"));
        metadata.put("subject_types_supported", List.of("public"));
        metadata.put("id_token_signing_alg_values_supported", List.of("RS256"));
        server.createContext("/.well-known/openid-configuration", exchange -> {
            metadataRequests.incrementAndGet();
            pass(gate);
            answer(exchange, metadataStatus, new String(Json.write(metadata), StandardCharsets.UTF_8));
        });
        server.createContext("/jwks", exchange -> {
            keyRequests.incrementAndGet();
            answer(exchange, 200, new JWKSet(new ArrayList<>(published)).toString(true));
        });
        server.createContext("/token", exchange -> {
            Map<String, String> request = form(exchange);
            tokenRequests.add(request);
            String nonce = nonces.getOrDefault(request.getOrDefault("code", ""), "none");
            answer(exchange, tokenStatus, tokenAnswer.apply(tokens(nonce)));
        });
        server.start();
    }

    /// Makes it honest again.
    void reset() {
        published = List.of(FIRST_KEY);
        signing = FIRST_KEY;
        claims = UnaryOperator.identity();
        idToken = UnaryOperator.identity();
        tokenAnswer = UnaryOperator.identity();
        tokenStatus = 200;
        metadataStatus = 200;
    }

    static RSAKey newKey(String id) {
        return newKey(id, 2048);
    }

    static RSAKey newKey(String id, int bits) {
        try {
            return new RSAKeyGenerator(bits, true).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String issuer() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    ProviderSettings settings() {
        return new ProviderSettings(issuer(), "simple-sign-in", "client secret:1%", "Fake ID", false);
    }

    /// Sets a member of the metadata, or takes it out; returns what it was.
    @Nullable
    Object tell(String member, @Nullable Object value) {
        return value == null ? metadata.remove(member) : metadata.put(member, value);
    }

    /// Gives out a code for this nonce.
    String code(String nonce) {
        String code = "code-" + nonces.size();
        nonces.put(code, nonce);
        return code;
    }

    List<Map<String, String>> tokenRequests() {
        return tokenRequests;
    }

    int keyRequests() {
        return keyRequests.get();
    }

    int metadataRequests() {
        return metadataRequests.get();
    }

    private static void pass(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Returns an ID token as it should be, but for what a test changes of it.
    private String signed(String nonce) {
        Instant now = clock.instant();
        JWTClaimsSet.Builder right = new JWTClaimsSet.Builder()
                .issuer(issuer())
                .audience("simple-sign-in")
                .subject("subject-1")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)))
                .claim("nonce", nonce)
                .claim("auth_time", now.getEpochSecond())
                .claim("name", "Alice of the provider");
        return sign(signing, JWSAlgorithm.RS256, claims.apply(right).build());
    }

    static String sign(RSAKey key, JWSAlgorithm algorithm, JWTClaimsSet claims) {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), claims);
        try {
            jwt.sign(new RSASSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private String tokens(String nonce) {
        String token = idToken.apply(signed(nonce));
        return "{\"access_token\": \"of no use\", \"token_type\": \"Bearer\", \"expires_in\": 60, \"id_token\": \""
                + token + "\"}";
    }

    private static Map<String, String> form(HttpExchange exchange) throws IOException {
        Map<String, String> form = new LinkedHashMap<>();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
        for (String pair : body.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        form.put("Authorization", String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        return form;
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        if (status == 302) {
            exchange.getResponseHeaders().set("Location", "http://localhost:1/");
        }
        exchange.sendResponseHeaders(status, bytes.length);
        try (exchange;
                var out = exchange.getResponseBody()) {
            out.write(bytes);
        } catch (IOException e) {
            // The other side has seen enough and hung up: that is what some tests are about.
            exchange.close();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
