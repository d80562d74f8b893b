package org.simplesignin.protocol;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The frames of the Unix socket between a native app and the on-device client: a length of four bytes, big-endian, and
 * that many bytes of JSON.
 *
 * <pre>{@code
 * request   {"protocol":1,"call":"getUserAndLinks","body":{"identityProviderName":"example"}}
 * response  {"protocol":1,"body":{"requestStatus":"SUCCESSFUL","amazonUserId":"…","links":[]}}
 * refusal   {"protocol":1,"problem":"unsupported_protocol"}
 * }</pre>
 *
 * <p>A connection carries one request and one response. An app that closes its end before the response takes its request
 * back: an open dialog closes. Thread-safe: all methods are pure.
 */
public final class Frames {
    /** The version of the protocol that this library speaks. */
    public static final int PROTOCOL = 1;

    private Frames() {}

    /** Why the client did not read a request as one; sent instead of a body. */
    public enum Refusal {
        /** The frame's {@code protocol} is not one that the client speaks. */
        UNSUPPORTED_PROTOCOL,
        /** The frame is not a request, or its call is unknown. */
        MALFORMED_REQUEST,
        /** The peer is not an installed app. */
        UNKNOWN_CALLER;

        String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Thrown where a peer refuses, or has to be refused, before there is a response. */
    public static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;
        private final Refusal refusal;

        /** Makes one. */
        public RefusedException(Refusal refusal) {
            super(refusal.wireName());
            this.refusal = refusal;
        }

        /** Returns the reason. */
        public Refusal refusal() {
            return refusal;
        }
    }

    private record RawFrame(
            int protocol,
            @Nullable String call,
            @Nullable JsonNode body,
            @Nullable String problem) {}

    /** Returns the frame of a request. */
    public static ByteBuffer request(AppRequest request) {
        return frame(new RawFrame(PROTOCOL, Call.of(request).wireName(), Json.tree(request), null));
    }

    /** Returns the frame of a response. */
    public static ByteBuffer response(AppResponse response) {
        return frame(new RawFrame(PROTOCOL, null, Json.tree(response), null));
    }

    /** Returns the frame of a refusal. */
    public static ByteBuffer refusal(Refusal refusal) {
        return frame(new RawFrame(PROTOCOL, null, null, refusal.wireName()));
    }

    /**
     * Reads one request of at most {@value Limits#REQUEST_BYTES} bytes.
     *
     * @throws RefusedException where it is of another protocol version or not a request; answer with {@link #refusal}
     * @throws IOException where the connection breaks
     */
    public static AppRequest readRequest(InputStream in) throws IOException, RefusedException {
        try {
            RawFrame raw = readFrame(in, Limits.REQUEST_BYTES);
            if (raw.protocol() != PROTOCOL) {
                throw new RefusedException(Refusal.UNSUPPORTED_PROTOCOL);
            }
            if (raw.call() == null || raw.body() == null) {
                throw new RefusedException(Refusal.MALFORMED_REQUEST);
            }
            Call call = Call.named(raw.call()).orElseThrow(() -> new RefusedException(Refusal.MALFORMED_REQUEST));
            return Json.convert(raw.body(), call.request());
        } catch (MalformedMessageException e) {
            throw new RefusedException(Refusal.MALFORMED_REQUEST);
        }
    }

    /**
     * Reads the response to a call, at most {@value Limits#RESPONSE_BYTES} bytes.
     *
     * @throws RefusedException where the client refused the request
     * @throws MalformedMessageException where the frame is not a response to this call
     * @throws IOException where the connection breaks
     */
    public static AppResponse readResponse(InputStream in, Call call)
            throws IOException, RefusedException, MalformedMessageException {
        RawFrame raw = readFrame(in, Limits.RESPONSE_BYTES);
        if (raw.problem() != null) {
            for (Refusal refusal : Refusal.values()) {
                if (refusal.wireName().equals(raw.problem())) {
                    throw new RefusedException(refusal);
                }
            }
            throw new MalformedMessageException("the client refused for an unknown reason");
        }
        if (raw.protocol() != PROTOCOL) {
            throw new RefusedException(Refusal.UNSUPPORTED_PROTOCOL);
        }
        if (raw.body() == null) {
            throw new MalformedMessageException("the response has no body");
        }
        return Json.convert(raw.body(), call.response());
    }

    private static ByteBuffer frame(RawFrame raw) {
        byte[] json = Json.write(raw);
        return ByteBuffer.allocate(Integer.BYTES + json.length)
                .putInt(json.length)
                .put(json)
                .flip();
    }

    private static RawFrame readFrame(InputStream in, int maxBytes) throws IOException, MalformedMessageException {
        DataInputStream stream = new DataInputStream(Objects.requireNonNull(in, "in"));
        int length = stream.readInt();
        if (length < 0 || length > maxBytes) {
            throw new MalformedMessageException("the frame is over " + maxBytes + " bytes");
        }
        byte[] json = stream.readNBytes(length);
        if (json.length < length) {
            throw new EOFException("the frame ends early");
        }
        return Json.read(json, RawFrame.class, maxBytes);
    }
}
