package org.simplesignin.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.sample.backend.DemoAccounts;
import org.simplesignin.sample.backend.DemoAccounts.DemoAccount;
import org.simplesignin.sample.cli.SampleCli;

/// The sample's command-line app as a process on the Unix sockets of real devices: the flows of the specification (§3)
/// for a native app. Its dialogs are answered in the browser, on the screen of the device it talks to.
@Tag("browser")
@Tag("process")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CommandLineTest {
    private static final DemoAccount LEO = DemoAccounts.ALL.get(2);

    private Path directory;
    private RunningDemo demo;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        directory = temporary;
        demo = RunningDemo.start(Files.createDirectory(temporary.resolve("demo")));
    }

    @AfterAll
    void stop() {
        demo.close();
    }

    @Test
    void nativeAppLinksOnOneDeviceAndSignsInWithOnePressOnTheNext() throws Exception {
        try (Home home = Home.open(demo)) {
            DeviceScreen tv1 = home.device("tv-1");
            tv1.takeKeyboard();
            try (App app = new App("tv-1", "first")) {
                app.type("s", LEO.loginName(), LEO.password());
                assertThat(tv1.awaitDialog("consent")).containsText(LEO.loginName());
                tv1.allow();
                app.type("n");
                assertEquals(0, app.awaitEnd(), app.said());
                assertTrue(app.said().contains("Linked."), app.said());
            }

            DeviceScreen tv2 = home.device("tv-2");
            tv2.takeKeyboard();
            try (App app = new App("tv-2", "second")) {
                assertThat(tv2.awaitDialog("selection")).containsText(LEO.loginName());
                tv2.press("Enter");
                app.type("y");
                assertEquals(0, app.awaitEnd(), app.said());
                assertTrue(app.said().contains("Signed in as " + LEO.loginName()), app.said());
                assertTrue(!app.said().contains("Password"), app.said());
            }
        }
    }

    @Test
    void declinedConsentLeavesTheAppSignedInOnThisDeviceOnly() throws Exception {
        try (Home home = Home.open(demo)) {
            DeviceScreen tablet = home.device("tablet");
            tablet.chooseCustomer("Bob");
            try (App app = new App("tablet", "third")) {
                app.type("s", LEO.loginName(), LEO.password());
                tablet.awaitDialog("consent");
                tablet.choose(tablet.dialog().locator(".not-now"));
                app.type("n");
                assertEquals(0, app.awaitEnd(), app.said());
                assertTrue(app.said().contains("Not linked."), app.said());
            }
        }
    }

    /// One launch of the app. What is typed ahead waits in the pipe until the app asks.
    private final class App implements AutoCloseable {
        private final Process process;
        private final BufferedWriter keyboard;
        private final Path said;

        App(String device, String session) throws IOException {
            said = directory.resolve(session + ".txt");
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("demo.class.path"),
                            SampleCli.class.getName(),
                            "--socket",
                            demo.socket(device).toString(),
                            "--backend",
                            demo.backendUrl(),
                            "--session",
                            directory.resolve(session + ".session").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            keyboard = process.outputWriter(StandardCharsets.UTF_8);
        }

        void type(String... lines) throws IOException {
            for (String line : lines) {
                keyboard.write(line + "\n");
            }
            keyboard.flush();
        }

        int awaitEnd() throws IOException, InterruptedException {
            assertTrue(process.waitFor(2, TimeUnit.MINUTES), () -> "the app does not end");
            return process.exitValue();
        }

        String said() throws IOException {
            return Files.readString(said, StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
