package org.simplesignin.server.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.simplesignin.server.Stores;

/// Stores with one port replaced, whatever other ports there are, and ports with a step of a test behind a verb.
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

    /// Returns a port that does what the real one does, and takes a step each time one of its verbs has been done.
    public static <T> T after(Class<T> port, T real, String verb, Runnable step) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(real, arguments);
                        if (method.getName().equals(verb)) {
                            step.run();
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
