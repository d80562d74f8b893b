package org.simplesignin.tokens;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The secret AES keys of a partner backend, with which it writes its link tokens and reads them again. Every key has a
 * {@code kid}; new link tokens are written with the current one, old ones are read with the key that they name.
 *
 * <p>Link tokens never expire: removing a key ends every link whose token was written with it. A set has 1 to 100 keys of 128
 * or 256 bits. It is immutable, safe for use by many threads, and prints as {@code [redacted]}.
 */
public final class LinkTokenKeys {
    static final Pattern KID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private static final int MAX_KEYS = 100;
    private static final int MAX_JSON_LENGTH = 64 * 1024;
    private static final int DEFAULT_BITS = 256;

    private final Map<String, SecretKey> byKid;
    private final String currentKid;

    private LinkTokenKeys(Map<String, SecretKey> byKid, String currentKid) {
        if (byKid.size() > MAX_KEYS) {
            throw new IllegalArgumentException("A set has at most " + MAX_KEYS + " link token keys");
        }
        this.byKid = byKid;
        this.currentKid = currentKid;
    }

    /** Makes a set with one fresh key of 256 bits. */
    public static LinkTokenKeys generate() {
        return generate(DEFAULT_BITS);
    }

    /**
     * Makes a set with one fresh key.
     *
     * @throws IllegalArgumentException unless {@code bits} is 128 or 256
     */
    public static LinkTokenKeys generate(int bits) {
        return generate(bits, new SecureRandom());
    }

    static LinkTokenKeys generate(int bits, SecureRandom random) {
        return with(Map.of(), bits, random);
    }

    /**
     * Reads what {@link #toInsecureJson} wrote: a JSON Web Key set (RFC 7517) whose first key is the current one. Each key has
     * {@code kty} oct, a {@code kid} of its own and {@code k}; {@code use} and {@code alg}, where they stand, must be
     * {@code enc} and {@code A128GCMKW} or {@code A256GCMKW}, as the key's length says.
     *
     * @throws IllegalArgumentException for anything else; the message names the place and never a key
     */
    public static LinkTokenKeys parse(String jwkSetJson) {
        if (Objects.requireNonNull(jwkSetJson, "jwkSetJson").length() > MAX_JSON_LENGTH) {
            throw new IllegalArgumentException(
                    "A set of link token keys has at most " + MAX_JSON_LENGTH + " characters");
        }
        List<Json> keys = keys(jwkSetJson);
        Map<String, SecretKey> byKid = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            if (!(keys.get(i) instanceof Json.Members members) || !addKey(members.byName(), byKid)) {
                throw new IllegalArgumentException("Link token key " + (i + 1) + " of the set is not a usable AES key:"
                        + " kty must be oct, k base64url of 16 or 32 bytes, kid unique and like " + KID
                        + ", use enc, alg A128GCMKW or A256GCMKW by its length");
            }
        }
        return new LinkTokenKeys(byKid, byKid.keySet().iterator().next());
    }

    private static List<Json> keys(String jwkSetJson) {
        try {
            if (StrictJson.object(jwkSetJson).get("keys") instanceof Json.Items keys
                    && !keys.inOrder().isEmpty()) {
                return keys.inOrder();
            }
        } catch (StrictJson.Refused e) {
            throw new IllegalArgumentException("The link token keys are not strict JSON", e);
        }
        throw new IllegalArgumentException("The link token keys are not a JSON Web Key set with at least one key");
    }

    private static boolean addKey(Map<String, Json> members, Map<String, SecretKey> byKid) {
        String kid = text(members, "kid");
        String k = text(members, "k");
        if (!"oct".equals(text(members, "kty"))
                || kid == null
                || !KID.matcher(kid).matches()
                || k == null) {
            return false;
        }
        SecretKey key = aes(k);
        return key != null
                && isAbsentOr(members, "use", "enc")
                && isAbsentOr(members, "alg", algorithm(key))
                && !members.containsKey("key_ops")
                && byKid.put(kid, key) == null;
    }

    private static @Nullable SecretKey aes(String k) {
        try {
            byte[] bytes = Base64Url.decode(k);
            return bytes.length == 16 || bytes.length == 32 ? new SecretKeySpec(bytes, "AES") : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable String text(Map<String, Json> members, String name) {
        return members.get(name) instanceof Json.Text text ? text.value() : null;
    }

    private static boolean isAbsentOr(Map<String, Json> members, String name, String expected) {
        return !members.containsKey(name) || expected.equals(text(members, name));
    }

    /** Returns these keys and a fresh one of 256 bits, which becomes the current one. */
    public LinkTokenKeys withNewKey() {
        return withNewKey(DEFAULT_BITS);
    }

    /**
     * Returns these keys and a fresh one, which becomes the current one. Where several machines share the keys, first give
     * all of them {@code keys.withNewKey().withCurrent(keys.currentKid())}, so that each can read what the others will write.
     *
     * @throws IllegalArgumentException unless {@code bits} is 128 or 256, or when there are 100 keys already
     */
    public LinkTokenKeys withNewKey(int bits) {
        return with(byKid, bits, new SecureRandom());
    }

    private static LinkTokenKeys with(Map<String, SecretKey> others, int bits, SecureRandom random) {
        if (bits != 128 && bits != 256) {
            throw new IllegalArgumentException("A link token key has 128 or 256 bits");
        }
        byte[] key = new byte[bits / 8];
        byte[] name = new byte[9];
        random.nextBytes(key);
        random.nextBytes(name); // 72 bits: no two keys of a set will ever share a kid
        String kid = Base64Url.encode(name);
        Map<String, SecretKey> byKid = new LinkedHashMap<>(others);
        byKid.put(kid, new SecretKeySpec(key, "AES"));
        return new LinkTokenKeys(byKid, kid);
    }

    /**
     * Returns these keys with another one as the current one.
     *
     * @throws IllegalArgumentException when there is no such key
     */
    public LinkTokenKeys withCurrent(String kid) {
        return new LinkTokenKeys(byKid, existing(kid));
    }

    /**
     * Returns these keys without one of them. Link tokens written with it can never be read again.
     *
     * @throws IllegalArgumentException when there is no such key, or when it is the current one
     */
    public LinkTokenKeys without(String kid) {
        if (existing(kid).equals(currentKid)) {
            throw new IllegalArgumentException("The current key cannot be removed: make another one current before");
        }
        Map<String, SecretKey> rest = new LinkedHashMap<>(byKid);
        rest.remove(kid);
        return new LinkTokenKeys(rest, currentKid);
    }

    private String existing(String kid) {
        if (!byKid.containsKey(Objects.requireNonNull(kid, "kid"))) {
            throw new IllegalArgumentException("The set has no link token key with this kid");
        }
        return kid;
    }

    /** Returns the name of the key with which new link tokens are written. */
    public String currentKid() {
        return currentKid;
    }

    /** Returns the names of all keys. */
    public Set<String> kids() {
        return Set.copyOf(byKid.keySet());
    }

    /** Returns a JSON Web Key set, the current key first: all secret keys in the clear. Keep it like a password. */
    public String toInsecureJson(InsecureSecretAccess access) {
        Objects.requireNonNull(access, "access");
        List<String> keys = new ArrayList<>();
        keys.add(jwk(currentKid));
        byKid.keySet().stream()
                .filter(kid -> !kid.equals(currentKid))
                .map(this::jwk)
                .forEach(keys::add);
        return "{\"keys\":[" + String.join(",", keys) + "]}";
    }

    private String jwk(String kid) {
        SecretKey key = Objects.requireNonNull(key(kid));
        return new JsonWriter(160)
                .text("kty", "oct")
                .text("kid", kid)
                .text("use", "enc")
                .text("alg", algorithm(key))
                .text("k", Base64Url.encode(key.getEncoded()))
                .end();
    }

    /** Returns the key of this name, or null. */
    @Nullable
    SecretKey key(String kid) {
        return byKid.get(kid);
    }

    /** Returns the JWE {@code alg} that goes with a key: its length decides, never a token (RFC 8725 §3.1). */
    static String algorithm(SecretKey key) {
        return "A" + bits(key) + "GCMKW";
    }

    /** Returns the JWE {@code enc} that goes with a key. */
    static String encryption(SecretKey key) {
        return "A" + bits(key) + "GCM";
    }

    private static int bits(SecretKey key) {
        return key.getEncoded().length * 8;
    }

    /** Returns a text without any key. */
    @Override
    public String toString() {
        return "LinkTokenKeys[redacted]";
    }
}
