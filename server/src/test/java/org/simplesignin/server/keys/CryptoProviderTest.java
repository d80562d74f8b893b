package org.simplesignin.server.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Signature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.simplesignin.server.testing.RecordedLog;

@Isolated("What other tests log is not what this one asks about.")
final class CryptoProviderTest {
    @Test
    void whatIsChosenSignsAndIsLogged() throws Exception {
        try (RecordedLog log = new RecordedLog()) {
            CryptoProvider chosen = CryptoProvider.install();

            boolean corretto = Signature.getInstance("SHA256withECDSAinP1363Format")
                    .getProvider()
                    .getName()
                    .equals(AmazonCorrettoCryptoProvider.PROVIDER_NAME);
            assertEquals(chosen == CryptoProvider.CORRETTO, corretto);
            assertTrue(log.text().contains("Cryptography by " + chosen.title()));
        }
    }

    @Test
    void correttoIsChosenWhereverItsLibraryLoads() {
        boolean loads = AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError() == null;

        assertEquals(loads ? CryptoProvider.CORRETTO : CryptoProvider.JDK, CryptoProvider.install());
    }

    @Test
    void installingTwiceIsAllowed() {
        assertEquals(CryptoProvider.install(), CryptoProvider.install());
    }
}
