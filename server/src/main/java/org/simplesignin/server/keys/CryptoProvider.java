package org.simplesignin.server.keys;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.lang.System.Logger.Level;
import java.security.Security;

/// Which library does the arithmetic: Amazon Corretto Crypto Provider where its native library loads on this machine
/// (ten times the signatures a second), else the JDK's own. Both give the same answers.
public enum CryptoProvider {
    /// Amazon Corretto Crypto Provider, first in the order of the JCA.
    CORRETTO("Amazon Corretto Crypto Provider"),
    /// The JDK's own providers.
    JDK("the JDK's own providers");

    private static final System.Logger LOG = System.getLogger(CryptoProvider.class.getName());

    private final String title;

    CryptoProvider(String title) {
        this.title = title;
    }

    /// Installs the quickest provider that works here, for the whole process, logs which one it is and returns it.
    public static CryptoProvider install() {
        CryptoProvider chosen = correttoWorks() ? CORRETTO : JDK;
        LOG.log(Level.INFO, "Cryptography by {0}", chosen.title);
        return chosen;
    }

    private static boolean correttoWorks() {
        try {
            AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
            if (provider.getLoadingError() != null) {
                LOG.log(Level.INFO, "Amazon Corretto Crypto Provider does not load on this platform");
                return false;
            }
            provider.assertHealthy();
            if (Security.getProvider(AmazonCorrettoCryptoProvider.PROVIDER_NAME) == null) {
                AmazonCorrettoCryptoProvider.install();
            }
            return true;
        } catch (LinkageError | RuntimeException e) {
            // Its jar is made for one platform: elsewhere the class or its library may be missing in many ways.
            LOG.log(
                    Level.INFO,
                    "Amazon Corretto Crypto Provider does not load: {0}",
                    e.getClass().getSimpleName());
            return false;
        }
    }

    /// Returns the name for people.
    public String title() {
        return title;
    }
}
