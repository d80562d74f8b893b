package org.simplesignin.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The strict reader against Jackson with duplicate detection: both read the same, or both refuse. */
final class StrictJsonProperties {
    private static final JsonMapper ORACLE = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(StrictJson.MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @Property(tries = 5000)
    void textOfJsonPiecesIsReadAsByTheOracle(@ForAll("pieces") String text) {
        assertSame(text);
    }

    @Property(tries = 3000)
    void mutatedJsonIsReadAsByTheOracle(@ForAll("mutated") String text) {
        assertSame(text);
    }

    @Property(tries = 2000)
    void anyStringIsReadAsByTheOracle(@ForAll String text) {
        assertSame(text);
        assertSame("{\"a\":" + text + "}");
    }

    private static void assertSame(String text) {
        if (Require.hasLoneSurrogate(text)) {
            return; // cannot be told in UTF-8 at all
        }
        assertEquals(oracle(text), ours(text), text);
    }

    private static @Nullable Json ours(String text) {
        try {
            return new Json.Members(StrictJson.object(text));
        } catch (StrictJson.Refused e) {
            return null;
        }
    }

    /** Returns null where the oracle refuses, and where we are stricter on purpose: lone surrogates written as escapes. */
    private static @Nullable Json oracle(String text) {
        try {
            JsonNode node = ORACLE.readTree(text);
            return node.isObject() ? convert(node) : null;
        } catch (JacksonException | IllegalArgumentException e) {
            return null;
        }
    }

    private static Json convert(JsonNode node) {
        if (node.isObject()) {
            Map<String, Json> members = new LinkedHashMap<>();
            node.properties().forEach(entry -> members.put(wellFormed(entry.getKey()), convert(entry.getValue())));
            return new Json.Members(members);
        }
        if (node.isArray()) {
            List<Json> items = new ArrayList<>();
            node.forEach(item -> items.add(convert(item)));
            return new Json.Items(items);
        }
        if (node.isString()) {
            return new Json.Text(wellFormed(node.asString()));
        }
        if (node.isBoolean()) {
            return new Json.Bool(node.asBoolean());
        }
        return node.isIntegralNumber()
                ? whole(node.bigIntegerValue())
                : node.isNull() ? Json.Other.NULL : Json.Other.NUMBER;
    }

    private static Json whole(BigInteger value) {
        return value.bitLength() < 64 ? new Json.Whole(value.longValue()) : Json.Other.NUMBER;
    }

    private static String wellFormed(String text) {
        if (Require.hasLoneSurrogate(text)) {
            throw new IllegalArgumentException();
        }
        return text;
    }

    @Provide
    Arbitrary<String> pieces() {
        return Arbitraries.of(
                        "{",
                        "}",
                        "[",
                        "]",
                        ",",
                        ":",
                        "\"a\":",
                        "\"b\":",
                        "\"\\u0061\":",
                        "1",
                        "23",
                        "0.5",
                        "1e3",
                        "true",
                        "null",
                        "\"x\"",
                        "\"\\n\"",
                        "\"\\ud83d\\udcfa\"",
                        " ",
                        "\n",
                        "{\"c\":1}",
                        "[1,2]",
                        "\"")
                .list()
                .ofMaxSize(14)
                .map(list -> "{\"z\":1," + String.join("", list) + "}");
    }

    @Provide
    Arbitrary<String> mutated() {
        String json =
                "{\"iss\":\"https://x\",\"iat\":1795262400,\"n\":[1,-2.5e3,{\"y\":null,\"t\":true}],\"q\":\"\\\"\\u00e9\\\\\"}";
        Arbitrary<Integer> at = Arbitraries.integers().between(0, json.length() - 1);
        Arbitrary<Character> with = Arbitraries.of("{}[]\",:\\/-+.eEu0123459 \n\tatrfn\u0000\u00a0\uFEFF"
                .chars()
                .mapToObj(c -> (char) c)
                .toList());
        Arbitrary<Integer> length = Arbitraries.integers().between(0, 2);
        return Combinators.combine(at, with, length)
                .as((i, c, n) -> json.substring(0, i) + c + json.substring(Math.min(json.length(), i + n)));
    }
}
