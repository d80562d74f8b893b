package org.simplesignin.server.storage.sql;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.keys.BoundTo;
import org.simplesignin.server.keys.CustomerKeys;
import org.simplesignin.server.keys.LookupIndex;
import org.simplesignin.server.keys.Wrapped;

/// How what is personal stands in columns: sealed under the customer's key, all texts of a row that are read together
/// in one envelope, bound to their row; and found by keyed hashes. The ports know nothing of it.
///
/// An envelope holds each text as its length in bytes (four bytes; -1 where it is absent) and its UTF-8.
final class Seals {
    private static final int ABSENT = -1;

    private final CustomerKeys keys;
    private final LookupIndex lookup;

    Seals(CustomerKeys keys, LookupIndex lookup) {
        this.keys = keys;
        this.lookup = lookup;
    }

    /// Returns the value by which a customer is found.
    byte[] lookup(String purpose, String text) {
        return lookup.of(purpose, text);
    }

    /// Returns the value by which a row of this customer is found.
    byte[] index(CustomerId customer, String purpose, String text) {
        return keys.index(customer, purpose, text);
    }

    Wrapped seal(CustomerId customer, BoundTo row, @Nullable String... texts) {
        List<byte[]> parts = new ArrayList<>(2 * texts.length);
        int length = 0;
        for (String text : texts) {
            byte[] utf8 = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
            parts.add(ByteBuffer.allocate(4)
                    .putInt(text == null ? ABSENT : utf8.length)
                    .array());
            parts.add(utf8);
            length += 4 + utf8.length;
        }
        ByteBuffer plain = ByteBuffer.allocate(length);
        parts.forEach(plain::put);
        return keys.seal(customer, row, plain.array());
    }

    /// Opens what [#seal] made.
    ///
    /// @throws org.simplesignin.server.keys.UnwrapException where it is not this row's
    /// @throws org.simplesignin.server.keys.CustomerGoneException where the customer was shredded
    Texts open(CustomerId customer, BoundTo row, Wrapped sealed) {
        return new Texts(keys.open(customer, sealed, row));
    }

    /// The texts of an envelope, taken in the order in which they were sealed.
    static final class Texts {
        private final byte[] plain;
        private int at;

        private Texts(byte[] plain) {
            this.plain = plain;
        }

        String next() {
            String text = nextOrNull();
            if (text == null) {
                throw new IllegalStateException("a sealed text is absent where it must be");
            }
            return text;
        }

        @Nullable
        String nextOrNull() {
            try {
                int length = ByteBuffer.wrap(plain).getInt(at);
                at += 4;
                if (length == ABSENT) {
                    return null;
                }
                String text = new String(plain, at, length, StandardCharsets.UTF_8);
                at += length;
                return text;
            } catch (IndexOutOfBoundsException e) {
                // Authentic, so it was sealed like this: a fault of ours.
                throw new IllegalStateException("a sealed row has not the texts it must have", e);
            }
        }
    }
}
