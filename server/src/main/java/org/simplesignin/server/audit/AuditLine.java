package org.simplesignin.server.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.MalformedMessageException;
import org.simplesignin.server.id.CustomerId;

/// A line of a customer's audit log. Its hash covers the line and the hash of the line before, so that no line can be
/// changed, left out or moved without the chain breaking at that place.
///
/// @param sequence 1 for the first, then one more each time, without a gap
/// @param at to the millisecond
/// @param kind what happened, at most 32 characters
/// @param details the ids concerned, a JSON object, at most 1024 characters
/// @param previousHash the hash of the line before, 64 hexadecimal digits; zeros for the first
/// @param hash the SHA-256 hash of this line, 64 hexadecimal digits
public record AuditLine(
        CustomerId customer, long sequence, Instant at, String kind, String details, String previousHash, String hash) {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final int MOST_DETAIL_BYTES = 4096;
    private static final String NONE = "0".repeat(64);

    /// Refuses wrong lengths, and times finer than the millisecond, which would not survive storage.
    public AuditLine {
        Objects.requireNonNull(customer, "customer");
        if (sequence < 1 || kind.length() > 32 || details.length() > 1024) {
            throw new IllegalArgumentException("an audit line has a sequence from 1, a short kind and short details");
        }
        if (!at.equals(at.truncatedTo(ChronoUnit.MILLIS))) {
            throw new IllegalArgumentException("an audit line's time has milliseconds at most");
        }
        if (!HASH.matcher(previousHash).matches() || !HASH.matcher(hash).matches()) {
            throw new IllegalArgumentException("an audit line's hashes have 64 hexadecimal digits");
        }
    }

    /// Returns the first line of a customer's log.
    public static AuditLine first(CustomerId customer, Instant at, String kind, String details) {
        return chained(customer, 1, at, kind, details, NONE);
    }

    /// Returns the line that follows this one.
    public AuditLine next(Instant nextAt, String nextKind, String nextDetails) {
        return chained(customer, sequence + 1, nextAt, nextKind, nextDetails, hash);
    }

    private static AuditLine chained(
            CustomerId customer, long sequence, Instant at, String kind, String details, String previousHash) {
        Instant time = at.truncatedTo(ChronoUnit.MILLIS);
        String hash = hash(customer, sequence, time, kind, details, previousHash);
        return new AuditLine(customer, sequence, time, kind, details, previousHash, hash);
    }

    /// Returns the details by name: ids, and words such as the cause.
    public Map<String, String> members() {
        Map<String, String> members = new LinkedHashMap<>();
        try {
            Map<?, ?> read = Json.read(details.getBytes(StandardCharsets.UTF_8), Map.class, MOST_DETAIL_BYTES);
            read.forEach((name, value) -> members.put(String.valueOf(name), String.valueOf(value)));
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("the details of audit line " + sequence + " are not JSON", e);
        }
        return Collections.unmodifiableMap(members);
    }

    /// Returns whether the hash is the hash of this line.
    public boolean isIntact() {
        return hash.equals(hash(customer, sequence, at, kind, details, previousHash));
    }

    /// Returns whether this line is the one right after `earlier`.
    public boolean follows(AuditLine earlier) {
        return customer.equals(earlier.customer)
                && sequence == earlier.sequence + 1
                && previousHash.equals(earlier.hash);
    }

    /// Returns whether it stands at the beginning of the chain.
    boolean isFirst() {
        return previousHash.equals(NONE);
    }

    private static String hash(
            CustomerId customer, long sequence, Instant at, String kind, String details, String previousHash) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(HexFormat.of().parseHex(previousHash));
            sha256.update(customer.bytes());
            sha256.update(ByteBuffer.allocate(16)
                    .putLong(sequence)
                    .putLong(at.toEpochMilli())
                    .array());
            // Each text is led by its length: otherwise two different lines could have the same bytes.
            for (String text : List.of(kind, details)) {
                byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                sha256.update(ByteBuffer.allocate(4).putInt(utf8.length).array());
                sha256.update(utf8);
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime lacks SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "AuditLine[" + customer + ", " + sequence + ", " + kind + "]";
    }
}
