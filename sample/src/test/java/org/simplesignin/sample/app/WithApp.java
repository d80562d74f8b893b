package org.simplesignin.sample.app;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A class of tests in front of one app, each on a device where the app has never been.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WithApp {
    AppPage app;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        app = new AppPage(directory);
    }

    @AfterAll
    void stop() throws Exception {
        app.close();
    }
}
