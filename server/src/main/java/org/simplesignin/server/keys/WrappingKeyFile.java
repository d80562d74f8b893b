package org.simplesignin.server.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.simplesignin.server.config.Fields;
import org.simplesignin.server.config.SecretFile;
import org.simplesignin.server.config.UnusableConfigurationException;

/// The file with the wrapping keys, `{"current": "k1", "keys": [{"id": "k1", "key": "<32 bytes, base64url>"}]}`, which
/// only its owner may read. Whoever has it and the database has every link; whoever loses it loses every link. Back it
/// up apart from the database.
public final class WrappingKeyFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private WrappingKeyFile() {}

    /// Reads the keys, or makes the file with one fresh key where there is none.
    ///
    /// @throws UnusableConfigurationException where the file cannot be used or made, is not of the server's
    /// own user, or others may read it
    public static WrappingKeys readOrMake(Path file, SecureRandom random) {
        if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            make(file, random);
        }
        return read(file, random);
    }

    private static WrappingKeys read(Path file, SecureRandom random) {
        requireOwnerOnly(file);
        Fields fields = Fields.read(file);
        String current = fields.text("current", 64);
        Map<String, byte[]> keys = new LinkedHashMap<>();
        for (Fields key : fields.objects("keys")) {
            String id =
                    key.text("id", 64, name -> WrappingKeys.KEY_ID.matcher(name).matches(), "must be A-Z a-z 0-9 _ -");
            if (keys.put(id, decode(key, key.text("key", 64))) != null) {
                throw key.problem("id", "is there twice");
            }
            key.end();
        }
        fields.end();
        if (!keys.containsKey(current)) {
            throw fields.problem("current", "names none of the keys");
        }
        return WrappingKeys.of(keys, current, random);
    }

    private static byte[] decode(Fields key, String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            if (bytes.length == WrappingKeys.KEY_BYTES) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw notAKey(key); // without its cause, which quotes the key
        }
        throw notAKey(key);
    }

    private static UnusableConfigurationException notAKey(Fields key) {
        return key.problem("key", "must be 32 bytes in base64url");
    }

    private static void requireOwnerOnly(Path file) {
        try {
            String strange = SecretFile.strangeness(file).orElse(null);
            if (strange != null) {
                throw new UnusableConfigurationException(strange);
            }
            if (!SecretFile.isPrivate(file)) {
                throw new UnusableConfigurationException(
                        file.getFileName() + ": others than its owner may use it; run chmod 600 " + file);
            }
        } catch (IOException e) {
            throw new UnusableConfigurationException(file.getFileName() + ": cannot be read; check its permissions", e);
        }
    }

    private static void make(Path file, SecureRandom random) {
        byte[] key = new byte[WrappingKeys.KEY_BYTES];
        random.nextBytes(key);
        byte[] suffix = new byte[4];
        random.nextBytes(suffix);
        String id = "k" + HexFormat.of().formatHex(suffix);
        String json = "{\"current\": \"" + id + "\", \"keys\": [{\"id\": \"" + id + "\", \"key\": \""
                + Base64.getUrlEncoder().withoutPadding().encodeToString(key) + "\"}]}\n";
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(temporary);
            Files.createFile(temporary, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(json.getBytes(StandardCharsets.US_ASCII));
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                // Before anything is wrapped under it: a key lost in a power cut would take its links along.
                out.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
                directory.force(true);
            }
        } catch (IOException e) {
            throw new UnusableConfigurationException(
                    "cannot write " + file + "; make the data directory writable or choose another --data", e);
        }
    }
}
