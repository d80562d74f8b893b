package org.simplesignin.server.keys;

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
        byte[][] texts = new byte[1 + ids.size()][];
        texts[0] = purpose.getBytes(StandardCharsets.UTF_8);
        int length = 4 + texts[0].length;
        for (int i = 1; i < texts.length; i++) {
            texts[i] = ids.get(i - 1).getBytes(StandardCharsets.UTF_8);
            length += 4 + texts[i].length;
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        for (byte[] text : texts) {
            bytes.putInt(text.length).put(text);
        }
        return bytes.array();
    }
}
