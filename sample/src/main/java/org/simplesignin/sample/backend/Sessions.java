package org.simplesignin.sample.backend;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Who is signed in. A session is 256 random bits that only the app knows; here stands its SHA-256, so that nobody who
/// reads the file is signed in by it. It ends after 30 days or by sign-out. Thread-safe.
final class Sessions implements Closeable {
    private static final Duration LIFE = Duration.ofDays(30);

    /// One line of the journal.
    ///
    /// @param partnerUserId whose session this is
    /// @param endsAtMillis since 1970; 0 says that the session was ended by sign-out
    record Entry(String sha256, String partnerUserId, long endsAtMillis) {
        Entry {
            Objects.requireNonNull(sha256, "sha256");
            Objects.requireNonNull(partnerUserId, "partnerUserId");
        }
    }

    private final Journal<Entry> journal;
    private final Clock clock;
    private final SecureRandom random;
    private final Map<String, Entry> live = new LinkedHashMap<>();

    Sessions(Path file, Clock clock, SecureRandom random) throws IOException {
        this.clock = clock;
        this.random = random;
        try (Journal<Entry> old = Journal.open(file, Entry.class)) {
            old.entries().forEach(this::remember);
            Journal.rewrite(file, List.copyOf(live.values())); // leaves out what has ended
        }
        journal = Journal.open(file, Entry.class);
    }

    /// Starts a session and returns its secret.
    synchronized String start(String partnerUserId) throws IOException {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        keep(new Entry(sha256(secret), partnerUserId, clock.instant().plus(LIFE).toEpochMilli()));
        return secret;
    }

    /// Returns whose session this is, or nothing where it is unknown or has ended.
    synchronized Optional<String> partnerUserId(String secret) {
        return Optional.ofNullable(live.get(sha256(secret)))
                .filter(entry -> clock.instant().isBefore(Instant.ofEpochMilli(entry.endsAtMillis())))
                .map(Entry::partnerUserId);
    }

    /// Ends a session; one that is unknown or has ended stays so.
    synchronized void end(String secret) throws IOException {
        Entry entry = live.get(sha256(secret));
        if (entry != null) {
            keep(new Entry(entry.sha256(), entry.partnerUserId(), 0));
        }
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }

    private void keep(Entry entry) throws IOException {
        journal.append(entry);
        remember(entry);
        Instant now = clock.instant();
        live.values().removeIf(old -> !now.isBefore(Instant.ofEpochMilli(old.endsAtMillis())));
    }

    private void remember(Entry entry) {
        if (clock.instant().isBefore(Instant.ofEpochMilli(entry.endsAtMillis()))) {
            live.put(entry.sha256(), entry);
        } else {
            live.remove(entry.sha256());
        }
    }

    private static String sha256(String secret) {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime lacks SHA-256", e);
        }
    }
}
