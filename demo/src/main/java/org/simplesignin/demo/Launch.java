package org.simplesignin.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// With which command each part of a demo is started.
final class Launch {
    static final String SERVER = "server";
    static final String SAMPLE_BACKEND = "sample-backend";

    /// The host of the demo's page. Cookies know no ports: every part has a host of its own, below this one.
    static final String PAGE_HOST = "simple-sign-in.localhost";

    private final DemoDirectory directory;
    private final Ports ports;
    private final int userId;
    private final Jvm jvm;

    Launch(DemoDirectory directory, Ports ports, int userId, Jvm jvm) {
        this.directory = directory;
        this.ports = ports;
        this.userId = userId;
        this.jvm = jvm;
    }

    /// Returns the commands by the part's name, in the order of starting.
    Map<String, List<String>> commands() {
        Map<String, List<String>> commands = new LinkedHashMap<>();
        commands.put(SERVER, server());
        commands.put(SAMPLE_BACKEND, sampleBackend());
        for (Device device : Device.ALL) {
            commands.put(device.id(), device(device));
        }
        return commands;
    }

    String pageOrigin() {
        return "http://" + PAGE_HOST + ":" + ports.page();
    }

    String shellOrigin(Device device) {
        return "http://" + device.host() + ":" + ports.of(device);
    }

    String sampleBackendUrl() {
        return "http://127.0.0.1:" + ports.backend();
    }

    String serverUrl() {
        return "http://127.0.0.1:" + ports.server();
    }

    /// Where the server tells its health and figures.
    String operationsUrl() {
        return "http://127.0.0.1:" + ports.operations();
    }

    /// Where browsers reach the customer's pages: cookies and passkeys need a host name.
    String pagesUrl() {
        return "http://account." + PAGE_HOST + ":" + ports.server();
    }

    private List<String> server() {
        List<String> command = java(Program.SERVER, ports.server(), SERVER);
        command.addAll(List.of("--registry", directory.registry().toString()));
        command.addAll(List.of("--public-url", serverUrl(), "--pages-url", pagesUrl()));
        command.addAll(List.of("--embedder", pageOrigin()));
        command.addAll(List.of("--operations-port", String.valueOf(ports.operations())));
        // Nobody is to wait for a demo; the least that may be.
        command.addAll(List.of("--poll-interval", "1"));
        return command;
    }

    private List<String> sampleBackend() {
        List<String> command = java(Program.SAMPLE_BACKEND, ports.backend(), SAMPLE_BACKEND);
        command.addAll(List.of("--server", serverUrl(), "--issuer", serverUrl()));
        command.addAll(List.of("--app", DemoDirectory.APP, "--identity-provider", DemoDirectory.IDENTITY_PROVIDER));
        command.addAll(List.of("--embedder", pageOrigin(), "--demo-accounts"));
        for (Device device : Device.ALL) {
            command.addAll(List.of("--host", device.sampleHost(), "--device-origin", shellOrigin(device)));
        }
        return command;
    }

    private List<String> device(Device device) {
        List<String> command = java(Program.DEVICE, ports.of(device), device.id());
        command.addAll(List.of("--host", device.host(), "--server", serverUrl()));
        command.addAll(List.of("--form", device.form(), "--name", device.name(), "--model", device.model()));
        command.addAll(List.of("--embedder", pageOrigin()));
        command.addAll(List.of("--native-app", DemoDirectory.APP + "=" + userId));
        String start = "http://" + device.sampleHost() + ":" + ports.backend() + "/";
        command.addAll(List.of("--launch", DemoDirectory.APP + "=" + start));
        return command;
    }

    private List<String> java(Program program, int port, String part) {
        // All devices run the same program.
        boolean records = !program.equals(Program.DEVICE)
                || part.equals(Device.ALL.getFirst().id());
        List<String> command = jvm.command(program, records);
        command.addAll(List.of(
                "--port", String.valueOf(port), "--data", directory.of(part).toString()));
        return command;
    }
}
