package org.simplesignin.sample.backend;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.simplesignin.sample.backend.RefusedException.Reason;
import org.simplesignin.tokens.AppKey;

/// The app's public key, for which link signing keys are encrypted. A developer can as well download it once and ship
/// it with the backend; asking for it at first use, and again every hour, follows a rotation by itself. Thread-safe.
final class PlatformAppKey {
    private static final Duration KEPT = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MAX_BYTES = 4 * 1024;

    private record Kept(AppKey key, long since) {}

    private final URI pem;
    private final LongSupplier nanos;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private @Nullable Kept kept;

    /// @param nanos the nanoseconds since an arbitrary moment, as `System::nanoTime` tells them
    PlatformAppKey(URI server, String app, LongSupplier nanos) {
        this.pem = server.resolve("/apps/" + app + "/app-key.pem");
        this.nanos = nanos;
    }

    /// Returns the key.
    ///
    /// @throws RefusedException where the platform does not answer with one
    synchronized AppKey key() throws RefusedException {
        if (kept == null || nanos.getAsLong() - kept.since() >= KEPT.toNanos()) {
            kept = new Kept(fetch(), nanos.getAsLong());
        }
        return kept.key();
    }

    private AppKey fetch() throws RefusedException {
        HttpRequest request = HttpRequest.newBuilder(pem).timeout(PATIENCE).build();
        try {
            HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() == 200) {
                    return AppKey.parsePem(new String(body.readNBytes(MAX_BYTES), StandardCharsets.US_ASCII));
                }
            }
            throw new RefusedException(
                    Reason.PLATFORM_UNREACHABLE, "The server does not know this app: check --server and --app");
        } catch (IOException | IllegalArgumentException e) {
            throw new RefusedException(Reason.PLATFORM_UNREACHABLE, "The server gave no app key: try again later", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException(Reason.PLATFORM_UNREACHABLE, "The backend is stopping", e);
        }
    }
}
