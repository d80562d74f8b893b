package org.simplesignin.demo;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Optional;

/// What the launcher can start besides the demo.
enum Program {
    SERVER("server", "256m", "org.simplesignin.server.ServerMain", "the server: links, customers, devices, SSI tokens"),
    VERIFY_AUDIT(
            "verify-audit",
            "128m",
            "org.simplesignin.server.VerifyAuditMain",
            "checks a server's audit log, changes nothing"),
    DEVICE("device", "64m", "org.simplesignin.client.ClientMain", "the client of one device, with its shell"),
    SAMPLE_BACKEND(
            "sample-backend", "128m", "org.simplesignin.sample.backend.BackendMain", "the sample's backend and app"),
    SAMPLE_CLI("sample-cli", "128m", "org.simplesignin.sample.cli.SampleCli", "the sample app on the command line");

    private final String subcommand;
    private final String heap;
    private final String mainClass;
    private final String description;

    Program(String subcommand, String heap, String mainClass, String description) {
        this.subcommand = subcommand;
        this.heap = heap;
        this.mainClass = mainClass;
        this.description = description;
    }

    /// Returns the program with this subcommand.
    static Optional<Program> named(String subcommand) {
        return Arrays.stream(values())
                .filter(program -> program.subcommand.equals(subcommand))
                .findAny();
    }

    String subcommand() {
        return subcommand;
    }

    /// Returns the most heap that it may take, as `java -Xmx` takes it; the script `simple-sign-in` says the same.
    String heap() {
        return heap;
    }

    String description() {
        return description;
    }

    /// Runs the program's `main`. The class is found at run time, so that a launcher on a smaller class path starts
    /// what is there.
    void run(String[] arguments) throws ReflectiveOperationException {
        try {
            Class.forName(mainClass).getMethod("main", String[].class).invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(subcommand + " failed", e.getCause());
        }
    }
}
