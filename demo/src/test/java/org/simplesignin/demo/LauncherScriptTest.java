package org.simplesignin.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The script `simple-sign-in` before it starts anything: which JDK it takes, and when it builds. Both in a checkout
/// that holds nothing, so that it stops after that. And which JDK `mvnw` gives to Maven.
@Tag("process")
final class LauncherScriptTest {
    private static final Path ROOT = Path.of(System.getProperty("root.dir"));
    private static final Instant BUILT = Instant.parse("2026-01-02T03:04:05Z");
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

    @Test
    void whatWasNeverBuiltIsBuiltOnce() throws Exception {
        Files.delete(built());

        assertTrue(runOnThisJdk().err().contains("Building"));
        assertEquals(List.of("-q -Pquick -Dmaven.test.skip=true -pl demo -am package on " + THIS_JDK), builds());
        assertTrue(Files.exists(built()));

        assertFalse(runOnThisJdk().err().contains("Building"));
        assertEquals(1, builds().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"pom.xml", "server/pom.xml", "client/src/main/resources/shell.js", "demo/src/build/x.xml"})
    void whatChangedSinceIsBuilt(String changed) throws Exception {
        Path file = checkout().resolve(changed);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "changed");
        Files.setLastModifiedTime(file, FileTime.from(BUILT.plusSeconds(2)));

        runOnThisJdk();

        assertEquals(1, builds().size());
    }

    @Test
    void whatOnlyTestsNeedIsNotBuilt() throws Exception {
        Path test =
                Files.createDirectories(checkout().resolve("server/src/test")).resolve("ATest.java");
        Files.setLastModifiedTime(Files.writeString(test, "changed"), FileTime.from(BUILT.plusSeconds(2)));

        runOnThisJdk();

        assertEquals(List.of(), builds());
    }

    @Test
    void buildThatFailsIsSaidAndTriedAgainAndLeavesNothingToStart() throws Exception {
        Files.delete(built());
        Path cache = Files.createFile(checkout().resolve("demo/target/device.aot"));
        Files.writeString(checkout().resolve("mvnw"), "#!/bin/sh\nexit 1\n");

        End end = runOnThisJdk();

        assertEquals(2, end.exit());
        assertTrue(end.err().contains("the build failed: see above"), end.err());
        assertFalse(Files.exists(built()));
        assertFalse(Files.exists(cache));
    }

    @ParameterizedTest
    @EnumSource(Program.class)
    void everyProgramHasTheHeapThatItHasInTheDemo(Program program) throws Exception {
        assertTrue(command(program, Map.of()).contains("-Xmx" + program.heap()));
    }

    @Test
    void operatorChoosesTheHeapOfAServerAndOfNothingElse() throws Exception {
        Map<String, String> chosen = Map.of("SIMPLE_SIGN_IN_HEAP", "2g");

        assertTrue(command(Program.SERVER, chosen).containsAll(List.of("-Xms16m", "-Xmx2g")));
        assertFalse(command(Program.DEVICE, chosen).contains("-Xmx2g"));
        assertFalse(command(Program.SAMPLE_BACKEND, chosen).contains("-Xmx2g"));
    }

    /// Returns with which arguments the script starts Java.
    private List<String> command(Program program, Map<String, String> environment) throws Exception {
        Files.write(checkout().resolve("demo/target/demo-1.jar"), new byte[0]);
        Path recording = jdk("jdk-25", "25.0.1");
        Files.writeString(
                recording.resolve("bin/java"),
                "#!/bin/sh\n[ \"$1\" != -version ] || exec echo 'openjdk version \"25.0.1\"' >&2\n"
                        + "printf '%s\\n' \"$@\"\n");
        Map<String, String> all = new HashMap<>(environment);
        all.put("JAVA_HOME", recording.toString());
        return run("simple-sign-in", THIS_JDK, all, program.subcommand())
                .out()
                .lines()
                .toList();
    }

    @Test
    void mavenRunsOnTheJdk25ThatIsFoundUnlessJavaHomeNamesAnother() throws Exception {
        Path old = jdk("jdk-17", "17.0.12");
        String places = THIS_JDK.toString();

        assertEquals(
                THIS_JDK + "\n",
                maven(old, Map.of("SIMPLE_SIGN_IN_JDKS", places)).out());
        assertEquals("none\n", maven(old, Map.of("SIMPLE_SIGN_IN_JDKS", "")).out());
        assertEquals(
                old + "\n",
                maven(old, Map.of("SIMPLE_SIGN_IN_JDKS", places, "JAVA_HOME", old.toString()))
                        .out());
    }

    /// Runs the wrapper with a Maven that says which JDK it was given.
    private End maven(Path defaultJdk, Map<String, String> environment) throws Exception {
        Path properties = Path.of(".mvn/wrapper/maven-wrapper.properties");
        Files.createDirectories(checkout().resolve(properties).getParent());
        Files.copy(ROOT.resolve(properties), checkout().resolve(properties), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(ROOT.resolve("mvnw"), checkout().resolve("mvnw"), StandardCopyOption.REPLACE_EXISTING);
        Properties pinned = new Properties();
        try (Reader reader = Files.newBufferedReader(checkout().resolve(properties))) {
            pinned.load(reader);
        }
        Path bin = Files.createDirectories(directory
                .resolve("m2/wrapper/dists")
                .resolve("apache-maven-" + pinned.getProperty("mavenVersion"))
                .resolve(pinned.getProperty("distributionSha256Sum"))
                .resolve("bin"));
        Path maven = Files.writeString(bin.resolve("mvn"), "#!/bin/sh\necho \"${JAVA_HOME:-none}\"\n");
        Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwx------"));
        Map<String, String> all = new HashMap<>(environment);
        all.put("MAVEN_USER_HOME", directory.resolve("m2").toString());
        return run("mvnw", defaultJdk, all, "demo");
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

    private Path checkout() {
        return directory.resolve("checkout");
    }

    private Path built() {
        return checkout().resolve("demo/target/built");
    }

    /// Returns what Maven was called with, a line each.
    private List<String> builds() throws Exception {
        Path file = checkout().resolve("builds");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /// A checkout that was built a while ago and holds nothing; its Maven writes down how it was called.
    @BeforeEach
    void checkOut() throws Exception {
        Files.createDirectories(built().getParent());
        Files.createDirectories(checkout().resolve(".mvn"));
        Files.copy(ROOT.resolve("simple-sign-in"), checkout().resolve("simple-sign-in"));
        Files.copy(ROOT.resolve(".mvn/jdk.sh"), checkout().resolve(".mvn/jdk.sh"));
        Path maven = Files.writeString(
                checkout().resolve("mvnw"), "#!/bin/sh\necho \"$* on $JAVA_HOME\" >>\"$(dirname \"$0\")/builds\"\n");
        Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwx------"));
        Path pom = Files.createFile(checkout().resolve("pom.xml"));
        Files.setLastModifiedTime(pom, FileTime.from(BUILT.minusSeconds(2)));
        Files.setLastModifiedTime(Files.createFile(built()), FileTime.from(BUILT));
    }

    private End runOnThisJdk() throws Exception {
        return run(THIS_JDK, Map.of());
    }

    private End run(Path defaultJdk, Map<String, String> environment) throws Exception {
        return run("simple-sign-in", defaultJdk, environment, "demo");
    }

    /// Runs a script with this JDK as the machine's default.
    private End run(String script, Path defaultJdk, Map<String, String> environment, String argument) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder("sh", checkout().resolve(script).toString(), argument);
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
