package org.simplesignin.server.testing;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.simplesignin.server.Stores;

/// Stores with one port replaced, whatever other ports there are.
public final class Replaced {
    private Replaced() {}

    /// Returns these stores with this port instead of the one of its type.
    public static <T> Stores with(Stores stores, Class<T> port, T replacement) {
        RecordComponent[] components = Stores.class.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        if (!Arrays.asList(types).contains(port)) {
            throw new IllegalArgumentException("no store is a " + port);
        }
        try {
            Object[] values = new Object[components.length];
            for (int i = 0; i < components.length; i++) {
                values[i] = types[i].equals(port)
                        ? replacement
                        : components[i].getAccessor().invoke(stores);
            }
            return Stores.class.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
