package org.simplesignin.server.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.server.config.UnusableConfigurationException;

final class ProviderFileTest {
    private static final String RIGHT = "{'issuer':'https://id.example/realm','clientId':'ssi',"
            + "'clientSecretFile':'secret','name':'Example ID'}";

    @TempDir
    private Path directory;

    @BeforeEach
    void secret() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "canary-secret\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    }

    private ProviderSettings read(String json) throws IOException {
        return ProviderFile.read(Files.writeString(directory.resolve("oidc.json"), json.replace('\'', '"')));
    }

    private void assertRefused(String json, String message) {
        String refusal = String.valueOf(assertThrows(UnusableConfigurationException.class, () -> read(json))
                .getMessage());
        assertTrue(refusal.contains(message), refusal);
        assertFalse(refusal.contains("canary"), refusal);
    }

    @Test
    void fileIsReadAndPrintsWithoutTheSecret() throws Exception {
        ProviderSettings settings = read(RIGHT);

        assertEquals(
                new ProviderSettings("https://id.example/realm", "ssi", "canary-secret", "Example ID", false),
                settings);
        assertTrue(
                read(RIGHT.replace("'Example ID'", "'Example ID','only':true")).only());
        assertFalse(settings.toString().contains("canary"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "https://id.example/realm|http://id.example|oidc.json.issuer must be",
                "https://id.example/realm|https://id.example?x=1|oidc.json.issuer must be",
                "https://id.example/realm|https://id.example#x|oidc.json.issuer must be",
                "https://id.example/realm|https://user@id.example|oidc.json.issuer must be",
                "https://id.example/realm|ftp://id.example|oidc.json.issuer must be",
                "https://id.example/realm|not a url|oidc.json.issuer must be",
                "'clientId':'ssi',||clientId is missing",
                "'name':'Example ID'|'name':'Example ID','x':1|no member of the name",
                "'clientSecretFile':'secret'|'clientSecretFile':'none'|clientSecretFile names a file",
            })
    void whatIsWrongIsNamed(String right, String wrong, String message) {
        assertRefused(RIGHT.replace(right, wrong == null ? "" : wrong), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:9000", "http://id.localhost", "http://127.0.0.1:1", "http://[::1]:9000"})
    void loopbackNeedsNoTls(String issuer) throws Exception {
        assertEquals(
                issuer, read(RIGHT.replace("https://id.example/realm", issuer)).issuer());
    }

    @Test
    void onlyAProviderOnThisMachineMayNameEndpointsOnIt() throws Exception {
        ProviderSettings elsewhere = read(RIGHT);
        ProviderSettings here = read(RIGHT.replace("https://id.example/realm", "http://localhost:9000"));

        assertTrue(elsewhere.mayBeAt(URI.create("https://keys.example/jwks")));
        assertFalse(elsewhere.mayBeAt(URI.create("http://localhost:8601/metrics")));
        assertFalse(elsewhere.mayBeAt(URI.create("http://keys.example/jwks")));
        assertFalse(elsewhere.mayBeAt(URI.create("file:///etc/passwd")));
        assertTrue(here.mayBeAt(URI.create("http://localhost:9000/jwks")));
        assertFalse(here.mayBeAt(URI.create("http://keys.example/jwks")));
    }

    @Test
    void secretThatOthersMayReadIsRefused() throws Exception {
        Files.setPosixFilePermissions(directory.resolve("secret"), PosixFilePermissions.fromString("rw-r--r--"));

        assertRefused(RIGHT, "chmod 600");
    }

    @Test
    void emptyAndOverLongSecretsAreRefused() throws Exception {
        for (String secret : new String[] {"", "\n", "two lines\ncanary", "canary".repeat(100)}) {
            Files.writeString(directory.resolve("secret"), secret);
            assertRefused(RIGHT, "must hold one line");
        }
    }

    @Test
    void nameThatReordersTextIsRefused() {
        assertRefused(RIGHT.replace("Example ID", "Example \u202E ID"), "oidc.json.name must not have");
    }
}
