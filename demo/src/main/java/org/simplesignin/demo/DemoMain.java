package org.simplesignin.demo;

import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine;

/// The launcher: `demo` and the programs it is made of.
public final class DemoMain {
    /// First argument of a child process: stop when standard input ends, that is, when the parent is gone.
    static final String STOP_WITH_PARENT = "--stop-with-parent";

    private DemoMain() {}

    /// Runs the subcommand that the first argument names.
    public static void main(String[] arguments) throws ReflectiveOperationException {
        String[] rest = arguments;
        if (rest.length > 0 && rest[0].equals(STOP_WITH_PARENT)) {
            ParentWatch.start(System.in);
            rest = tail(rest);
        }
        String subcommand = rest.length == 0 ? "--help" : rest[0];
        Optional<Program> program = Program.named(subcommand);
        if (program.isPresent()) {
            program.get().run(tail(rest));
        } else if (subcommand.equals("demo")) {
            System.exit(new CommandLine(new DemoCommand()).execute(tail(rest)));
        } else {
            System.exit(help(subcommand));
        }
    }

    private static String[] tail(String[] arguments) {
        return Arrays.copyOfRange(arguments, 1, arguments.length);
    }

    private static int help(String subcommand) {
        if (!subcommand.equals("--help") && !subcommand.equals("-h")) {
            System.err.println(
                    "simple-sign-in: there is no \"" + subcommand + "\": ./simple-sign-in --help lists what there is");
            return CommandLine.ExitCode.USAGE;
        }
        System.out.println("Usage: ./simple-sign-in <subcommand> [options]   (each has --help)");
        System.out.printf(
                "  %-15s %s%n", "demo", "everything at once: server, sample, two TVs and a tablet in one page");
        for (Program program : Program.values()) {
            System.out.printf("  %-15s %s%n", program.subcommand(), program.description());
        }
        return CommandLine.ExitCode.OK;
    }
}
