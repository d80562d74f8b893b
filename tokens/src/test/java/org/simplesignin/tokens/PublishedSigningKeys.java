package org.simplesignin.tokens;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The published vectors of encrypted link signing keys, made as {@link PublishedVectors} makes the tokens. */
final class PublishedSigningKeys {
    private final List<Map<String, Object>> cases = new ArrayList<>();

    private PublishedSigningKeys() {}

    /** Returns the content of {@code link-signing-keys.json}. */
    static Map<String, Object> file(AppKeyPair app, AppKeyPair otherApp) {
        return new PublishedSigningKeys().linkSigningKeys(app, otherApp);
    }

    private Map<String, Object> linkSigningKeys(AppKeyPair app, AppKeyPair otherApp) {
        String id = "020100301306072a8648ce3d020106082a8648ce3d030107";
        String scalar = hex(Forge.SCALAR);
        String point = HexFormat.of().formatHex(Arrays.copyOfRange(PublishedVectors.spki(), 27, 91));
        String otherPoint = HexFormat.of()
                .formatHex(LinkVerificationKey.parse(Forge.verificationKey(Forge.OTHER_SCALAR))
                        .point());
        String full = "308187" + id + "046d306b0201010420" + scalar + "a14403420004" + point;
        String bare = "3041" + id + "042730250201010420";
        key("PKCS#8 with the public key, 138 bytes", Encrypted.oaep(app, full, 32), full);
        key("PKCS#8 without the public key, 67 bytes", Encrypted.oaep(app, bare + scalar, 32), full);
        key(
                "PKCS#8 with the curve repeated and the public key, 150 bytes",
                Encrypted.oaep(
                        app,
                        "308193" + id + "047930770201010420" + scalar + "a00a06082a8648ce3d030107a14403420004" + point,
                        32),
                full);
        key(
                "PKCS#8 with the curve repeated, 79 bytes",
                Encrypted.oaep(app, "304d" + id + "043330310201010420" + scalar + "a00a06082a8648ce3d030107", 32),
                full);
        String undecryptable = "INVALID_LINK_SIGNING_KEY_ENCRYPTION";
        key("encrypted for another app", Encrypted.oaep(otherApp, full, 32), undecryptable);
        key("MGF1 with SHA-1", Encrypted.oaep(app, full, 20), undecryptable);
        key("not Base64", "%%%%", undecryptable);
        key("empty", "", undecryptable);
        key("white space at the end", Encrypted.oaep(app, full, 32) + "\n", undecryptable);
        key("over 1024 characters", "A".repeat(1028), undecryptable);
        String unusable = "INVALID_LINK_SIGNING_KEY";
        key("public key of another pair", Encrypted.oaep(app, full.replace(point, otherPoint), 32), unusable);
        key("scalar is zero", Encrypted.oaep(app, bare + "00".repeat(32), 32), unusable);
        key("scalar is the order", Encrypted.oaep(app, bare + hex(P256.N), 32), unusable);
        key("empty content", Encrypted.oaep(app, "", 32), unusable);
        key(
                "PEM text in place of DER",
                Encrypted.oaep(
                        app,
                        HexFormat.of().formatHex("-----BEGIN PRIVATE KEY-----".getBytes(StandardCharsets.US_ASCII)),
                        32),
                unusable);
        key(
                "P-384 named as the curve",
                Encrypted.oaep(app, "303e020100301006072a8648ce3d020106052b81040022042730250201010420" + scalar, 32),
                unusable);
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("description", "Encrypted link signing keys and what the server must answer; see README.md");
        file.put("appKeyPkcs8Pem", "app-key.pem");
        file.put("appKeyPem", app.publicKey().toPem());
        file.put("appKeyJwk", Forge.JSON.readTree(app.publicKey().toJwk()));
        file.put("cases", cases);
        return file;
    }

    private void key(String comment, String encrypted, String outcome) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("id", cases.size() + 1);
        entry.put("comment", comment);
        entry.put("linkSigningKey", encrypted);
        boolean valid = outcome.startsWith("30");
        entry.put("result", valid ? "valid" : "invalid");
        entry.put(valid ? "pkcs8Hex" : "reason", outcome);
        if (valid) {
            entry.put("vKey", Forge.verificationKey(Forge.SCALAR));
        }
        cases.add(entry);
    }

    static String hex(BigInteger number) {
        return "%064x".formatted(number);
    }
}
