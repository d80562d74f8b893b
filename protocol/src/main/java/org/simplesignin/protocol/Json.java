package org.simplesignin.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * The one JSON codec of the wire. Reading is strict: RFC 8259 in UTF-8 without a byte order mark, one value and nothing
 * after it, no member twice, nesting of at most {@value #DEPTH}, no number where a string belongs, no lone surrogates;
 * unknown members are ignored, so that a newer peer can say more. Writing leaves absent members out. Thread-safe.
 */
public final class Json {
    /** The deepest nesting that is read. */
    public static final int DEPTH = 8;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH)
                            .maxNameLength(256)
                            .maxNumberLength(32)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(LogicalType.Textual, config -> {
                config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                config.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                config.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
            })
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    private Json() {}

    /**
     * Returns the message that these bytes are.
     *
     * @param maxBytes the most bytes to look at, inclusive
     * @throws MalformedMessageException where the bytes are too many, not strict JSON or not a {@code type}
     */
    public static <T> T read(byte[] utf8, Class<T> type, int maxBytes) throws MalformedMessageException {
        if (utf8.length > maxBytes) {
            throw new MalformedMessageException("the message is over " + maxBytes + " bytes");
        }
        String text = decode(utf8);
        T value;
        try {
            value = MAPPER.readValue(text, type);
        } catch (JacksonException e) {
            // Jackson's own text can repeat what was received, so it is not handed on.
            throw new MalformedMessageException("the message is not a well-formed " + type.getSimpleName());
        }
        if (value == null) {
            throw new MalformedMessageException("the message is null where a " + type.getSimpleName() + " belongs");
        }
        return value;
    }

    /** Returns the UTF-8 JSON of a message. */
    public static byte[] write(Object message) {
        return MAPPER.writeValueAsBytes(message);
    }

    static <T> T convert(JsonNode body, Class<T> type) throws MalformedMessageException {
        try {
            return MAPPER.treeToValue(body, type);
        } catch (JacksonException e) {
            throw new MalformedMessageException("the body is not a well-formed " + type.getSimpleName());
        }
    }

    static JsonNode tree(Object message) {
        return MAPPER.valueToTree(message);
    }

    private static String decode(byte[] utf8) throws MalformedMessageException {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedMessageException("the message is not UTF-8");
        }
        if (text.startsWith("\uFEFF")) {
            throw new MalformedMessageException("the message starts with a byte order mark");
        }
        return text;
    }
}
