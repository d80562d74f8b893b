package org.simplesignin.server.mail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.config.SecretFile;
import org.simplesignin.server.config.UnusableConfigurationException;

/// Reads the files that `mail.json` names.
final class MailFiles {
    private static final int MOST_PASSWORD_CHARS = 1024;
    private static final int MOST_BYTES = 8 * MOST_PASSWORD_CHARS;

    private MailFiles() {}

    /// Returns the first line of this file.
    static @Nullable String password(@Nullable Path file) {
        if (file == null) {
            return null;
        }
        try {
            if (!SecretFile.isPrivate(file)) {
                throw new UnusableConfigurationException(
                        "others than its owner may use " + file + "; run chmod 600 on it");
            }
            byte[] bytes;
            try (InputStream in = Files.newInputStream(file)) {
                bytes = in.readNBytes(MOST_BYTES);
            }
            String line = new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
            if (line.isBlank() || line.length() > MOST_PASSWORD_CHARS) {
                throw new UnusableConfigurationException(
                        file + " must hold the mail server's password, 1 to 1024 characters, on its first line");
            }
            return line;
        } catch (IOException e) {
            throw new UnusableConfigurationException(
                    "cannot read " + file + "; it must hold the mail server's password in UTF-8", e);
        }
    }

    /// Returns a factory of sockets that trust the certificates of this PEM file and no others.
    static @Nullable SSLSocketFactory trusting(@Nullable Path pem) {
        if (pem == null) {
            return null;
        }
        try (InputStream in = Files.newInputStream(pem)) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate : certificates) {
                store.setCertificateEntry("authority-" + number++, certificate);
            }
            if (number == 0) {
                throw new UnusableConfigurationException(pem + " holds no certificate; it must be in PEM");
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (IOException | GeneralSecurityException e) {
            throw new UnusableConfigurationException(
                    "cannot read the certificates of " + pem + "; they must be PEM", e);
        }
    }
}
