package org.simplesignin.server.keys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.simplesignin.server.config.UnusableConfigurationException;

final class LookupIndexTest {
    private final SecureRandom random = new SecureRandom();
    private final WrappingKeys wrappingKeys = WrappingKeys.of(Map.of("k1", new byte[32]), "k1", random);
    private final MemorySecrets secrets = new MemorySecrets();
    private final LookupIndex index = LookupIndex.open(secrets, wrappingKeys, random);

    private static final class MemorySecrets implements ServerSecrets {
        private final Map<String, Wrapped> secrets = new ConcurrentHashMap<>();

        @Override
        public Optional<Wrapped> secret(String name) {
            return Optional.ofNullable(secrets.get(name));
        }

        @Override
        public Wrapped addOrExisting(String name, Wrapped secret) {
            return secrets.computeIfAbsent(name, n -> secret);
        }
    }

    @Test
    void sameTextHasTheSameIndexAfterARestart() {
        byte[] before = index.of("e-mail", "alice@example.com");

        assertEquals(32, before.length);
        assertArrayEquals(
                before, LookupIndex.open(secrets, wrappingKeys, random).of("e-mail", "alice@example.com"));
    }

    @Test
    void textsPurposesAndServersAreToldApart() {
        byte[] one = index.of("e-mail", "alice@example.com");

        assertFalse(Arrays.equals(one, index.of("e-mail", "bob@example.com")));
        assertFalse(Arrays.equals(one, index.of("external-key", "alice@example.com")));
        assertFalse(Arrays.equals(one, index.of("e-mailalice", "@example.com")));
        assertFalse(Arrays.equals(
                one, LookupIndex.open(new MemorySecrets(), wrappingKeys, random).of("e-mail", "alice@example.com")));
    }

    @Test
    void otherWrappingKeysStopTheStart() {
        WrappingKeys other = WrappingKeys.of(
                Map.of("k1", new byte[] {
                    1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8
                }),
                "k1",
                random);

        assertThrows(UnusableConfigurationException.class, () -> LookupIndex.open(secrets, other, random));
    }
}
