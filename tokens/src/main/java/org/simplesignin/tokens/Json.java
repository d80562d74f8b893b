package org.simplesignin.tokens;

import java.util.List;
import java.util.Map;

/** A JSON value that {@link StrictJson} has read, as far as tokens and keys need one. */
sealed interface Json {
    /** An object; its names are unique, in the order they were written. */
    record Members(Map<String, Json> byName) implements Json {}

    /** An array. */
    record Items(List<Json> inOrder) implements Json {}

    /** A string, unescaped and without lone surrogates. */
    record Text(String value) implements Json {}

    /** A number without fraction, exponent or minus zero that fits into a {@code long}. */
    record Whole(long value) implements Json {}

    /** {@code true} or {@code false}. */
    record Bool(boolean value) implements Json {}

    /** What is legal and of no use here: {@code null} and every other number. */
    enum Other implements Json {
        NULL,
        NUMBER
    }
}
