package org.simplesignin.server.keys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.server.config.UnusableConfigurationException;

final class WrappingKeysTest {
    private static final byte[] SECRET = "a secret".getBytes(StandardCharsets.US_ASCII);
    private static final BoundTo ROW = BoundTo.of("link-signing-key", "link-1", "customer-1", "provider-1");

    @TempDir
    Path directory;

    private final SecureRandom random = new SecureRandom();
    private final WrappingKeys keys = WrappingKeys.of(Map.of("k1", key(1)), "k1", random);

    private static byte[] key(int value) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) value);
        return key;
    }

    @Test
    void whatWasWrappedOpens() {
        assertArrayEquals(SECRET, keys.unwrap(keys.wrap(SECRET, ROW), ROW));
    }

    @Test
    void theSameSecretIsWrappedDifferentlyEachTime() {
        assertNotEquals(keys.wrap(SECRET, ROW), keys.wrap(SECRET, ROW));
    }

    @Test
    void envelopeDoesNotShowTheSecret() {
        String envelope = new String(keys.wrap(SECRET, ROW).bytes(), StandardCharsets.ISO_8859_1);

        assertFalse(envelope.contains("a secret"));
        assertEquals("Wrapped[redacted]", keys.wrap(SECRET, ROW).toString());
    }

    @Test
    void inAnotherRowItDoesNotOpen() {
        Wrapped wrapped = keys.wrap(SECRET, ROW);

        for (BoundTo other : new BoundTo[] {
            BoundTo.of("link-signing-key", "link-2", "customer-1", "provider-1"),
            BoundTo.of("link-signing-key", "link-1", "customer-2", "provider-1"),
            BoundTo.of("link-signing-key", "link-1", "customer-1", "provider-2"),
            BoundTo.of("app-key", "link-1", "customer-1", "provider-1"),
            BoundTo.of("link-signing-key", "link-1customer-1", "provider-1"),
            BoundTo.of("link-signing-key", "link-1", "customer-1", "provider-", "1")
        }) {
            assertThrows(UnwrapException.class, () -> keys.unwrap(wrapped, other), other.toString());
        }
    }

    @Test
    void everyChangedBitIsNoticed() {
        byte[] envelope = keys.wrap(SECRET, ROW).bytes();
        for (int bit = 0; bit < envelope.length * 8; bit++) {
            byte[] changed = envelope.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThrows(UnwrapException.class, () -> keys.unwrap(Wrapped.of(changed), ROW), "bit " + bit);
        }
    }

    @Test
    void everyCutIsNoticed() {
        byte[] envelope = keys.wrap(SECRET, ROW).bytes();
        for (int length = 1; length < envelope.length; length++) {
            Wrapped cut = Wrapped.of(Arrays.copyOf(envelope, length));
            assertThrows(UnwrapException.class, () -> keys.unwrap(cut, ROW), "length " + length);
        }
        assertThrows(
                UnwrapException.class,
                () -> keys.unwrap(Wrapped.of(Arrays.copyOf(envelope, envelope.length + 1)), ROW));
    }

    @Test
    void rotationKeepsWhatLiesUnderTheOldKey() {
        Wrapped old = keys.wrap(SECRET, ROW);
        WrappingKeys rotated = WrappingKeys.of(Map.of("k1", key(1), "k2", key(2)), "k2", random);
        WrappingKeys onlyNew = WrappingKeys.of(Map.of("k2", key(2)), "k2", random);

        assertArrayEquals(SECRET, rotated.unwrap(old, ROW));
        assertArrayEquals(SECRET, onlyNew.unwrap(rotated.wrap(SECRET, ROW), ROW));
        assertThrows(UnwrapException.class, () -> onlyNew.unwrap(old, ROW));
    }

    @Test
    void anotherKeyOfTheSameNameDoesNotOpen() {
        Wrapped wrapped = keys.wrap(SECRET, ROW);
        WrappingKeys other = WrappingKeys.of(Map.of("k1", key(2)), "k1", random);

        assertThrows(UnwrapException.class, () -> other.unwrap(wrapped, ROW));
    }

    @Test
    void keysPrintWithoutThemselves() {
        assertEquals("WrappingKeys[current=k1, redacted]", keys.toString());
    }

    @Test
    void fileIsMadeOnceForItsOwnerOnly() throws Exception {
        Path file = directory.resolve("wrapping-keys.json");
        Wrapped wrapped = WrappingKeyFile.readOrMake(file, random).wrap(SECRET, ROW);

        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertArrayEquals(SECRET, WrappingKeyFile.readOrMake(file, random).unwrap(wrapped, ROW));
        try (var files = Files.list(directory)) {
            assertEquals(1, files.count(), "nothing half-done is left");
        }
    }

    @Test
    void fileThatOthersMayReadIsRefused() throws Exception {
        Path file = directory.resolve("wrapping-keys.json");
        WrappingKeyFile.readOrMake(file, random);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        assertRefused(file, "chmod 600");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{'current':'k1'}",
                "{'current':'k1','keys':[]}",
                "{'current':'k2','keys':[{'id':'k1','key':'KEY'}]}",
                "{'current':'k1','keys':[{'id':'k1','key':'SHORT'}]}",
                "{'current':'k1','keys':[{'id':'k1','key':'not base64'}]}",
                "{'current':'k1','keys':[{'id':'k 1','key':'KEY'}]}",
                "{'current':'k1','keys':[{'id':'k1','key':'KEY'},{'id':'k1','key':'KEY'}]}",
                "{'current':'k1','keys':[{'id':'k1','key':'KEY','x':1}]}",
                "{'current':'k1','keys':[{'id':'k1','key':'KEY'}],'x':1}",
            })
    void fileThatIsNotAsItMustBeIsRefusedWithoutShowingAKey(String content) throws Exception {
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(key(7));
        Path file = directory.resolve("wrapping-keys.json");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, content.replace('\'', '"').replace("KEY", secret));

        assertFalse(assertRefused(file, "wrapping-keys.json").contains(secret));
    }

    @Test
    void directoryThatCannotBeWrittenIsRefused() {
        assertRefused(directory.resolve("missing").resolve("wrapping-keys.json"), "cannot write");
    }

    private String assertRefused(Path file, String message) {
        String refusal = String.valueOf(
                assertThrows(UnusableConfigurationException.class, () -> WrappingKeyFile.readOrMake(file, random))
                        .getMessage());
        assertTrue(refusal.contains(message), refusal);
        return refusal;
    }
}
