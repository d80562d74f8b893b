package org.simplesignin.sample.cli;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.simplesignin.protocol.AppRequest;
import org.simplesignin.protocol.AppResponse;
import org.simplesignin.protocol.Frames;

/// A device client on a real Unix socket that answers each request as the test says.
final class PlayedClient implements AutoCloseable {
    private final ServerSocketChannel listener;
    private final List<AppRequest> requests = new CopyOnWriteArrayList<>();
    private volatile Function<AppRequest, AppResponse> answers;

    PlayedClient(Path socket, Function<AppRequest, AppResponse> answers) throws IOException {
        this.answers = answers;
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofPlatform().daemon().start(this::serve);
    }

    /// Answers like this from now on.
    void answer(Function<AppRequest, AppResponse> answers) {
        this.answers = answers;
    }

    /// What the app asked, in order.
    List<AppRequest> requests() {
        return List.copyOf(requests);
    }

    private void serve() {
        while (listener.isOpen()) {
            try (SocketChannel app = listener.accept()) {
                AppRequest request = Frames.readRequest(Channels.newInputStream(app));
                requests.add(request);
                ByteBuffer response = Frames.response(answers.apply(request));
                while (response.hasRemaining()) {
                    app.write(response);
                }
            } catch (IOException | Frames.RefusedException e) {
                if (listener.isOpen()) {
                    throw new IllegalStateException("the played client failed", e);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
