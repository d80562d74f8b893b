package org.simplesignin.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
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
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
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
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(LogicalType.Textual, config -> {
                config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                config.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                config.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
            })
            .annotationIntrospector(new PrimitivesAreMandatory())
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    private Json() {}

    /** An absent number or flag would silently be 0 or false; all else that is mandatory is refused by the records. */
    private static final class PrimitivesAreMandatory extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
            return member.getRawType().isPrimitive() ? Boolean.TRUE : super.hasRequiredMarker(config, member);
        }
    }

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

    /**
     * Returns the UTF-8 JSON of a message.
     *
     * @throws IllegalArgumentException where a text in it holds a lone surrogate, which UTF-8 cannot say
     */
    public static byte[] write(Object message) {
        String json = MAPPER.writeValueAsString(message);
        if (!Limits.isUnicode(json)) {
            throw new IllegalArgumentException("a text in the message holds a lone surrogate");
        }
        return json.getBytes(StandardCharsets.UTF_8);
    }

    static <T> T convert(JsonNode body, Class<T> type) throws MalformedMessageException {
        T value;
        try {
            value = MAPPER.treeToValue(body, type);
        } catch (JacksonException e) {
            throw new MalformedMessageException("the body is not a well-formed " + type.getSimpleName());
        }
        if (value == null) {
            throw new MalformedMessageException("the body is null where a " + type.getSimpleName() + " belongs");
        }
        return value;
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
        refuseLoneSurrogates(text);
        return text;
    }

    /**
     * Refuses {@code \\ud800} and the like (RFC 8259 §8.2): two readers disagree on what they mean. Bytes cannot hold a lone
     * surrogate, the decoder has refused that, so only escapes are looked at; outside of strings there is none in JSON.
     */
    private static void refuseLoneSurrogates(String text) throws MalformedMessageException {
        boolean highBefore = false;
        int at = 0;
        while (at < text.length()) {
            boolean escape = text.charAt(at) == '\\';
            boolean unicode = escape && text.startsWith("u", at + 1) && at + 6 <= text.length();
            char unit = unicode ? escaped(text, at + 2) : 0;
            if (highBefore != Character.isLowSurrogate(unit)) {
                throw new MalformedMessageException("the message holds a lone surrogate");
            }
            highBefore = Character.isHighSurrogate(unit);
            at += unicode ? 6 : escape ? 2 : 1;
        }
        if (highBefore) {
            throw new MalformedMessageException("the message holds a lone surrogate");
        }
    }

    private static char escaped(String text, int at) throws MalformedMessageException {
        int unit = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                throw new MalformedMessageException("the message holds an escape without four hexadecimal digits");
            }
            unit = unit * 16 + digit;
        }
        return (char) unit;
    }
}
