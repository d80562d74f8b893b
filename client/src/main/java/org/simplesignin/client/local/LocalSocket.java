package org.simplesignin.client.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jdk.net.ExtendedSocketOptions;
import org.simplesignin.client.call.Caller;
import org.simplesignin.client.call.Calls;
import org.simplesignin.client.call.Withdrawal;
import org.simplesignin.client.device.Ownership;
import org.simplesignin.client.device.UnusableException;
import org.simplesignin.client.time.MonotonicTime;
import org.simplesignin.protocol.AppRequest;
import org.simplesignin.protocol.Frames;
import org.simplesignin.protocol.Frames.Refusal;
import org.simplesignin.protocol.Frames.RefusedException;

/// The Unix socket of native apps. Everybody on the device may knock; the kernel says who does (`SO_PEERCRED`). A
/// connection carries one request and one response ([Frames]); an app that closes its end takes its request back.
/// Thread-safe.
public final class LocalSocket implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(LocalSocket.class.getName());

    /// How long an app may take to send its request.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int MOST_CONNECTIONS = 128;
    private static final int MOST_OF_ONE_USER = 24;

    private final Path path;
    private final NativeApps apps;
    private final Calls calls;
    private final MonotonicTime time;
    private final ServerSocketChannel server;
    private final Thread accepting;
    private final Map<UserPrincipal, Integer> perUser = new HashMap<>();
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

    /// Binds the socket and serves.
    ///
    /// @throws UnusableException where the path cannot be had
    public LocalSocket(Path path, NativeApps apps, Calls calls, MonotonicTime time) throws UnusableException {
        this.path = path;
        this.apps = apps;
        this.calls = calls;
        this.time = time;
        this.server = bind(path);
        Doorkeeper doorkeeper = new Doorkeeper(server::accept, this::letIn, time);
        this.accepting = Thread.ofPlatform().name("client-socket").daemon().start(doorkeeper::run);
        rehearse();
    }

    // What is loaded for the first time takes descriptors, and there may be none left when the first app knocks. So the
    // client knocks itself, with a frame that is refused. What apps are served by does not depend on it.
    private void rehearse() {
        try (SocketChannel self = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            Thread.ofVirtual().start(LocalSocket::waitOnce).join();
            write(self, ByteBuffer.allocate(Integer.BYTES));
            Channels.newInputStream(self).readAllBytes();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the socket could not be tried at the start", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // The first virtual thread that waits for a peer starts what they all wait with; where that fails for want of a
    // descriptor, none of the process ever waits again. Nobody sends anything here, so this one waits for sure.
    private static void waitOnce() {
        try (DatagramSocket nobody = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            nobody.setSoTimeout(1);
            nobody.receive(new DatagramPacket(new byte[1], 1));
        } catch (SocketTimeoutException e) {
            return;
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "no virtual thread has waited yet", e);
        }
    }

    private static ServerSocketChannel bind(Path path) throws UnusableException {
        try {
            Path directory = path.toAbsolutePath().getParent();
            if (directory != null) {
                Ownership.requireNobodyElseReplaces(directory);
            }
            removeStale(path);
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(path));
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));
            return server;
        } catch (IOException e) {
            throw new UnusableException(
                    "the socket cannot be made: give --socket a path of at most 100 bytes in a directory of this user",
                    e);
        }
    }

    // A kill leaves the name behind. Only a socket that nobody serves is removed, never a file.
    private static void removeStale(Path path) throws IOException, UnusableException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!found.isOther()) {
            throw new UnusableException("--socket names a file that is no socket: give another path");
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
            Files.delete(path);
            return;
        }
        throw new UnusableException("another program serves this socket: stop it or give another --socket");
    }

    private void letIn(SocketChannel channel) {
        Thread.ofVirtual().name("native-app").start(() -> admit(channel));
    }

    private void admit(SocketChannel channel) {
        try (channel) {
            UserPrincipal user =
                    channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
            if (!enter(user)) {
                return;
            }
            open.add(channel);
            try {
                serve(channel, user);
            } finally {
                open.remove(channel);
                leave(user);
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a native app went away", e);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a native app could not be answered", e);
        }
    }

    // One user's connections must not shut out the others.
    private boolean enter(UserPrincipal user) {
        synchronized (perUser) {
            int all = perUser.values().stream().mapToInt(Integer::intValue).sum();
            int own = perUser.getOrDefault(user, 0);
            if (all >= MOST_CONNECTIONS || own >= MOST_OF_ONE_USER) {
                return false;
            }
            perUser.put(user, own + 1);
            return true;
        }
    }

    private void leave(UserPrincipal user) {
        synchronized (perUser) {
            perUser.computeIfPresent(user, (ignored, count) -> count == 1 ? null : count - 1);
        }
    }

    private void serve(SocketChannel channel, UserPrincipal user) throws IOException {
        InputStream in = Channels.newInputStream(channel);
        MonotonicTime.Alarm tooSlow = time.in(PATIENCE, () -> shut(channel));
        AppRequest request;
        try {
            request = Frames.readRequest(in);
        } catch (RefusedException e) {
            write(channel, Frames.refusal(e.refusal()));
            return;
        } finally {
            tooSlow.cancel();
        }
        // The request is read first, or a refusal could be lost behind the app's unread bytes; nothing of it is used.
        Caller caller = apps.caller(user).orElse(null);
        if (caller == null) {
            write(channel, Frames.refusal(Refusal.UNKNOWN_CALLER));
            return;
        }
        Withdrawal withdrawal = new Withdrawal();
        Thread.ofVirtual().name("native-app-watch").start(() -> watch(in, withdrawal));
        write(channel, Frames.response(calls.answer(caller, request, withdrawal)));
    }

    // Nothing may follow the request: the end of the stream is the app leaving, more bytes are a broken app.
    private static void watch(InputStream in, Withdrawal withdrawal) {
        try {
            int more = in.read();
            LOG.log(Level.DEBUG, () -> more < 0 ? "a native app left" : "a native app sent more than a request");
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a native app is done", e);
        }
        withdrawal.withdraw();
    }

    private static void write(SocketChannel channel, ByteBuffer frame) throws IOException {
        while (frame.hasRemaining()) {
            channel.write(frame);
        }
    }

    private static void shut(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a native app was already gone", e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            accepting.interrupt();
            open.forEach(LocalSocket::shut);
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
