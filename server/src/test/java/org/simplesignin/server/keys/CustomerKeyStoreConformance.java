package org.simplesignin.server.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.simplesignin.server.id.CustomerId;

/// What every implementation of [CustomerKeyStore] must do.
public interface CustomerKeyStoreConformance {
    /// The source of ids and keys.
    SecureRandom RANDOM = new SecureRandom();

    /// How many call at once.
    int CALLERS = 16;

    /// Returns the store under test. It may hold keys of other tests.
    CustomerKeyStore store();

    /// Returns a customer that nobody has seen.
    static CustomerId newCustomer() {
        return CustomerId.generate(RANDOM);
    }

    /// Returns something as long as a wrapped key.
    static Wrapped newKey() {
        byte[] bytes = new byte[71];
        RANDOM.nextBytes(bytes);
        return Wrapped.of(bytes);
    }

    private static <T> Set<T> race(IntFunction<T> call) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> answers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                int number = i;
                answers.add(threads.submit(() -> {
                    start.await();
                    return call.apply(number);
                }));
            }
            start.countDown();
            Set<T> distinct = new HashSet<>();
            for (Future<T> answer : answers) {
                distinct.add(answer.get());
            }
            return distinct;
        }
    }

    @Test
    default void keyIsReadBack() {
        CustomerId customer = newCustomer();
        Wrapped key = newKey();

        assertEquals(Optional.of(key), store().addOrExisting(customer, key));

        assertEquals(Optional.of(key), store().key(customer));
        assertFalse(store().isShredded(customer));
    }

    @Test
    default void unknownCustomerHasNoKeyAndIsNotShredded() {
        assertEquals(Optional.empty(), store().key(newCustomer()));
        assertFalse(store().isShredded(newCustomer()));
    }

    @Test
    default void secondKeyDoesNotReplaceTheFirst() {
        CustomerId customer = newCustomer();
        Wrapped first = newKey();
        store().addOrExisting(customer, first);

        assertEquals(Optional.of(first), store().addOrExisting(customer, newKey()));
        assertEquals(Optional.of(first), store().key(customer));
    }

    @Test
    default void sixteenKeysOfOneCustomerAreOne() throws Exception {
        CustomerId customer = newCustomer();

        Set<Optional<Wrapped>> answers = race(i -> store().addOrExisting(customer, newKey()));

        assertEquals(Set.of(store().key(customer)), answers);
    }

    @Test
    default void shreddedKeyIsGoneAndNeverComesBack() {
        CustomerId customer = newCustomer();
        Wrapped key = newKey();
        store().addOrExisting(customer, key);

        store().shred(customer);

        assertEquals(Optional.empty(), store().key(customer));
        assertTrue(store().isShredded(customer));
        assertEquals(Optional.empty(), store().addOrExisting(customer, key));
        assertEquals(Optional.empty(), store().key(customer));
    }

    @Test
    default void shreddingTwiceIsShreddingOnce() {
        CustomerId customer = newCustomer();
        store().addOrExisting(customer, newKey());

        store().shred(customer);
        store().shred(customer);

        assertTrue(store().isShredded(customer));
    }

    @Test
    default void customerThatWasShreddedBeforeItsKeyWasMadeNeverGetsOne() {
        CustomerId customer = newCustomer();

        store().shred(customer);

        assertEquals(Optional.empty(), store().addOrExisting(customer, newKey()));
        assertTrue(store().isShredded(customer));
    }

    @Test
    default void keyThatIsMadeWhileItIsShreddedIsShredded() throws Exception {
        CustomerId customer = newCustomer();

        race(i -> {
            if (i == 7) {
                store().shred(customer);
                return true;
            }
            return store().addOrExisting(customer, newKey()).isPresent();
        });

        assertEquals(Optional.empty(), store().key(customer));
    }

    @Test
    default void shreddingLeavesTheNeighbours() {
        CustomerId customer = newCustomer();
        CustomerId neighbour = newCustomer();
        Wrapped key = newKey();
        store().addOrExisting(customer, newKey());
        store().addOrExisting(neighbour, key);

        store().shred(customer);

        assertEquals(Optional.of(key), store().key(neighbour));
    }

    @Test
    default void shreddedCustomersAreListedPageByPage() {
        Set<CustomerId> shredded = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            CustomerId customer = newCustomer();
            store().addOrExisting(customer, newKey());
            store().shred(customer);
            shredded.add(customer);
        }
        CustomerId kept = newCustomer();
        store().addOrExisting(kept, newKey());

        List<CustomerId> listed = new ArrayList<>();
        for (List<CustomerId> page = store().shredded(null, 2);
                !page.isEmpty();
                page = store().shredded(page.getLast(), 2)) {
            assertTrue(page.size() <= 2);
            listed.addAll(page);
        }

        assertTrue(listed.containsAll(shredded));
        assertFalse(listed.contains(kept));
        assertEquals(
                listed.stream()
                        .sorted(Comparator.comparing(CustomerId::value))
                        .distinct()
                        .toList(),
                listed);
    }
}
