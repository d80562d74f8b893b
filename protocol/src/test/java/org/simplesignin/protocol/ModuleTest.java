package org.simplesignin.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.simplesignin.protocol.device.Switches;

/// Runs the module as a module: on the class path a missing `opens` would never show.
final class ModuleTest {
    @Test
    void recordsOfBothPackagesAreReadAndWrittenInsideTheModule() throws Exception {
        Path[] classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith("classes") || entry.contains("jackson"))
                .filter(entry -> !entry.endsWith("test-classes"))
                .map(Path::of)
                .toArray(Path[]::new);
        Configuration configuration = ModuleLayer.boot()
                .configuration()
                .resolve(ModuleFinder.of(classPath), ModuleFinder.of(), Set.of("org.simplesignin.protocol"));
        ModuleLayer layer =
                ModuleLayer.boot().defineModulesWithOneLoader(configuration, ClassLoader.getPlatformClassLoader());
        ClassLoader loader = layer.findLoader("org.simplesignin.protocol");
        Class<?> json = loader.loadClass(Json.class.getName());

        for (Object message : List.of(
                new RecordMetricsEventResponse(RequestStatus.FAILURE), new Switches(true, false, List.of("a")))) {
            byte[] bytes = Json.write(message);
            Class<?> type = loader.loadClass(message.getClass().getName());
            assertTrue(type.getModule().isNamed());
            Object read =
                    json.getMethod("read", byte[].class, Class.class, int.class).invoke(null, bytes, type, 999);
            assertEquals(message.toString(), read.toString());
            assertArrayEquals(
                    bytes, (byte[]) json.getMethod("write", Object.class).invoke(null, read));
        }
        assertEquals(
                Set.of("org.simplesignin.protocol", "org.simplesignin.protocol.device"),
                json.getModule().getDescriptor().exports().stream()
                        .map(exported -> exported.source())
                        .collect(Collectors.toSet()));
    }
}
