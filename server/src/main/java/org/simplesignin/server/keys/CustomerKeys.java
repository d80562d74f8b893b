package org.simplesignin.server.keys;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.time.Ticker;

/// One random 256-bit key for each customer, under which everything personal of the customer is stored. Shredding it
/// makes all of that unreadable at once, wherever a copy of the database lies (T17). Thread-safe.
///
/// ```
/// keys.make(customer);
/// Wrapped sealed = keys.seal(customer, BoundTo.of("display-name"), "Alice".getBytes(UTF_8));
/// keys.shred(customer);
/// keys.open(customer, sealed, BoundTo.of("display-name"));   // CustomerGoneException
/// ```
///
/// The keys lie in a [CustomerKeyStore], wrapped under the wrapping keys and bound to their customer. Two keys are
/// derived from each (HKDF-SHA-256, RFC 5869): one seals, one makes indexes. An envelope is: version 2 (a byte), 12
/// random bytes of nonce, AES-256-GCM cipher text with its tag of 16 bytes; associated data: the version, the customer
/// and the [BoundTo].
///
/// Opened keys are kept in memory for at most [CustomerKeyCache#LIFE], the last used [CustomerKeyCache#MOST] of them: a
/// server that did not shred itself may use a shredded key for so long, and whoever reads the memory of the process
/// reads these keys. Signing keys are not kept, only the key that opens them.
public final class CustomerKeys {
    private static final byte VERSION = 2;
    private static final byte[] HEADER = {VERSION};
    private static final int KEY_BYTES = 32;

    private final CustomerKeyStore store;
    private final WrappingKeys wrappingKeys;
    private final SecureRandom random;
    private final CustomerKeyCache cache;

    /// Makes the rule over this store.
    public CustomerKeys(CustomerKeyStore store, WrappingKeys wrappingKeys, SecureRandom random, Ticker ticker) {
        this.store = store;
        this.wrappingKeys = wrappingKeys;
        this.random = random;
        this.cache = new CustomerKeyCache(ticker);
    }

    /// A customer's derived keys.
    record Opened(SecretKey sealing, KeyedHash index) {
        @Override
        public String toString() {
            return "Opened[redacted]";
        }
    }

    /// Makes the customer's key; it is durable before this returns. Repeating it changes nothing. To be called
    /// before the customer's first row is stored, outside any transaction.
    ///
    /// @throws CustomerGoneException where the customer was shredded: nobody comes back
    public void make(CustomerId customer) {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        try {
            if (store.addOrExisting(customer, wrappingKeys.wrap(key, boundTo(customer)))
                    .isEmpty()) {
                throw new CustomerGoneException();
            }
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /// Seals something of the customer's, at most 16,000 bytes.
    ///
    /// @throws CustomerGoneException where the customer has no key
    public Wrapped seal(CustomerId customer, BoundTo boundTo, byte[] plain) {
        return Gcm.seal(opened(customer).sealing(), HEADER, belongsTo(customer, boundTo), plain, random);
    }

    /// Opens what was sealed for this customer and this place. The caller overwrites the result when it is a
    /// secret.
    ///
    /// @throws UnwrapException where it does not open: it was changed, or stands in another place
    /// @throws CustomerGoneException where the customer has no key
    public byte[] open(CustomerId customer, Wrapped sealed, BoundTo boundTo) {
        byte[] envelope = sealed.bytes();
        if (!Gcm.fits(envelope.length, HEADER.length) || envelope[0] != VERSION) {
            throw new UnwrapException("A sealed value is not an envelope of version " + VERSION);
        }
        return Gcm.open(
                opened(customer).sealing(), envelope, HEADER.length, belongsTo(customer, boundTo), boundTo.purpose());
    }

    /// Returns 32 bytes that stand for this text among this customer's rows, for equality only. Another customer or
    /// another purpose has others.
    ///
    /// @throws CustomerGoneException where the customer has no key
    public byte[] index(CustomerId customer, String purpose, String text) {
        return opened(customer)
                .index()
                .of(purpose.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8));
    }

    /// Destroys the customer's key for good; it is durable before this returns.
    public void shred(CustomerId customer) {
        store.shred(customer);
        cache.drop(customer);
    }

    /// Returns whether the customer was shredded.
    public boolean isShredded(CustomerId customer) {
        return store.isShredded(customer);
    }

    /// Returns shredded customers in the order of their ids, from after this one on (null: from the first), at most
    /// `most`.
    public List<CustomerId> shredded(@Nullable CustomerId after, int most) {
        return store.shredded(after, most);
    }

    private Opened opened(CustomerId customer) {
        return cache.get(customer, this::load);
    }

    private Opened load(CustomerId customer) {
        Wrapped wrapped = store.key(customer).orElseThrow(CustomerGoneException::new);
        byte[] key = wrappingKeys.unwrap(wrapped, boundTo(customer));
        try {
            KDF kdf = KDF.getInstance("HKDF-SHA256");
            SecretKey sealing = kdf.deriveKey("AES", expand(key, "seal"));
            byte[] index = kdf.deriveData(expand(key, "index"));
            try {
                return new Opened(sealing, KeyedHash.under(index));
            } finally {
                Arrays.fill(index, (byte) 0);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime lacks HKDF-SHA256", e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static HKDFParameterSpec expand(byte[] key, String use) {
        return HKDFParameterSpec.ofExtract()
                .addIKM(key)
                .thenExpand(("simple-sign-in customer " + use).getBytes(StandardCharsets.US_ASCII), KEY_BYTES);
    }

    private static BoundTo boundTo(CustomerId customer) {
        return BoundTo.of("customer-key", customer.value());
    }

    private static byte[] belongsTo(CustomerId customer, BoundTo boundTo) {
        byte[] place = boundTo.bytes();
        byte[] id = customer.bytes();
        byte[] both = Arrays.copyOf(id, id.length + place.length);
        System.arraycopy(place, 0, both, id.length, place.length);
        return both;
    }

    @Override
    public String toString() {
        return "CustomerKeys[redacted]";
    }
}
