package org.simplesignin.testing.http;

import java.io.IOException;

/// Peers that are gone after every so many bytes.
final class HangUps {
    private static final int PIPELINED = 50;

    private HangUps() {}

    static void at(Listening listening) throws IOException {
        String body = listening.post().body();
        String chunked = listening.chunked(Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n");
        for (String request : new String[] {
            listening.get(""),
            listening.post(""),
            chunked,
            listening.postHead("Expect: 100-continue\r\nContent-Length: 3\r\n")
        }) {
            for (int length = 0; length <= request.length(); length += 3) {
                RawHttp.connect(listening.address())
                        .send(request.substring(0, length))
                        .close();
                RawHttp.connect(listening.address())
                        .send(request.substring(0, length))
                        .reset();
            }
            RawHttp pipelined = RawHttp.connect(listening.address());
            pipelined
                    .sendAsMuchAsIsTaken(Listening.bytes(request.repeat(PIPELINED)))
                    .reset();
            try (RawHttp answered = RawHttp.connect(listening.address()).send(request.repeat(PIPELINED))) {
                answered.answer();
            }
        }
    }

    /// Returns the status of a plain request.
    static int alive(Listening listening) throws IOException {
        try (RawHttp raw = RawHttp.connect(listening.address())) {
            return raw.send(listening.get("Connection: close\r\n")).answer().status();
        }
    }
}
