package org.simplesignin.sample.backend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.simplesignin.tokens.InsecureSecretAccess;
import org.simplesignin.tokens.LinkTokenKeys;

/// The file with the link token keys: made at the first start, readable by its owner only. Who loses it ends every
/// link.
final class KeyFile {
    private KeyFile() {}

    /// Returns the keys in this file, which is made with a fresh key where there is none.
    ///
    /// @throws IOException where the file cannot be read or written, is not the backend's alone, or holds something
    /// else
    static LinkTokenKeys open(Path file) throws IOException {
        PrivateFile.require(file);
        if (!Files.exists(file)) {
            String json = LinkTokenKeys.generate().toInsecureJson(InsecureSecretAccess.GRANTED);
            PrivateFile.replace(file, json.getBytes(StandardCharsets.UTF_8));
        }
        try {
            return LinkTokenKeys.parse(Files.readString(file));
        } catch (IllegalArgumentException e) {
            throw new IOException(file.getFileName() + " does not hold link token keys: restore it from a backup", e);
        }
    }
}
