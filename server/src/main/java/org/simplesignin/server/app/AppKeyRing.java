package org.simplesignin.server.app;

import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.simplesignin.server.config.UnusableConfigurationException;
import org.simplesignin.server.keys.BoundTo;
import org.simplesignin.server.keys.UnwrapException;
import org.simplesignin.server.keys.Wrapped;
import org.simplesignin.server.keys.WrappingKeys;
import org.simplesignin.tokens.AppId;
import org.simplesignin.tokens.AppKeyPair;
import org.simplesignin.tokens.InsecureSecretAccess;
import org.simplesignin.tokens.InvalidLinkSigningKeyException;
import org.simplesignin.tokens.InvalidLinkSigningKeyException.Reason;
import org.simplesignin.tokens.LinkSigningKey;

/// The active key pairs of every app, opened at the start. An app without one gets one, RSA of 3072 bits. Immutable.
public final class AppKeyRing {
    private static final System.Logger LOG = System.getLogger(AppKeyRing.class.getName());
    private static final int BITS = 3072;

    private final Map<AppId, List<AppKeyPair>> pairs;

    private AppKeyRing(Map<AppId, List<AppKeyPair>> pairs) {
        this.pairs = Map.copyOf(pairs);
    }

    /// Opens the key pairs of all registered apps and makes those that are missing.
    ///
    /// @throws UnusableConfigurationException where one does not open under the wrapping keys
    public static AppKeyRing open(
            Registry registry, AppKeys store, WrappingKeys wrappingKeys, SecureRandom random, Clock clock) {
        Map<AppId, List<AppKeyPair>> pairs = new LinkedHashMap<>();
        for (App app : registry.apps()) {
            if (store.ofApp(app.id()).isEmpty()) {
                AppKey made = store.addFirst(make(app.id(), wrappingKeys, random, clock));
                LOG.log(Level.INFO, "Made the first key pair of app {0}: {1}", app.id(), made.kid());
            }
            pairs.put(
                    app.id(),
                    store.ofApp(app.id()).stream()
                            .map(key -> open(key, wrappingKeys))
                            .toList());
        }
        return new AppKeyRing(pairs);
    }

    private static AppKey make(AppId app, WrappingKeys wrappingKeys, SecureRandom random, Clock clock) {
        AppKeyPair pair = AppKeyPair.generate(BITS, random);
        String kid = pair.publicKey().kid();
        byte[] pkcs8 = pair.toInsecurePkcs8(InsecureSecretAccess.GRANTED);
        try {
            Wrapped wrapped = wrappingKeys.wrap(pkcs8, boundTo(app, kid));
            return AppKey.of(app, pair.publicKey(), wrapped, clock.instant());
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    private static AppKeyPair open(AppKey key, WrappingKeys wrappingKeys) {
        try {
            byte[] pkcs8 = wrappingKeys.unwrap(key.privateKey(), boundTo(key.app(), key.kid()));
            try {
                return AppKeyPair.parsePkcs8(pkcs8);
            } finally {
                Arrays.fill(pkcs8, (byte) 0);
            }
        } catch (UnwrapException e) {
            throw new UnusableConfigurationException(
                    "the key pair " + key.kid() + " of app " + key.app()
                            + " does not open: restore the wrapping-keys.json that belongs to this database",
                    e);
        }
    }

    private static BoundTo boundTo(AppId app, String kid) {
        return BoundTo.of("app-key", app.value(), kid);
    }

    /// Returns the public halves of this app's keys, the oldest first; none where the app is unknown.
    public List<org.simplesignin.tokens.AppKey> publicKeys(AppId app) {
        return pairs.getOrDefault(app, List.of()).stream()
                .map(AppKeyPair::publicKey)
                .toList();
    }

    /// Decrypts a link signing key under any active key of the app (specification §2).
    ///
    /// @throws InvalidLinkSigningKeyException where none decrypts it, or where what comes out is not a usable P-256
    /// key
    public LinkSigningKey decrypt(AppId app, String linkSigningKey) throws InvalidLinkSigningKeyException {
        List<AppKeyPair> active = pairs.getOrDefault(app, List.of());
        if (active.isEmpty()) {
            throw new IllegalStateException("App " + app + " has no key pair");
        }
        for (AppKeyPair pair : active.subList(0, active.size() - 1)) {
            try {
                return pair.decryptLinkSigningKey(linkSigningKey);
            } catch (InvalidLinkSigningKeyException e) {
                if (e.reason() != Reason.INVALID_LINK_SIGNING_KEY_ENCRYPTION) {
                    throw e;
                }
            }
        }
        return active.getLast().decryptLinkSigningKey(linkSigningKey);
    }
}
