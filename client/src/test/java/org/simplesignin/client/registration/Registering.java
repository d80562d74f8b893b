package org.simplesignin.client.registration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.simplesignin.client.device.Customer;
import org.simplesignin.client.device.Departures;
import org.simplesignin.client.device.Device;
import org.simplesignin.client.device.StateDirectory;
import org.simplesignin.client.session.DeviceGrant;
import org.simplesignin.client.session.DeviceKey;
import org.simplesignin.client.session.DpopProofs;
import org.simplesignin.client.session.Reachability;
import org.simplesignin.client.session.Revocations;
import org.simplesignin.client.session.ServerUrl;
import org.simplesignin.client.session.Sessions;
import org.simplesignin.client.session.TokenEndpoint;
import org.simplesignin.client.session.Wire;
import org.simplesignin.client.testing.FakeServer;
import org.simplesignin.client.testing.ManualTime;
import org.simplesignin.client.time.Deadline;

/// Everything below the shell that registers a device, with a played server, and the ways to end it.
final class Registering implements AutoCloseable {
    final FakeServer server = new FakeServer();
    final AtomicBoolean watched = new AtomicBoolean(true);
    final Departures departures = new Departures();
    private final Path directory;
    private final Clock clock;
    ManualTime time = new ManualTime();
    Device device;
    Sessions sessions;
    Revocations revocations;
    Registration registration;
    private Wire wire;
    private StateDirectory state;

    Registering(Path directory, Clock clock) throws Exception {
        this.directory = directory;
        this.clock = clock;
        open();
    }

    private void open() throws Exception {
        SecureRandom random = new SecureRandom();
        state = new StateDirectory(directory);
        device = new Device(state.file("state.json"));
        DeviceKey key = DeviceKey.open(state.file("device-key.pem"), random);
        wire = new Wire(
                ServerUrl.parse(server.url()), new DpopProofs(key, clock, random), new Reachability(), time, clock);
        revocations = new Revocations(state.file("revocations.json"), new TokenEndpoint(wire), time);
        sessions = new Sessions(device, departures, wire, state, revocations, time, random);
        registration = new Registration(
                new DeviceGrant(wire, "Living room", "Test TV"),
                sessions,
                state.file("registration.json"),
                time,
                watched::get,
                () -> {});
        registration.resume();
        sessions.clear();
        revocations.wake();
    }

    /// Ends it as a kill would, with its time, and starts it again with what is on the disk.
    void restart() throws Exception {
        end();
        time = new ManualTime();
        open();
    }

    private void end() {
        state.close();
        registration.close();
        revocations.close();
        wire.close();
    }

    Deadline soon() {
        return Deadline.after(Duration.ofSeconds(10), time);
    }

    void pass(long seconds) {
        time.advance(Duration.ofSeconds(seconds));
    }

    List<String> customers() {
        return device.state().customers().stream().map(Customer::displayName).toList();
    }

    boolean hasFile(String start) throws Exception {
        try (var files = Files.list(directory)) {
            return files.anyMatch(file -> String.valueOf(file.getFileName()).startsWith(start));
        }
    }

    @Override
    public void close() {
        end();
        server.close();
        if (!server.brokenProofs.isEmpty()) {
            throw new AssertionError("proofs were broken: " + server.brokenProofs);
        }
    }
}
