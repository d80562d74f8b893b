package org.simplesignin.server.keys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.testing.MemoryCustomerKeys;
import org.simplesignin.server.testing.MovableClock;

final class CustomerKeysTest implements CustomerKeyStoreConformance {
    private static final byte[] ALICE = "Alice".getBytes(StandardCharsets.UTF_8);
    private static final BoundTo NAME = BoundTo.of("display-name");

    private final SecureRandom random = new SecureRandom();
    private final MovableClock clock = new MovableClock();
    private final MemoryCustomerKeys memory = new MemoryCustomerKeys();
    private final WrappingKeys wrappingKeys = WrappingKeys.of(Map.of("k1", new byte[32]), "k1", random);
    private final CountingStore store = new CountingStore(memory);
    private final CustomerKeys keys = new CustomerKeys(store, wrappingKeys, random, clock);
    private final CustomerId customer = CustomerKeyStoreConformance.newCustomer();
    private final CustomerId neighbour = CustomerKeyStoreConformance.newCustomer();

    CustomerKeysTest() {
        keys.make(customer);
        keys.make(neighbour);
    }

    @Override
    public CustomerKeyStore store() {
        return memory;
    }

    /// Counts how often a key is asked for, and waits where it is told to.
    private static final class CountingStore implements CustomerKeyStore {
        private final CustomerKeyStore real;
        private final AtomicInteger asked = new AtomicInteger();
        private Runnable afterReading = () -> {};

        CountingStore(CustomerKeyStore real) {
            this.real = real;
        }

        @Override
        public Optional<Wrapped> addOrExisting(CustomerId customer, Wrapped key) {
            return real.addOrExisting(customer, key);
        }

        @Override
        public Optional<Wrapped> key(CustomerId customer) {
            Optional<Wrapped> key = real.key(customer);
            asked.incrementAndGet();
            afterReading.run();
            return key;
        }

        @Override
        public void shred(CustomerId customer) {
            real.shred(customer);
        }

        @Override
        public boolean isShredded(CustomerId customer) {
            return real.isShredded(customer);
        }

        @Override
        public List<CustomerId> shredded(@Nullable CustomerId after, int most) {
            return real.shredded(after, most);
        }
    }

    @Test
    void whatWasSealedOpens() {
        assertArrayEquals(ALICE, keys.open(customer, keys.seal(customer, NAME, ALICE), NAME));
        assertArrayEquals(new byte[0], keys.open(customer, keys.seal(customer, NAME, new byte[0]), NAME));
    }

    @Test
    void theSameValueIsSealedDifferentlyEachTimeAndNotShown() {
        Wrapped sealed = keys.seal(customer, NAME, ALICE);

        assertNotEquals(sealed, keys.seal(customer, NAME, ALICE));
        assertFalse(new String(sealed.bytes(), StandardCharsets.ISO_8859_1).contains("Alice"));
    }

    @Test
    void anotherCustomersValueDoesNotOpen() {
        Wrapped sealed = keys.seal(customer, NAME, ALICE);

        assertThrows(UnwrapException.class, () -> keys.open(neighbour, sealed, NAME));
    }

    @Test
    void inAnotherPlaceItDoesNotOpen() {
        Wrapped sealed = keys.seal(customer, BoundTo.of("device", "d1"), ALICE);

        for (BoundTo other : List.of(BoundTo.of("device", "d2"), BoundTo.of("link", "d1"), BoundTo.of("device"))) {
            assertThrows(UnwrapException.class, () -> keys.open(customer, sealed, other), other.toString());
        }
    }

    @Test
    void everyChangedBitAndEveryCutIsNoticed() {
        byte[] envelope = keys.seal(customer, NAME, ALICE).bytes();
        for (int bit = 0; bit < envelope.length * 8; bit++) {
            byte[] changed = envelope.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThrows(UnwrapException.class, () -> keys.open(customer, Wrapped.of(changed), NAME), "bit " + bit);
        }
        for (int length = 1; length < envelope.length; length++) {
            Wrapped cut = Wrapped.of(Arrays.copyOf(envelope, length));
            assertThrows(UnwrapException.class, () -> keys.open(customer, cut, NAME), "length " + length);
        }
    }

    @Test
    void whatLiesUnderTheWrappingKeyIsNotTakenForSealed() {
        Wrapped wrapped = wrappingKeys.wrap(ALICE, NAME);

        assertThrows(UnwrapException.class, () -> keys.open(customer, wrapped, NAME));
    }

    @Test
    void keyPutInAnotherCustomersPlaceDoesNotOpen() {
        CustomerId thief = CustomerKeyStoreConformance.newCustomer();
        memory.addOrExisting(thief, memory.key(customer).orElseThrow());

        assertThrows(UnwrapException.class, () -> keys.seal(thief, NAME, ALICE));
    }

    @Test
    void customerWithoutAKeyIsRefused() {
        CustomerId nobody = CustomerKeyStoreConformance.newCustomer();

        assertThrows(CustomerGoneException.class, () -> keys.seal(nobody, NAME, ALICE));
        assertThrows(CustomerGoneException.class, () -> keys.index(nobody, "partner-user", "a"));
        assertFalse(keys.isShredded(nobody));
    }

    @Test
    void makingTwiceKeepsTheKey() {
        Wrapped sealed = keys.seal(customer, NAME, ALICE);

        keys.make(customer);

        assertArrayEquals(ALICE, new CustomerKeys(memory, wrappingKeys, random, clock).open(customer, sealed, NAME));
    }

    @Test
    void shreddedCustomerIsUnreadableAtOnceAndNeverGetsAKeyAgain() {
        Wrapped sealed = keys.seal(customer, NAME, ALICE);

        keys.shred(customer);

        assertThrows(CustomerGoneException.class, () -> keys.open(customer, sealed, NAME));
        assertThrows(CustomerGoneException.class, () -> keys.seal(customer, NAME, ALICE));
        assertThrows(CustomerGoneException.class, () -> keys.make(customer));
        assertTrue(keys.isShredded(customer));
        keys.seal(neighbour, NAME, ALICE);
    }

    @Test
    void indexIsStableAndTellsTextsPurposesAndCustomersApart() {
        byte[] index = keys.index(customer, "partner-user", "u-1");

        assertEquals(32, index.length);
        assertArrayEquals(
                index, new CustomerKeys(memory, wrappingKeys, random, clock).index(customer, "partner-user", "u-1"));
        assertFalse(Arrays.equals(index, keys.index(customer, "partner-user", "u-2")));
        assertFalse(Arrays.equals(index, keys.index(customer, "partner-use", "ru-1")));
        assertFalse(Arrays.equals(index, keys.index(neighbour, "partner-user", "u-1")));
    }

    @Test
    void busyCustomersKeyIsAskedForOnceAMinute() {
        for (int i = 0; i < 10; i++) {
            keys.seal(customer, NAME, ALICE);
        }
        assertEquals(1, store.asked.get());

        clock.forward(CustomerKeyCache.LIFE);
        keys.seal(customer, NAME, ALICE);

        assertEquals(2, store.asked.get());
    }

    @Test
    void shreddingByAnotherServerIsNoticedWhenTheMinuteIsOver() {
        Wrapped sealed = keys.seal(customer, NAME, ALICE);
        new CustomerKeys(memory, wrappingKeys, random, clock).shred(customer);
        assertArrayEquals(ALICE, keys.open(customer, sealed, NAME));

        clock.forward(CustomerKeyCache.LIFE);

        assertThrows(CustomerGoneException.class, () -> keys.open(customer, sealed, NAME));
    }

    @Test
    void clockSetBackDoesNotKeepAShreddedKeyForLonger() {
        Wrapped sealed = keys.seal(customer, NAME, ALICE);
        new CustomerKeys(memory, wrappingKeys, random, clock).shred(customer);
        clock.set(Duration.ofHours(-2));
        clock.forward(CustomerKeyCache.LIFE);

        assertThrows(CustomerGoneException.class, () -> keys.open(customer, sealed, NAME));
    }

    @Test
    void keyThatWasBeingReadWhileItWasShreddedIsNotKept() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        CountDownLatch shredded = new CountDownLatch(1);
        store.afterReading = () -> {
            read.countDown();
            await(shredded);
        };
        CompletableFuture<Wrapped> late = CompletableFuture.supplyAsync(() -> keys.seal(customer, NAME, ALICE));
        assertTrue(read.await(60, TimeUnit.SECONDS));
        keys.shred(customer);
        shredded.countDown();
        Wrapped sealed = late.get();

        assertThrows(CustomerGoneException.class, () -> keys.open(customer, sealed, NAME));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(60, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void cacheIsBounded() {
        CustomerKeyCache cache = new CustomerKeyCache(clock);
        CustomerKeys.Opened key = new CustomerKeys.Opened(
                new javax.crypto.spec.SecretKeySpec(new byte[32], "AES"), KeyedHash.under(new byte[32]));
        for (int i = 0; i < CustomerKeyCache.MOST + 5; i++) {
            cache.get(CustomerKeyStoreConformance.newCustomer(), id -> key);
        }

        assertEquals(CustomerKeyCache.MOST, cache.size());
    }

    @Test
    void nothingPrintsAKey() {
        assertEquals("CustomerKeys[redacted]", keys.toString());
        assertEquals("KeyedHash[redacted]", KeyedHash.under(new byte[32]).toString());
    }
}
