package org.simplesignin.client;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.simplesignin.client.device.AppId;
import org.simplesignin.client.device.Origin;
import org.simplesignin.client.session.ServerUrl;
import org.simplesignin.client.shell.Look;
import org.simplesignin.client.shell.Screen;

/// What a client is told at its start.
///
/// @param port of the listener on 127.0.0.1, 0 for any
/// @param data the client's own directory
/// @param host the name under which browsers of this device reach it, without the port
/// @param enrolmentSecrets one-time secrets, each good for one customer
/// @param embedders the origins whose pages may show the shell in a frame
/// @param nativeApps the uid of each installed native app
/// @param launches where this device starts a web app, if not at its first web origin
/// @param socket where native apps knock; absent for `client.sock` in the data directory
public record ClientOptions(
        int port,
        Path data,
        String host,
        ServerUrl server,
        Screen screen,
        Look look,
        List<String> enrolmentSecrets,
        List<Origin> embedders,
        Map<AppId, Long> nativeApps,
        Map<AppId, String> launches,
        Optional<Path> socket) {
    /// Refuses a port out of range.
    public ClientOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("--port: give a number from 0 to 65535");
        }
        enrolmentSecrets = List.copyOf(enrolmentSecrets);
        embedders = List.copyOf(embedders);
        nativeApps = Map.copyOf(nativeApps);
        launches = Map.copyOf(launches);
    }

    /// Returns the same with another port.
    ClientOptions onPort(int other) {
        return new ClientOptions(
                other, data, host, server, screen, look, enrolmentSecrets, embedders, nativeApps, launches, socket);
    }

    @Override
    public String toString() {
        return "ClientOptions[host=" + host + ", port=" + port + ", data=" + data + "]";
    }
}
