package org.simplesignin.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/// One request and its answer under way. Not thread-safe.
public final class Exchange {
    private static final int BAD_REQUEST = 400;
    private static final int TOO_LARGE = 413;
    private static final int OVERLOADED = 503;
    private static final byte[] NOTHING = new byte[0];

    private final Request request;
    private final Response response;
    private final Steps steps;
    private final AtWork atWork;
    private final IncomingBody body;
    private byte @Nullable [] answer;
    private boolean hasPlace;
    private boolean sent;
    private boolean last;

    Exchange(Request request, Response response, Steps steps, AtWork atWork) {
        this.request = request;
        this.response = response;
        this.steps = steps;
        this.atWork = atWork;
        this.body = new IncomingBody(request);
    }

    /// Returns the method as it was sent, but `GET` for `HEAD`: the answer is the same, and its body is left
    /// out on the way (RFC 9110 §9.3.2).
    public String method() {
        String method = request.getMethod();
        return method.equals("HEAD") ? "GET" : method;
    }

    /// Returns the path as it was sent, without the query. It has one reading only: it is percent-encoded
    /// nowhere but where it must be, and has no dots, no empty segments and no parameters.
    public String path() {
        return request.getHttpURI().getPath();
    }

    /// Returns the query as it was sent, or empty where there is none.
    public Optional<String> query() {
        return Optional.ofNullable(request.getHttpURI().getQuery()).filter(query -> !query.isEmpty());
    }

    /// Returns the values of this header, one for each line in which it stands, in their order.
    public List<String> headers(String name) {
        return request.getHeaders().getValuesList(name);
    }

    /// Returns the value of a header that stands there once; empty where there is none, or more than one: two
    /// readers could pick different ones.
    public Optional<String> header(String name) {
        List<String> values = headers(name);
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }

    /// Returns whether whoever asks is a browser that shows a page: it names HTML among what it accepts.
    public boolean wantsPage() {
        return headers("Accept").stream().anyMatch(value -> value.contains("text/html"));
    }

    /// Returns the address at the other end of the connection.
    public InetAddress peer() {
        return ((InetSocketAddress) request.getConnectionMetaData().getRemoteSocketAddress()).getAddress();
    }

    /// Reads the body, once; empty where there is none.
    ///
    /// @param most its most bytes, inclusive
    /// @throws RefusedRequestException where it is longer, or not framed as its headers say, or others took the
    ///     place among those at work meanwhile
    /// @throws PeerGoneException where it does not come to its end in time
    public byte[] body(int most) {
        if (!body.isExpected()) {
            return NOTHING;
        }
        if (request.getLength() > most) {
            throw refused(TOO_LARGE);
        }
        leave();
        steps.reading();
        byte[] bytes = read(most);
        steps.working();
        // The declared length is not trusted: one byte more than allowed is read to know, and no more.
        if (bytes.length > most) {
            throw refused(TOO_LARGE);
        }
        if (!enter()) {
            throw refused(OVERLOADED);
        }
        return bytes;
    }

    private byte[] read(int most) {
        try {
            return body.read(most);
        } catch (IOException e) {
            if (badlyFramed(e)) {
                throw refused(BAD_REQUEST);
            }
            throw new PeerGoneException(e);
        } catch (RuntimeException e) {
            if (badlyFramed(e)) {
                throw refused(BAD_REQUEST);
            }
            throw e;
        }
    }

    private static boolean badlyFramed(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpException) {
                return true;
            }
        }
        return false;
    }

    /// Takes a place among those at work; returns whether there was one in time.
    boolean enter() {
        hasPlace = atWork.enter();
        return hasPlace;
    }

    /// Gives the place back, where it has one.
    void leave() {
        if (hasPlace) {
            hasPlace = false;
            atWork.leave();
        }
    }

    private RefusedRequestException refused(int status) {
        lastOnItsConnection();
        return new RefusedRequestException(status);
    }

    /// Sets a header of the answer.
    public void answerHeader(String name, String value) {
        response.getHeaders().put(new HttpField(name, value));
    }

    /// Adds a line of a header that may stand there more than once, such as `Set-Cookie`.
    public void addAnswerHeader(String name, String value) {
        response.getHeaders().add(new HttpField(name, value));
    }

    /// Answers, with the headers set so far; it is sent when the site returns.
    ///
    /// @param body the whole of it, which nobody may change any more; empty where there is none
    public void answer(int status, byte[] body) {
        if (isAnswered()) {
            throw new IllegalStateException("the request is answered already");
        }
        response.setStatus(status);
        this.answer = body;
    }

    /// Sends the whole answer now, where what the site does next may end the process or this listener.
    ///
    /// @throws PeerGoneException where nobody is there to take it
    public void send() {
        ByteBuffer whole = answerBody();
        answer = NOTHING;
        sent = true;
        steps.writing();
        try {
            Content.Sink.write(response, true, whole);
        } catch (IOException e) {
            throw new PeerGoneException(e);
        }
        steps.working();
    }

    /// Begins an answer whose parts are sent as they are written. It ends when the site returns; where the site
    /// throws, the connection breaks, so that nobody takes a part for the whole. Closing the stream does nothing.
    /// Writing to whoever has gone, or takes nothing for the time of the writing step, throws
    /// [PeerGoneException].
    public OutputStream stream(int status) {
        answer(status, NOTHING);
        return new TimedStream(Content.Sink.asOutputStream(response));
    }

    /// Returns whether it is answered, at least in part.
    public boolean isAnswered() {
        return answer != null;
    }

    /// Closes the connection after the answer.
    void lastOnItsConnection() {
        last = true;
        if (!response.isCommitted()) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
    }

    boolean isLastOnItsConnection() {
        return last || !request.getConnectionMetaData().isPersistent();
    }

    /// Returns whether the whole answer has been sent.
    boolean isSent() {
        return sent;
    }

    /// Returns whether some of the answer may have been sent.
    boolean isUnderWay() {
        return response.isCommitted();
    }

    /// Takes the answer back that was not sent yet, with its headers.
    void forgetAnswer() {
        answer = null;
        response.getHeaders().clear();
    }

    ByteBuffer answerBody() {
        return ByteBuffer.wrap(answer == null ? NOTHING : answer);
    }

    /// Reads what is left of the body, up to some length, so that its sender can read the answer before the
    /// connection is closed: sent on a closed connection, it would come back as a reset. Whoever goes on
    /// sending is cut off.
    void drain(int most) {
        try {
            if (!body.skip(most)) {
                lastOnItsConnection();
                request.getConnectionMetaData().getConnection().getEndPoint().shutdownOutput();
            }
        } catch (IOException | RuntimeException e) {
            throw new PeerGoneException(e);
        }
    }

    boolean hasUnreadBody() {
        return body.isOnItsWay();
    }

    /// Each part has the whole time of the writing step; between two parts the site is at work. Whoever does not
    /// listen any more is no fault of the site, which need not know of it.
    private final class TimedStream extends OutputStream {
        private final OutputStream out;

        TimedStream(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int octet) {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            steps.writing();
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw new PeerGoneException(e);
            }
            steps.working();
        }

        // Every part is sent when it is written, and whoever throws closes the stream on the way out: that must
        // not look like the end of the answer.
        @Override
        public void close() {}
    }
}
