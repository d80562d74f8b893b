package org.simplesignin.testing.http;

import static org.simplesignin.testing.http.Row.closes;
import static org.simplesignin.testing.http.Row.noFault;
import static org.simplesignin.testing.http.Row.refused;
import static org.simplesignin.testing.http.Row.stays;

import java.util.ArrayList;
import java.util.List;

/// Versions, persistence, `Host`, lines of one kind that come twice, and what asks for another protocol.
final class ConnectionRows {
    private final Listening listening;
    private final List<Row> rows = new ArrayList<>();

    private ConnectionRows(Listening listening) {
        this.listening = listening;
    }

    static List<Row> of(Listening listening) {
        ConnectionRows table = new ConnectionRows(listening);
        table.persistence();
        table.versions();
        table.hosts();
        table.linesThatComeTwice();
        table.otherProtocols();
        return table.rows;
    }

    private void persistence() {
        rows.add(stays("1.1", listening.get(""), 200));
        rows.add(stays("1.1, empty lines before it", "\r\n\r\n" + listening.get(""), 200));
        rows.add(stays("1.1, keep-alive", listening.get("Connection: keep-alive\r\n"), 200));
        rows.add(closes("1.1, close", listening.get("Connection: close\r\n"), 200));
        rows.add(closes("1.1, Close", listening.get("connection: Close\r\n"), 200));
        rows.add(closes("1.1, keep-alive, close", listening.get("Connection: keep-alive, close\r\n"), 200));
        rows.add(closes("1.1, close in its own line", listening.get("Connection: x\r\nConnection: close\r\n"), 200));
        rows.add(closes("1.0", oldGet(""), 200));
        rows.add(closes("1.0, close", oldGet("Connection: close\r\n"), 200));
        rows.add(stays("1.0, keep-alive", oldGet("Connection: keep-alive\r\n"), 200));
        rows.add(stays("1.0, Keep-Alive", oldGet("Connection: Keep-Alive\r\n"), 200));
        rows.add(closes("1.0, keep-alive, close", oldGet("Connection: keep-alive, close\r\n"), 200));
        rows.add(noFault("1.0 without Host", "GET " + listening.path() + " HTTP/1.0\r\n\r\n"));
        rows.add(closes(
                "POST, close",
                listening.post("Connection: close\r\n"),
                listening.post().status()));
        rows.add(stays("POST", listening.post(""), listening.post().status()));
        rows.add(stays(
                "POST, 1.0, keep-alive",
                listening.post("Connection: keep-alive\r\n").replace(" HTTP/1.1", " HTTP/1.0"),
                listening.post().status()));
    }

    private String oldGet(String lines) {
        return listening.get(lines).replace(" HTTP/1.1", " HTTP/1.0");
    }

    private void versions() {
        rows.add(closes("0.9", "GET " + listening.path() + "\r\n", 400, 505));
        rows.add(closes("0.9 with a space", "GET " + listening.path() + " \r\n\r\n", 400, 505));
        for (String version : List.of(
                "HTTP/2.0",
                "HTTP/2",
                "HTTP/3.0",
                "HTTP/1.2",
                "HTTP/1.10",
                "HTTP/1",
                "HTTP/01.1",
                "HTTP/11",
                "HTTP/0.9",
                "HTTP/1,1",
                "HTTP/1.1x",
                "ICY/1.1",
                "HTTP/x.y",
                "RTSP/1.0")) {
            rows.add(closes("version " + version, listening.get("").replace("HTTP/1.1", version), 400, 505));
        }
        // The engine reads the name in any case; nobody reads another version in it.
        rows.add(noFault("version http/1.1", listening.get("").replace("HTTP/1.1", "http/1.1")));
        rows.add(closes("preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0", 400, 505));
        rows.add(closes("hello of TLS", "\26\3\1\2\0\1\0\1\374\3\3" + "\1".repeat(40) + "\r\n\r\n", 0, 400));
        rows.add(closes("SSH", "SSH-2.0-OpenSSH_9.2\r\n\r\n", 0, 400));
        rows.add(closes("a line of nothing but text", "hello\r\n\r\n", 400));
        rows.add(closes("octets", "\200\201\202\203\r\n\r\n", 400));
    }

    private void hosts() {
        String first = "GET " + listening.path() + " HTTP/1.1\r\n";
        rows.add(refused("no Host", first + "\r\n"));
        for (String host : List.of(
                "", " ", "a b", "a/b", "a@b", "a,b", "a:b", "a:99999", "a:-1", "a:", "[::1", "a\\b", "a?b", "a#b",
                "%41", "é")) {
            if (!host.equals("a:") && !host.equals("%41")) {
                rows.add(refused("Host: " + host, first + "Host: " + host + "\r\n\r\n"));
            } else {
                rows.add(noFault("Host: " + host, first + "Host: " + host + "\r\n\r\n"));
            }
        }
        rows.add(refused("Host twice", listening.get("Host: " + listening.host() + "\r\n")));
        rows.add(refused("two Hosts", listening.get("Host: other.example\r\n")));
        rows.add(refused("two Hosts, one empty", listening.get("Host:\r\n")));
    }

    /// A listener that reads the first of several lines and fails at the second answers 500 to a stranger.
    private void linesThatComeTwice() {
        for (String line : List.of(
                "Cookie: a=b",
                "Cookie: \"",
                "Accept: text/html",
                "Accept: ;;,,",
                "Accept-Language: de",
                "Authorization: Bearer x",
                "Authorization: DPoP x",
                "Authorization: Basic eDp5",
                "DPoP: x.y.z",
                "Origin: https://a.example",
                "X-Forwarded-For: 10.0.0.1",
                "X-Forwarded-Proto: https",
                "Forwarded: for=x",
                "If-None-Match: \"x\"",
                "If-Modified-Since: x",
                "Range: bytes=0-",
                "User-Agent: x",
                "Referer: x",
                "Sec-Fetch-Site: cross-site",
                "Accept-Encoding: gzip",
                "Keep-Alive: timeout=5",
                "Via: 1.1 x",
                "TE: trailers",
                "Trailer: X")) {
            rows.add(noFault(line + " once", listening.get(line + "\r\n")));
            rows.add(noFault(line + " twice", listening.get(line + "\r\n" + line + "\r\n")));
        }
        rows.add(noFault("two Content-Types", listening.post("Content-Type: text/plain\r\nContent-Type: x\r\n")));
        rows.add(noFault("a Content-Type that is none", listening.post("Content-Type: ;;=\r\n")));
        rows.add(noFault("two Authorizations", listening.post("Authorization: Bearer x\r\nAuthorization: DPoP y\r\n")));
        rows.add(noFault("two Cookies", listening.post("Cookie: a=b\r\nCookie: c=d\r\n")));
        rows.add(noFault("two Accepts", listening.post("Accept: text/html\r\nAccept: application/json\r\n")));
        rows.add(noFault("two Origins", listening.post("Origin: null\r\nOrigin: null\r\n")));
    }

    private void otherProtocols() {
        rows.add(stays(
                "upgrade to h2c",
                listening.get("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n"),
                200));
        rows.add(stays("upgrade to a web socket", listening.get("Connection: Upgrade\r\nUpgrade: websocket\r\n"), 200));
        rows.add(noFault("Upgrade without Connection", listening.get("Upgrade: h2c\r\n")));
        rows.add(stays("Connection without Upgrade", listening.get("Connection: upgrade\r\n"), 200));
        rows.add(stays("1.0 with Upgrade", oldGet("Connection: upgrade, keep-alive\r\nUpgrade: h2c\r\n"), 200));
        rows.add(closes("an expectation that nobody knows", listening.get("Expect: a-miracle\r\n"), 417));
        rows.add(closes("it, and the known one", listening.get("Expect: 100-continue, a-miracle\r\n"), 417));
        rows.add(noFault("100-continue without a body", listening.get("Expect: 100-continue\r\n")));
        rows.add(closes(
                "CONNECT",
                "CONNECT " + listening.host() + " HTTP/1.1\r\nHost: " + listening.host() + "\r\n\r\n",
                400,
                405));
        rows.add(noFault("TRACE", listening.get("").replace("GET", "TRACE")));
        rows.add(noFault("OPTIONS", listening.get("").replace("GET", "OPTIONS")));
        rows.add(noFault("a method of nobody's", listening.get("").replace("GET", "BREW")));
        rows.add(noFault("get", listening.get("").replace("GET", "get")));
    }
}
