package org.simplesignin.server;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.simplesignin.server.audit.AuditFindings;
import org.simplesignin.server.audit.AuditFindings.Broken;
import org.simplesignin.server.config.UnusableConfigurationException;
import org.simplesignin.server.storage.StorageException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The command that checks the audit log. Exit code 0 where all of it is whole, 1 where a line is not as it was written
/// or is missing, with one line on stdout for each customer concerned; 2 with one line on stderr where it cannot tell.
@Command(
        name = "verify-audit",
        description = "Checks every customer's audit log. Changes nothing; a server may be running.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class VerifyAuditMain implements Callable<Integer> {
    private static final int WHOLE = 0;
    private static final int BROKEN = 1;
    private static final int UNUSABLE = 2;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "the server's data directory")
    private Path data = Path.of("");

    private final PrintStream out;
    private final PrintStream err;

    private VerifyAuditMain(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /// Runs the command; see `--help`.
    public static void main(String[] arguments) {
        LogFormat.install();
        System.exit(attempt(System.out, System.err, Path.of(System.getProperty("java.io.tmpdir")), arguments));
    }

    /// Whatever keeps it from checking, a full disk or too little memory, is no finding: exit code 1 is a broken
    /// line's.
    static int attempt(PrintStream out, PrintStream err, Path temporary, String... arguments) {
        try {
            unpackElsewhere(temporary);
            return run(out, err, arguments);
        } catch (UncheckedIOException | OutOfMemoryError e) {
            err.println("verify-audit: cannot check: " + e.getMessage());
            return UNUSABLE;
        }
    }

    /// SQLite's driver unpacks its library: not into the directory that is only read, and not where others unpack
    /// theirs.
    private static void unpackElsewhere(Path temporary) {
        try {
            Path unpacked = Files.createTempDirectory(temporary, "verify-audit");
            unpacked.toFile().deleteOnExit();
            System.setProperty("org.sqlite.tmpdir", unpacked.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("there is no room in the temporary directory", e);
        }
    }

    static int run(PrintStream out, PrintStream err, String... arguments) {
        VerifyAuditMain main = new VerifyAuditMain(out, err);
        return new CommandLine(main)
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler((e, given) -> main.unusable(String.valueOf(e.getMessage())))
                .setExecutionExceptionHandler((e, commandLine, given) -> main.unusable(lineFor(e)))
                .execute(arguments);
    }

    @Override
    public Integer call() {
        AuditFindings findings = new AuditCheck(data).findings();
        findings.broken().forEach(broken -> out.println(line(broken)));
        if (!findings.broken().isEmpty()) {
            return BROKEN;
        }
        out.println("whole: " + findings.lines() + " lines of " + findings.customers() + " customers");
        return WHOLE;
    }

    private static String line(Broken broken) {
        String damage = switch (broken.damage()) {
            case ALTERED -> "is not as it was written";
            case MISSING -> "is missing";
        };
        return "customer " + broken.customer() + ": line " + broken.sequence() + " " + damage;
    }

    private static String lineFor(Exception e) {
        return e instanceof UnusableConfigurationException || e instanceof StorageException
                ? String.valueOf(e.getMessage())
                : "cannot check: " + e;
    }

    private int unusable(String line) {
        err.println("verify-audit: " + line.lines().findFirst().orElse("wrong usage") + " (--help shows the options)");
        return UNUSABLE;
    }
}
