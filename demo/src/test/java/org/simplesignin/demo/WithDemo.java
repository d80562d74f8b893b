package org.simplesignin.demo;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A class of tests in one home, which is new when the class begins.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WithDemo {
    RunningDemo demo;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        demo = RunningDemo.start(directory);
    }

    @AfterAll
    void stop() {
        demo.close();
    }
}
