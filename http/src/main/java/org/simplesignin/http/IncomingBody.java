package org.simplesignin.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.IO;

/// The body of a request on its way in. Not thread-safe.
final class IncomingBody {
    private static final long PAUSE_MILLIS = 50;

    private final Request request;

    /// An expectation of HTTP/1.0 is ignored: its sender would take the 100 for the answer (RFC 9110 §10.1.1).
    private final boolean mustNotBeToldToGoOn;

    private boolean begun;
    private boolean ended;

    IncomingBody(Request request) {
        this.request = request;
        this.mustNotBeToldToGoOn = request.getHeaders().contains(HttpHeader.EXPECT)
                && request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_0;
        this.ended = request.getLength() <= 0 && !request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    }

    /// Returns whether there may be more of it to come, now or when its sender is told to go on.
    boolean isExpected() {
        return !ended;
    }

    /// Returns whether there may be more of it on its way: who waits for "100 Continue" sends none unless asked.
    boolean isOnItsWay() {
        return !ended && (begun || mustNotBeToldToGoOn || !request.getHeaders().contains(HttpHeader.EXPECT));
    }

    /// Reads it to its end, or until it is longer than this; what is returned is longer then, too.
    byte[] read(int most) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!ended && bytes.size() <= most) {
            Content.Chunk chunk = next();
            byte[] part = new byte[Math.min(chunk.remaining(), most + 1 - bytes.size())];
            take(chunk, part);
            bytes.write(part);
        }
        return bytes.toByteArray();
    }

    /// Reads it to its end, or until more than this was read, and forgets it; returns whether it came to its end.
    boolean skip(int most) throws IOException {
        long skipped = 0;
        while (!ended && skipped <= most) {
            Content.Chunk chunk = next();
            skipped += chunk.remaining();
            take(chunk, new byte[0]);
        }
        return ended;
    }

    private void take(Content.Chunk chunk, byte[] part) {
        try {
            ByteBuffer bytes = chunk.getByteBuffer();
            bytes.get(part);
            ended = chunk.isLast();
        } finally {
            // The engine reads into the same memory again.
            chunk.release();
        }
    }

    private Content.Chunk next() throws IOException {
        begun = true;
        Content.Chunk chunk = request.read();
        while (chunk == null) {
            if (mustNotBeToldToGoOn) {
                pause();
            } else {
                await();
            }
            chunk = request.read();
        }
        if (Content.Chunk.isFailure(chunk)) {
            ended = true;
            throw IO.rethrow(chunk.getFailure());
        }
        return chunk;
    }

    private void await() throws IOException {
        try (Blocker.Runnable available = Blocker.runnable()) {
            request.demand(available);
            available.block();
        }
    }

    // To wait for more is, for the engine, to say "100 Continue".
    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }
}
