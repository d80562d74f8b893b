package org.simplesignin.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/// Every public record of this module, found in its class files, and random ones of each: so a new record is tested
/// from the day it is there.
final class WireRecords {
    private WireRecords() {}

    /// Returns all public records of both packages.
    static List<Class<?>> all() {
        try {
            Path classes = Path.of(Json.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            try (Stream<Path> files = Files.walk(classes)) {
                return files.map(file -> classes.relativize(file).toString())
                        .filter(name -> name.endsWith(".class") && name.contains("simplesignin"))
                        .<Class<?>>map(name -> load(name.substring(0, name.length() - ".class".length())
                                .replace('/', '.')))
                        .filter(type -> type.isRecord() && java.lang.reflect.Modifier.isPublic(type.getModifiers()))
                        .toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Returns whether the component may be absent.
    static boolean optional(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    /// Returns any text that UTF-8 can say, of up to 40 characters.
    static Arbitrary<String> unicode() {
        return Arbitraries.integers()
                .between(0, Character.MAX_CODE_POINT)
                .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                .list()
                .ofMaxSize(40)
                .map(points -> points.stream().map(Character::toString).collect(java.util.stream.Collectors.joining()));
    }

    /// Returns random records of a type, with texts by the name of their component.
    @SuppressWarnings("NullAway") // absent members are what is tested
    static <T> Arbitrary<T> of(Class<T> type, Function<String, Arbitrary<String>> texts) {
        List<Arbitrary<@Nullable Object>> components = Arrays.stream(type.getRecordComponents())
                .map(component -> {
                    Arbitrary<@Nullable Object> values = values(component.getName(), component.getGenericType(), texts);
                    return optional(component) ? values.injectNull(0.5) : values;
                })
                .toList();
        return Combinators.combine(components)
                .as(arguments -> create(type, arguments))
                .filter(Optional::isPresent)
                .map(Optional::orElseThrow);
    }

    @SuppressWarnings({"unchecked", "NullAway"})
    private static Arbitrary<@Nullable Object> values(
            String name, Type type, Function<String, Arbitrary<String>> texts) {
        if (type instanceof ParameterizedType list) {
            return values(name, list.getActualTypeArguments()[0], texts)
                    .list()
                    .ofMaxSize(3)
                    .map(Object.class::cast);
        }
        Class<?> raw = (Class<?>) type;
        if (raw == String.class) {
            return texts.apply(name).map(Object.class::cast);
        }
        if (raw == boolean.class) {
            return Arbitraries.of(true, false).map(Object.class::cast);
        }
        if (raw == int.class) {
            return Arbitraries.integers().map(Object.class::cast);
        }
        if (raw == long.class || raw == Long.class) {
            return Arbitraries.longs().map(Object.class::cast);
        }
        if (raw.isEnum()) {
            return Arbitraries.of((Object[]) raw.getEnumConstants());
        }
        return of((Class<Object>) raw, texts).map(Object.class::cast);
    }

    /// Returns the record, or empty where its constructor refuses the combination.
    private static <T> Optional<T> create(Class<T> type, List<@Nullable Object> arguments) {
        try {
            Class<?>[] types = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            Constructor<T> constructor = type.getDeclaredConstructor(types);
            return Optional.of(constructor.newInstance(arguments.toArray()));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException) {
                return Optional.empty();
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
