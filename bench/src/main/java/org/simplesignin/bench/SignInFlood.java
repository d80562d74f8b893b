package org.simplesignin.bench;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long health and a device wait while many people sign in at once. It talks to a server that runs already and is
/// told by `sign-in-flood.sh` how to reach it. Each person comes from an address of its own, with a mail address that
/// nobody has, which costs the server the same hash, and tries again as soon as there is an answer; whoever is told
/// `Retry-After` heeds it, or does not.
///
/// Health and the device are asked twenty times a second, whether or not the last answer has come: nothing that had to
/// wait is left out.
public final class SignInFlood {
    private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");
    private static final Pattern ACCESS_TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");
    private static final Duration TICK = Duration.ofMillis(50);
    private static final Duration QUIET = Duration.ofSeconds(5);
    private static final String GRANT = "urn:simple-sign-in:params:oauth:grant-type:enrolment-secret";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI server;
    private final String publicUrl;
    private final ECKey key;
    private final boolean heeding;
    private final AtomicInteger people = new AtomicInteger();
    private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
    private volatile String nonce = "";
    private volatile String accessToken = "";

    private SignInFlood(URI server, String publicUrl, boolean heeding) throws JOSEException {
        this.server = server;
        this.publicUrl = publicUrl;
        this.heeding = heeding;
        this.key = new ECKeyGenerator(Curve.P_256).generate();
    }

    /// Runs the flood: URL of the server, its public URL, URL of its health, an enrolment secret, how many sign in at
    /// once, for how many seconds, and whether they heed `Retry-After` (`heed`, or `ignore`).
    public static void main(String[] arguments) throws Exception {
        SignInFlood flood = new SignInFlood(URI.create(arguments[0]), arguments[1], arguments[6].equals("heed"));
        URI health = URI.create(arguments[2]);
        flood.enrol(arguments[3]);
        int atOnce = Integer.parseInt(arguments[4]);
        Duration duration = Duration.ofSeconds(Long.parseLong(arguments[5]));

        flood.measure("warm-up", health, 0, QUIET);
        flood.measure("alone", health, 0, QUIET);
        flood.measure("beside " + atOnce + " sign-ins at once", health, atOnce, duration);
        System.out.println("answers to sign-ins in " + duration.toSeconds() + " s: " + new TreeMap<>(flood.answers));
    }

    private void measure(String title, URI health, int atOnce, Duration duration) {
        ConcurrentLinkedQueue<Long> healthMicros = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Long> deviceMicros = new ConcurrentLinkedQueue<>();
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < atOnce; i++) {
                threads.execute(() -> signInUntil(over));
            }
            long end = System.nanoTime() + duration.toNanos();
            while (System.nanoTime() < end) {
                threads.execute(() -> time(healthMicros, () -> get(health)));
                threads.execute(() -> time(deviceMicros, this::device));
                sleep(TICK);
            }
            over.set(true);
        }
        System.out.printf("%s: health %s, device %s%n", title, figures(healthMicros), figures(deviceMicros));
    }

    private static void time(ConcurrentLinkedQueue<Long> micros, IntSupplier request) {
        long began = System.nanoTime();
        int status = request.getAsInt();
        if (status != 200) {
            throw new IllegalStateException("answered " + status);
        }
        micros.add((System.nanoTime() - began) / 1000);
    }

    private static String figures(ConcurrentLinkedQueue<Long> micros) {
        List<Long> sorted = micros.stream().sorted().toList();
        return String.format(
                "p50 %.1f p99 %.1f max %.1f ms of %d",
                sorted.get(sorted.size() / 2) / 1000.0,
                sorted.get(sorted.size() * 99 / 100) / 1000.0,
                sorted.getLast() / 1000.0,
                sorted.size());
    }

    private void signInUntil(AtomicBoolean over) {
        int person = people.incrementAndGet();
        String address = "10.0." + (person >> 8) + "." + (person & 255);
        HttpResponse<String> page =
                send(request("/sign-in").header("X-Forwarded-For", address).GET());
        String cookie = page.headers().firstValue("Set-Cookie").orElseThrow();
        String csrf = find(CSRF, page.body());
        for (int attempt = 0; !over.get(); attempt++) {
            String from = "10." + (1 + attempt % 250) + "." + (person >> 8) + "." + (person & 255);
            String form = form(
                    "csrf",
                    csrf,
                    "email",
                    "n" + person + "-" + attempt + "@example.com",
                    "password",
                    "violet lantern 7");
            HttpResponse<String> answer = send(request("/sign-in")
                    .header("X-Forwarded-For", from)
                    .header("Cookie", cookie.substring(0, cookie.indexOf(';')))
                    .header("Origin", publicUrl)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form)));
            Optional<String> retry = answer.headers().firstValue("Retry-After");
            String told = answer.statusCode()
                    + retry.map(wait -> ", Retry-After " + wait).orElse("");
            answers.computeIfAbsent(told, status -> new LongAdder()).increment();
            if (heeding && retry.isPresent()) {
                sleep(Duration.ofSeconds(Long.parseLong(retry.get())));
            }
        }
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private int get(URI uri) {
        return send(HttpRequest.newBuilder(uri).GET()).statusCode();
    }

    private void enrol(String secret) {
        HttpResponse<String> answer = token(secret);
        if (answer.statusCode() == 400) {
            answer = token(secret); // the first one brought the nonce
        }
        accessToken = find(ACCESS_TOKEN, answer.body());
    }

    private HttpResponse<String> token(String secret) {
        return send(request("/oauth/token")
                .header("DPoP", proof("POST", "/oauth/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form("grant_type", GRANT, "enrolment_secret", secret))));
    }

    private int device() {
        String path = "/device/v1/customer";
        return send(request(path)
                        .header("Authorization", "DPoP " + accessToken)
                        .header("DPoP", proof("GET", path))
                        .GET())
                .statusCode();
    }

    private String proof(String method, String path) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .jwtID(UUID.randomUUID().toString())
                .claim("htm", method)
                .claim("htu", publicUrl + path)
                .claim("iat", 0);
        if (!nonce.isEmpty()) {
            claims.claim("nonce", nonce);
        }
        try {
            if (!accessToken.isEmpty()) {
                byte[] token = accessToken.getBytes(StandardCharsets.US_ASCII);
                claims.claim(
                        "ath",
                        Base64URL.encode(MessageDigest.getInstance("SHA-256").digest(token))
                                .toString());
            }
            SignedJWT proof = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .type(new JOSEObjectType("dpop+jwt"))
                            .jwk(key.toPublicJWK())
                            .build(),
                    claims.build());
            proof.sign(new ECDSASigner(key));
            return proof.serialize();
        } catch (JOSEException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            answer.headers().firstValue("DPoP-Nonce").ifPresent(fresh -> nonce = fresh);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String form(String... fields) {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            form.append(i == 0 ? "" : "&").append(fields[i]).append('=');
            form.append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
        }
        return form.toString();
    }

    private static String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + pattern + " in an answer of the server");
        }
        return matcher.group(1);
    }
}
