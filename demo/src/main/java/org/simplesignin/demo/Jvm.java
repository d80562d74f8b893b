package org.simplesignin.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The Java that the parts of a demo run on.
///
/// @param classPath as `java -cp` takes it
/// @param caches the directory of AOT caches (JEP 514), one for each program: what the JDK remembers of the classes
///     that it loads at its start; null where there are none
/// @param recording whether the caches are written rather than read
record Jvm(String classPath, @Nullable Path caches, boolean recording) {
    // Six small processes on one machine that shall be there soon: no second compiler, no parallel collector.
    private static final List<String> OPTIONS =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED");

    /// Returns what this process runs on. Its launcher names the directory of the caches.
    static Jvm ofThisProcess(boolean recording) {
        String caches = System.getProperty("simple-sign-in.aot");
        return new Jvm(System.getProperty("java.class.path"), caches == null ? null : Path.of(caches), recording);
    }

    /// Returns the command that starts a program; its arguments are to follow.
    ///
    /// @param records whether this process is the one of its program that writes the cache where caches are written
    List<String> command(Program program, boolean records) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.add("-Xmx" + program.heap());
        if (caches != null) {
            Path cache = caches.resolve(program.subcommand() + ".aot");
            if (recording && records) {
                command.add("-XX:AOTCacheOutput=" + cache);
            } else if (!recording && Files.exists(cache)) {
                // JDK 25 warns of adapters that it could not take from the cache; it makes them anew.
                command.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=error"));
            }
        }
        command.addAll(List.of("-cp", classPath, DemoMain.class.getName()));
        command.addAll(List.of(DemoMain.STOP_WITH_PARENT, program.subcommand()));
        return command;
    }
}
