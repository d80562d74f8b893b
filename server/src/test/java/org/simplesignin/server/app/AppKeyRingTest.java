package org.simplesignin.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.server.config.UnusableConfigurationException;
import org.simplesignin.server.keys.BoundTo;
import org.simplesignin.server.keys.WrappingKeyFile;
import org.simplesignin.server.keys.WrappingKeys;
import org.simplesignin.server.testing.MovableClock;
import org.simplesignin.tokens.AppId;
import org.simplesignin.tokens.AppKeyPair;
import org.simplesignin.tokens.InsecureSecretAccess;
import org.simplesignin.tokens.InvalidLinkSigningKeyException;
import org.simplesignin.tokens.InvalidLinkSigningKeyException.Reason;
import org.simplesignin.tokens.LinkSigningKey;

final class AppKeyRingTest {
    private static final AppId APP = AppId.of("sample-tv");

    @TempDir
    Path directory;

    private final SecureRandom random = new SecureRandom();
    private final MovableClock clock = new MovableClock();
    private final AppKeyPair old = AppKeyPair.generate(2048, random);
    private final AppKeyPair fresh = AppKeyPair.generate(2048, random);
    private final StoredKeys store = new StoredKeys(new ArrayList<>());
    private WrappingKeys wrappingKeys;
    private Registry registry;

    /// Key pairs in the order in which they were made.
    private record StoredKeys(List<AppKey> keys) implements AppKeys {
        @Override
        public List<AppKey> ofApp(AppId app) {
            return keys.stream().filter(key -> key.app().equals(app)).toList();
        }

        @Override
        public AppKey addFirst(AppKey key) {
            if (ofApp(key.app()).isEmpty()) {
                keys.add(key);
            }
            return ofApp(key.app()).getFirst();
        }
    }

    @BeforeEach
    void files() throws IOException {
        wrappingKeys = WrappingKeyFile.readOrMake(directory.resolve("wrapping-keys.json"), random);
        registry = RegistryFile.read(Files.writeString(directory.resolve("registry.json"), """
                {"identityProviders": [{"identityProviderName": "sample-video", "name": "Sample Video"}],
                 "apps": [{"app": "sample-tv", "name": "Sample", "publisher": "Sample", "identityProviderName": "sample-video",
                           "nativeApp": true}]}
                """));
    }

    private void add(AppKeyPair pair) {
        BoundTo row = BoundTo.of("app-key", APP.value(), pair.publicKey().kid());
        store.keys()
                .add(AppKey.of(
                        APP,
                        pair.publicKey(),
                        wrappingKeys.wrap(pair.toInsecurePkcs8(InsecureSecretAccess.GRANTED), row),
                        clock.instant()));
    }

    private AppKeyRing open() {
        return AppKeyRing.open(registry, store, wrappingKeys, random, clock);
    }

    @Test
    void everyActiveKeyDecrypts() throws Exception {
        add(old);
        add(fresh);
        AppKeyRing ring = open();
        LinkSigningKey signingKey = LinkSigningKey.generate();

        assertNotNull(ring.decrypt(APP, old.publicKey().encryptLinkSigningKey(signingKey)));
        assertNotNull(ring.decrypt(APP, fresh.publicKey().encryptLinkSigningKey(signingKey)));
        assertEquals(List.of(old.publicKey(), fresh.publicKey()), ring.publicKeys(APP));
    }

    @Test
    void whatNoActiveKeyDecryptsIsRefused() {
        add(old);
        add(fresh);
        String foreign = AppKeyPair.generate(2048, random).publicKey().encryptLinkSigningKey(LinkSigningKey.generate());

        assertEquals(
                Reason.INVALID_LINK_SIGNING_KEY_ENCRYPTION,
                assertThrows(InvalidLinkSigningKeyException.class, () -> open().decrypt(APP, foreign))
                        .reason());
    }

    @Test
    void firstKeyIsMadeOnceAndStoredWrapped() {
        AppKeyRing first = open();
        AppKeyRing second = open();

        assertEquals(first.publicKeys(APP), second.publicKeys(APP));
        assertEquals(3072, first.publicKeys(APP).getFirst().bits());
        assertEquals("Wrapped[redacted]", store.keys().getFirst().privateKey().toString());
        assertFalse(store.keys().getFirst().toString().contains("RSA"));
    }

    @Test
    void keyPairThatWasMovedToAnotherAppStopsTheStart() {
        BoundTo otherApp = BoundTo.of("app-key", "other-app", old.publicKey().kid());
        store.keys()
                .add(AppKey.of(
                        APP,
                        old.publicKey(),
                        wrappingKeys.wrap(old.toInsecurePkcs8(InsecureSecretAccess.GRANTED), otherApp),
                        clock.instant()));

        assertRefused("does not open");
    }

    @Test
    void otherWrappingKeysStopTheStart() {
        add(old);
        wrappingKeys = WrappingKeyFile.readOrMake(directory.resolve("other-keys.json"), random);

        assertRefused("restore the wrapping-keys.json");
    }

    private void assertRefused(String message) {
        String refusal = String.valueOf(
                assertThrows(UnusableConfigurationException.class, this::open).getMessage());
        assertTrue(refusal.contains(message), refusal);
    }
}
