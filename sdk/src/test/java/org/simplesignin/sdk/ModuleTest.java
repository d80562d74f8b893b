package org.simplesignin.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the module as a module against a client, as an app with modules of its own would.
final class ModuleTest {
    @Test
    void theModuleAsksAndUnderstands(@TempDir Path directory) throws Exception {
        Path[] modules = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> (entry.contains("protocol") && !entry.endsWith("test-classes"))
                        || entry.endsWith("sdk" + File.separator + "target" + File.separator + "classes")
                        || entry.contains("jackson"))
                .map(Path::of)
                .toArray(Path[]::new);
        Configuration configuration = ModuleLayer.boot()
                .configuration()
                .resolve(ModuleFinder.of(modules), ModuleFinder.of(), Set.of("org.simplesignin.sdk"));
        ClassLoader loader = ModuleLayer.boot()
                .defineModulesWithOneLoader(configuration, ClassLoader.getPlatformClassLoader())
                .findLoader("org.simplesignin.sdk");
        Class<?> settings = loader.loadClass(SimpleSignInConfiguration.class.getName());
        Class<?> service = loader.loadClass(SimpleSignInService.class.getName());
        assertTrue(service.getModule().isNamed());

        try (FakeClient client = FakeClient.listening(directory, FakeClient.answering(Fixtures.FOUND))) {
            Object ofProcess = settings.getMethod("ofProcess").invoke(null);
            Object ours = settings.getMethod("withSocket", Path.class).invoke(ofProcess, client.socket());
            service.getMethod("configure", settings).invoke(null, ours);
            CompletableFuture<?> answer = (CompletableFuture<?>)
                    service.getMethod("getUserAndLinks", String.class).invoke(null, Fixtures.PROVIDER);
            assertEquals(Fixtures.FOUND.toString(), answer.get().toString());
        }
    }
}
