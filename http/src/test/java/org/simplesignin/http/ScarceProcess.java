package org.simplesignin.http;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A process of its own whose site takes every free descriptor at `/take`, and gives them back at `/give`. It
/// prints its port, and ends with its input.
final class ScarceProcess implements Site {
    private final Greeter greeter = new Greeter();
    private final List<InputStream> taken = new ArrayList<>();

    public static void main(String[] args) throws IOException {
        try (HttpListener listener = Listeners.start(
                new ScarceProcess(), Integer.parseInt(args[0]), 16, Duration.ofSeconds(20), Duration.ZERO)) {
            System.out.println(listener.port());
            System.in.transferTo(System.out);
        } catch (TooFewDescriptorsException e) {
            System.out.println(e.getMessage());
        }
    }

    @Override
    public void answer(Exchange exchange) {
        switch (exchange.path()) {
            case "/take" -> take();
            case "/give" -> give();
            default -> {
                greeter.answer(exchange);
                return;
            }
        }
        exchange.answer(200, new byte[0]);
    }

    private synchronized void take() {
        try {
            for (; ; ) {
                taken.add(new FileInputStream("/dev/null"));
            }
        } catch (IOException none) {
            // None is left.
        }
    }

    private synchronized void give() {
        try {
            for (InputStream one : taken) {
                one.close();
            }
            taken.clear();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void refuse(Exchange exchange, int status) {
        greeter.refuse(exchange, status);
    }

    /// Starts it with a limit on open files.
    ///
    /// @param limit such as `ulimit -n 400`
    static Process start(Path output, String limit, int connections, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", limit + " && exec \"$@\"", "sh"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-Xmx64m", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(ScarceProcess.class.getName(), String.valueOf(connections)));
        return new ProcessBuilder(command).redirectError(output.toFile()).start();
    }
}
