package org.simplesignin.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script `simple-sign-in` on machines whose JDKs are not what it needs. It must say so before it builds anything.
final class MissingJdkTest {
    private static final Path SCRIPT = Path.of(System.getProperty("root.dir")).resolve("simple-sign-in");
    private static final Path THIS_JDK = Path.of(System.getProperty("java.home"));

    @TempDir
    private Path directory;

    private record End(int exit, String out, String err) {}

    @Test
    void withoutAnyJdk25OneLineSaysWhatToInstall() throws Exception {
        Path old = jdk("jdk-17", "17.0.12");

        assertSaysWhatToInstall(run(old, Map.of("SIMPLE_SIGN_IN_JDKS", old.toString())));
    }

    @Test
    void olderJavaHomeIsNotTaken() throws Exception {
        Path old = jdk("jdk-17", "17.0.12");

        assertSaysWhatToInstall(run(old, Map.of("SIMPLE_SIGN_IN_JDKS", "", "JAVA_HOME", old.toString())));
    }

    @Test
    void runtimeWithoutCompilerIsNotTaken() throws Exception {
        Path runtime = jdk("jre-25", "25.0.1");
        Files.delete(runtime.resolve("bin/javac"));

        assertSaysWhatToInstall(run(runtime, Map.of("SIMPLE_SIGN_IN_JDKS", "")));
    }

    @Test
    void version250IsNot25() throws Exception {
        Path far = jdk("jdk-250", "250.0.1");

        assertSaysWhatToInstall(run(far, Map.of("SIMPLE_SIGN_IN_JDKS", "")));
    }

    @Test
    void jdk25BesideAnOlderDefaultIsFound() throws Exception {
        Path old = jdk("jdk-17", "17.0.12");

        End end = run(old, Map.of("SIMPLE_SIGN_IN_JDKS", directory + "/nothing* " + THIS_JDK));

        assertTrue(end.err().contains("holds no demo"), end.err());
    }

    private static void assertSaysWhatToInstall(End end) {
        assertEquals(2, end.exit(), end.err());
        assertEquals("", end.out());
        assertEquals(1, end.err().lines().count(), end.err());
        assertTrue(end.err().contains("needs a JDK 25: install one"), end.err());
    }

    /// Something that looks like a JDK of this version.
    private Path jdk(String name, String version) throws Exception {
        Path home = directory.resolve(name);
        Path bin = Files.createDirectories(home.resolve("bin"));
        for (String tool : new String[] {"java", "javac"}) {
            Path file = Files.writeString(
                    bin.resolve(tool), "#!/bin/sh\necho 'openjdk version \"" + version + "\" 2024-07-16' >&2\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        }
        return home;
    }

    /// A checkout that says it is built and holds nothing, so that the script stops after it has chosen a JDK.
    private Path copiedScript() throws Exception {
        Path target = Files.createDirectories(directory.resolve("checkout/demo/target"));
        Files.createFile(target.resolve("built"));
        return Files.copy(SCRIPT, directory.resolve("checkout/simple-sign-in"));
    }

    /// Runs the script with this JDK as the machine's default.
    private End run(Path defaultJdk, Map<String, String> environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sh", copiedScript().toString(), "demo");
        builder.environment().remove("JAVA_HOME");
        builder.environment().merge("PATH", "", (path, none) -> defaultJdk.resolve("bin") + ":" + path);
        builder.environment().putAll(environment);
        Path out = directory.resolve("out.txt");
        Path err = directory.resolve("err.txt");
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        try {
            assertTrue(process.waitFor(5, TimeUnit.MINUTES), "the launcher does not end");
        } finally {
            process.destroyForcibly();
        }
        return new End(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }
}
