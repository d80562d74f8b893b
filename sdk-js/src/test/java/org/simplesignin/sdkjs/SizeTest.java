package org.simplesignin.sdkjs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/// A weak TV loads this before the app's first screen.
final class SizeTest {
    @Test
    void theModuleIsSmall() throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(Site.text("/META-INF/resources/simple-sign-in.js").getBytes(StandardCharsets.UTF_8));
        }
        assertTrue(compressed.size() <= 6 * 1024, () -> compressed.size() + " bytes compressed");
    }
}
