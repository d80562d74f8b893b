package org.simplesignin.server.oidc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.simplesignin.server.config.Fields;
import org.simplesignin.server.config.SecretFile;

/// The file that names the operator's provider: `{"issuer": "https://id.example", "clientId": "simple-sign-in",
/// "clientSecretFile": "oidc-secret", "name": "Example ID", "only": false}`. The secret lies in a file of its own,
/// relative to this one, which only its owner may read.
public final class ProviderFile {
    private static final int MOST_SECRET_CHARS = 512;

    private ProviderFile() {}

    /// Reads it.
    ///
    /// @throws org.simplesignin.server.config.UnusableConfigurationException with the place, the field and the
    /// rule; never with the secret
    public static ProviderSettings read(Path file) {
        Fields fields = Fields.read(file);
        String issuer = fields.text(
                "issuer",
                512,
                ProviderSettings::isIssuer,
                "must be the provider's issuer, an https URL without query and fragment (http for loopback only)");
        String clientId = fields.text("clientId", 256);
        Path secretFile = file.resolveSibling(fields.text("clientSecretFile", 256));
        String name = fields.text("name", 64, ProviderFile::isShowable, "must not have control or format characters");
        boolean only = fields.flag("only", false);
        fields.end();
        return new ProviderSettings(issuer, clientId, secret(fields, secretFile), name, only);
    }

    /// It stands on a button, so characters that reorder or hide others are refused.
    private static boolean isShowable(String text) {
        return text.codePoints().noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
    }

    private static String secret(Fields fields, Path file) {
        try {
            if (!SecretFile.isPrivate(file)) {
                throw fields.problem("clientSecretFile", "may be used by others than its owner; run chmod 600 on it");
            }
            byte[] bytes;
            try (var in = Files.newInputStream(file)) {
                bytes = in.readNBytes(MOST_SECRET_CHARS + 2);
            }
            String secret = new String(bytes, StandardCharsets.US_ASCII).strip();
            if (secret.isEmpty()
                    || secret.length() > MOST_SECRET_CHARS
                    || secret.chars().anyMatch(c -> c <= ' ' || c > '~')) {
                throw fields.problem(
                        "clientSecretFile", "must hold one line of 1 to " + MOST_SECRET_CHARS + " visible characters");
            }
            return secret;
        } catch (IOException e) {
            throw fields.problem("clientSecretFile", "names a file that cannot be read");
        }
    }
}
