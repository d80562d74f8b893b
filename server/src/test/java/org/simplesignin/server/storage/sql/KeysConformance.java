package org.simplesignin.server.storage.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.simplesignin.server.app.AppKey;
import org.simplesignin.server.keys.Wrapped;
import org.simplesignin.tokens.AppId;

/// What every implementation of [org.simplesignin.server.app.AppKeys] and
/// [org.simplesignin.server.keys.ServerSecrets] must do.
interface KeysConformance extends Conformance {
    private static AppKey key(String app, String kid) throws NoSuchAlgorithmException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        RSAPublicKey publicKey = (RSAPublicKey) generator.generateKeyPair().getPublic();
        return new AppKey(AppId.of(app), kid, publicKey, Wrapped.of(new byte[] {7, 8}), NOW);
    }

    @Test
    default void appKeyIsReadBackWhole() throws Exception {
        AppKey key = key("app-whole", "k1");

        assertEquals(key, storage().appKeys().addFirst(key));

        assertEquals(List.of(key), storage().appKeys().ofApp(key.app()));
        assertEquals(List.of(), storage().appKeys().ofApp(AppId.of("app-unknown")));
    }

    @Test
    default void sixteenFirstKeysOfAnAppAreOne() throws Exception {
        AppKey key = key("app-raced", "any");

        List<AppKey> answers = Conformance.race(
                CALLERS,
                i -> storage()
                        .appKeys()
                        .addFirst(new AppKey(key.app(), "kid-" + i, key.publicKey(), key.privateKey(), NOW)));

        Set<String> kids = answers.stream().map(AppKey::kid).collect(Collectors.toSet());
        assertEquals(1, kids.size());
        assertEquals(
                kids,
                storage().appKeys().ofApp(key.app()).stream().map(AppKey::kid).collect(Collectors.toSet()));
    }

    @Test
    default void serverSecretIsReadBackAndUnknownOneIsEmpty() {
        Wrapped secret = Wrapped.of(new byte[Wrapped.MOST_BYTES]);

        assertEquals(secret, storage().serverSecrets().addOrExisting("whole", secret));

        assertEquals(Optional.of(secret), storage().serverSecrets().secret("whole"));
        assertEquals(Optional.empty(), storage().serverSecrets().secret("unknown"));
    }

    @Test
    default void serverSecretIsMadeOnceHoweverManyMakeIt() throws Exception {
        List<Wrapped> answers = Conformance.race(
                CALLERS, i -> storage().serverSecrets().addOrExisting("raced", Wrapped.of(new byte[] {(byte) i})));

        assertEquals(1, Set.copyOf(answers).size());
        assertEquals(Optional.of(answers.getFirst()), storage().serverSecrets().secret("raced"));
    }
}
