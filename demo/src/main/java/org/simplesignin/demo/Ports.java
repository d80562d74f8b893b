package org.simplesignin.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// The consecutive ports of a demo: the page, the server, the sample's backend, one for each device, and the server's
/// for operators.
///
/// @param page the first one
record Ports(int page) {
    /// How many there are.
    static final int COUNT = 4 + Device.ALL.size();

    // Linux hands out ports from 32768 on, macOS from 49152: below them nobody's outgoing connection is in the way.
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int TRIES = 200;

    /// Returns the ports from this one on, which were free a moment ago.
    static Ports from(int first) throws DemoException {
        if (first < 1 || first > 65_535 - COUNT) {
            throw new DemoException("--port takes 0 or a number from 1 to " + (65_535 - COUNT));
        }
        Ports ports = new Ports(first);
        if (!ports.areFree()) {
            throw new DemoException("one of the ports " + first + " to " + ports.last()
                    + " is taken: choose another first one with --port, or let the demo choose with --port 0");
        }
        return ports;
    }

    /// Returns ports that were free a moment ago.
    static Ports free(RandomGenerator random) throws DemoException {
        for (int i = 0; i < TRIES; i++) {
            Ports ports = new Ports(random.nextInt(LOWEST, HIGHEST));
            if (ports.areFree()) {
                return ports;
            }
        }
        throw new DemoException("no " + COUNT + " free ports in a row were found: choose the first one with --port");
    }

    int server() {
        return page + 1;
    }

    int backend() {
        return page + 2;
    }

    int of(Device device) {
        return page + 3 + device.index();
    }

    /// Where the server tells its health and figures.
    int operations() {
        return last();
    }

    int last() {
        return page + COUNT - 1;
    }

    /// Returns whether nobody listens on any of them at this moment.
    boolean areFree() {
        List<ServerSocket> taken = new ArrayList<>();
        boolean free = true;
        try {
            for (int port = page; port <= last(); port++) {
                taken.add(new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1")));
            }
        } catch (IOException e) {
            free = false;
        }
        for (ServerSocket socket : taken) {
            try {
                socket.close();
            } catch (IOException e) {
                free = false;
            }
        }
        return free;
    }
}
