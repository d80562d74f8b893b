package org.simplesignin.testing.http;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// What [HttpConformance] must know of a listener.
///
/// @param address where it listens
/// @param host the `Host` that it takes
/// @param path answers a GET with 200 and some body, to anybody; its first letter is between `/` and the end
/// @param post reads a body
/// @param pages whether browsers get pages where programs get problem documents
/// @param steps how long each step of a connection may last
public record Listening(InetSocketAddress address, String host, String path, Post post, boolean pages, Steps steps) {
    /// A route that reads the whole of a body before it judges it.
    ///
    /// @param most KiB of a body that it takes, inclusive
    /// @param headers lines that every request to it must have, each ended by CRLF
    /// @param body at least two characters of ASCII
    /// @param status of the answer to that body
    public record Post(String path, int most, String headers, String body, int status) {}

    /// The documented times.
    ///
    /// @param waiting for a whole head
    /// @param reading a body
    /// @param writing an answer
    public record Steps(Duration waiting, Duration reading, Duration writing) {}

    /// Returns a request for [#path()] with these further lines, each ended by CRLF.
    String get(String lines) {
        return get(path, lines);
    }

    /// Returns a request for this target.
    String get(String target, String lines) {
        return "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n" + lines + "\r\n";
    }

    /// Returns the head of a POST with these further lines.
    String postHead(String lines) {
        return "POST " + post.path() + " HTTP/1.1\r\nHost: " + host + "\r\n" + post.headers() + lines + "\r\n";
    }

    /// Returns a POST with the known body and its length.
    String post(String lines) {
        return postHead(lines + "Content-Length: " + post.body().length() + "\r\n") + post.body();
    }

    /// Returns a POST whose chunks stand there as they are sent.
    String chunked(String chunks) {
        return postHead("Transfer-Encoding: chunked\r\n") + chunks;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
