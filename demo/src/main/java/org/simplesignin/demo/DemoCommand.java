package org.simplesignin.demo;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./simple-sign-in demo`: starts a demo, says where it is, and keeps it until it is stopped or one of its processes
/// dies.
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Starts server, sample, two TVs and a tablet, and prints the page that shows them. Ctrl-C stops all.")
final class DemoCommand implements Callable<Integer> {
    private static final int ENDED_BY_CTRL_C = 130;

    @Option(
            names = "--port",
            defaultValue = "8600",
            description = "First of seven ports in a row on 127.0.0.1; 0 takes free ones. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--data",
            defaultValue = "${sys:simple-sign-in.home:-.}/demo-data",
            description = "Directory for everything that is kept. Default: ${DEFAULT-VALUE}.")
    private Path data = Path.of("");

    @Option(names = "--fresh", description = "Forget links, accounts and devices of earlier runs.")
    private boolean fresh;

    @Option(
            names = "--rehearse",
            hidden = true,
            description = "Part of the build: starts and stops, and every program writes its AOT cache.")
    private boolean rehearse;

    @Override
    public Integer call() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        Demo.Options options = new Demo.Options(port, data, fresh, new SecureRandom(), Jvm.ofThisProcess(rehearse));
        try (Demo demo = new Demo(options)) {
            // On Ctrl-C and SIGTERM the JVM runs this hook and then ends; closing twice is closing once.
            Runtime.getRuntime().addShutdownHook(new Thread(demo::close, "stop"));
            demo.onDeath(part -> {
                tellDeath(part);
                ended.countDown();
            });
            demo.start();
            if (rehearse) {
                return CommandLine.ExitCode.OK;
            }
            System.out.println();
            System.out.println("  Simple Sign-In is ready:  " + demo.page());
            System.out.println("  Ctrl-C stops it. The next start finds the links again; --fresh forgets them.");
            System.out.println();
            ended.await();
            return CommandLine.ExitCode.SOFTWARE;
        } catch (DemoException e) {
            System.err.println("simple-sign-in: " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
    }

    private static void tellDeath(Part part) {
        if (part.exitCode() == ENDED_BY_CTRL_C) {
            return; // the terminal sends Ctrl-C to every process of the demo
        }
        System.err.println("simple-sign-in: " + part.name() + " ended by itself, the demo stops. Its last lines:");
        part.lastLines().forEach(line -> System.err.println("  " + line));
    }
}
