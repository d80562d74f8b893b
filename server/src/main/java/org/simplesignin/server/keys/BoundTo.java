package org.simplesignin.server.keys;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What a wrapped secret belongs to: its purpose and the ids of its row. It is the associated data of the encryption,
/// so the secret opens only where the same is named again (T11).
public record BoundTo(String purpose, List<String> ids) {
    /// Copies the list.
    public BoundTo {
        ids = List.copyOf(ids);
    }

    /// Returns the binding of these ids, in this order.
    public static BoundTo of(String purpose, String... ids) {
        return new BoundTo(purpose, List.of(ids));
    }

    /// Returns the bytes: each text led by its length, so that no two bindings have the same.
    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(out, purpose);
        ids.forEach(id -> write(out, id));
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeBytes(ByteBuffer.allocate(4).putInt(utf8.length).array());
        out.writeBytes(utf8);
    }
}
