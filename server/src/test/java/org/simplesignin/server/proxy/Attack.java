package org.simplesignin.server.proxy;

import static org.simplesignin.server.proxy.Stand.HOST;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What hides a request in another: a first request of which two readers find different ends. To one of them what
/// follows is a request for what the proxy denies. Whichever end a reader finds, the whole request is there, so that
/// nobody waits for the rest.
///
/// @param sent over a new connection
record Attack(String name, String sent) {
    private static final String CRLF = "\r\n";
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\n";
    private static final String HIDDEN =
            "GET " + Setup.DENIED + " HTTP/1.1\r\n" + HOST + "X-Forwarded-For: 10.9.8.7\r\n\r\n";

    /// One that takes the beginning of whatever comes next for a header of its own.
    private static final String PREFIX = "GET " + Setup.DENIED + " HTTP/1.1\r\n" + HOST + "X: ";

    byte[] bytes() {
        return sent.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return name;
    }

    static List<Attack> all() {
        List<Attack> all = new ArrayList<>();
        all.addAll(encodings());
        all.addAll(lengths());
        all.addAll(chunks());
        all.addAll(heads());
        return all;
    }

    private static String post(String lines) {
        return "POST /oauth/token HTTP/1.1\r\n" + HOST + FORM + lines + CRLF;
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + CRLF + text + CRLF;
    }

    /// A length, and some line that may mean chunks: in this order and the other.
    private static List<Attack> encodings() {
        List<Attack> all = new ArrayList<>();
        List<String> values = List.of(
                "chunked",
                "xchunked",
                "  chunked",
                "\tchunked",
                "chunked, identity",
                "identity, chunked",
                "identity",
                "chunked, chunked",
                "gzip, chunked",
                "chunked, gzip",
                "chunked,",
                ",chunked",
                "chunked;q=1",
                "\"chunked\"",
                "'chunked'",
                "\13chunked",
                "chunked\13",
                "\0chunked",
                "chunked\0",
                "\u00a0chunked",
                "chun\tked",
                "Chunked",
                "",
                "\r\n chunked",
                "\r\n\tchunked",
                "chunked\r\n , identity");
        for (String value : values) {
            all.addAll(bothWays("'" + told(value) + "'", "Transfer-Encoding: " + value + CRLF));
        }
        List<String> lines = List.of(
                "Transfer-Encoding : chunked\r\n",
                "Transfer-Encoding\t: chunked\r\n",
                "Transfer-Encoding:chunked\r\n",
                " Transfer-Encoding: chunked\r\n",
                "\tTransfer-Encoding: chunked\r\n",
                "X: y\r\n Transfer-Encoding: chunked\r\n",
                "X: y\nTransfer-Encoding: chunked\r\n",
                "X: y\rTransfer-Encoding: chunked\r\n",
                "X: y\0\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: chunked\n",
                "Transfer-Encoding\r\n: chunked\r\n",
                "Transfer_Encoding: chunked\r\n",
                "Transfer-Encoding\0: chunked\r\n",
                "Transfer-Encoding chunked\r\n",
                "\13Transfer-Encoding: chunked\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
                "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n",
                "Transfer-Encoding:\r\nTransfer-Encoding: chunked\r\n",
                "Connection: Transfer-Encoding\r\nTransfer-Encoding: chunked\r\n",
                "Connection: Content-Length\r\nTransfer-Encoding: chunked\r\n",
                "TE: chunked\r\n");
        for (String line : lines) {
            all.addAll(bothWays("line '" + told(line) + "'", line));
        }
        return all;
    }

    private static List<Attack> bothWays(String name, String line) {
        String lastChunk = "0\r\n\r\n";
        String chunks = chunk(HIDDEN);
        String size = chunks.substring(0, chunks.indexOf('\n') + 1);
        return List.of(
                new Attack(name + ", chunks end first", post(length(lastChunk + HIDDEN) + line) + lastChunk + HIDDEN),
                new Attack(
                        name + ", chunks end first, a prefix",
                        post(length(lastChunk + PREFIX) + line) + lastChunk + PREFIX),
                new Attack(name + ", its length ends first", post(length(size) + line) + chunks + lastChunk),
                new Attack(name + ", its length comes last", post(line + length(size)) + chunks + lastChunk),
                new Attack(
                        name + ", in 1.0",
                        old(post(length(lastChunk + HIDDEN) + "Connection: keep-alive\r\n" + line))
                                + lastChunk
                                + HIDDEN));
    }

    private static String length(String body) {
        return "Content-Length: " + body.length() + CRLF;
    }

    private static String old(String head) {
        return head.replace(" HTTP/1.1", " HTTP/1.0");
    }

    private static String told(String octets) {
        StringBuilder told = new StringBuilder();
        octets.chars().forEach(octet -> told.append(octet < ' ' || octet > '~' ? "<" + octet + ">" : (char) octet));
        return told.toString();
    }

    private static List<Attack> lengths() {
        int length = HIDDEN.length();
        List<Attack> all = new ArrayList<>();
        for (String value : List.of(
                "+" + length,
                "-" + length,
                "0x" + Integer.toHexString(length),
                "0" + length,
                length + " ",
                length + ",0",
                "0," + length,
                length + ", " + length,
                length + ".0",
                length + "\13",
                length + "\0",
                "\r\n " + length,
                length + "\r\n 0",
                length + ";",
                "\"" + length + "\"",
                "1e2",
                "",
                "18446744073709551616",
                length + " 0")) {
            all.add(new Attack("length '" + told(value) + "'", post("Content-Length: " + value + CRLF) + HIDDEN));
        }
        String right = "Content-Length: " + length + CRLF;
        for (String lines : List.of(
                "Content-Length: 0\r\n" + right,
                right + "Content-Length: 0\r\n",
                right + right,
                right + "Content-Length:\r\n",
                "Content-Length : " + length + CRLF,
                "Content-Length\t: " + length + CRLF,
                " " + right,
                "X: y\n" + right,
                "X: y\r" + right,
                "Content_Length: " + length + CRLF,
                "Content-Length\0: " + length + CRLF,
                "Content-Length : 0\r\n" + right,
                "Content_Length: 0\r\n" + right,
                "Content-Length: 0\n" + right,
                "Connection: Content-Length\r\n" + right,
                "Connection: close, Content-Length\r\n" + right)) {
            all.add(new Attack("lines '" + told(lines) + "'", post(lines) + HIDDEN));
            all.add(new Attack("GET, lines '" + told(lines) + "'", get(lines) + HIDDEN));
        }
        return all;
    }

    private static String get(String lines) {
        return Stand.marked(0, lines);
    }

    private static List<Attack> chunks() {
        String head = post("Transfer-Encoding: chunked\r\n");
        String whole = chunk(HIDDEN);
        String hex = whole.substring(0, whole.indexOf('\r'));
        String end = "0\r\n\r\n";
        List<Attack> all = new ArrayList<>();
        for (String size : List.of(
                "0x" + hex,
                "+" + hex,
                " " + hex,
                hex + " ",
                hex + "\t",
                hex + "\13",
                hex + ";a",
                hex + ";a=\"b\nc\"",
                hex + ";a\n",
                hex + "\n",
                "10000000000000000" + hex,
                "fffffffffffffffff",
                hex + ",",
                "-" + hex,
                hex + "\0",
                hex + "x",
                "0;\n",
                "",
                "\n")) {
            all.add(new Attack("chunk of size '" + told(size) + "'", head + size + CRLF + HIDDEN + CRLF + end));
        }
        all.add(new Attack("chunk that ends with LF", head + hex + CRLF + HIDDEN + "\n" + end));
        all.add(new Attack("chunk that ends with nothing", head + hex + CRLF + HIDDEN + end));
        all.add(new Attack("chunk that ends with other octets", head + hex + CRLF + HIDDEN + "XX" + end));
        all.add(new Attack("request in the trailers", head + "0\r\n" + HIDDEN));
        all.add(new Attack("length in the trailers", head + "0\r\nContent-Length: 5\r\n\r\n" + HIDDEN));
        all.add(new Attack("encoding in the trailers", head + "0\r\nTransfer-Encoding: chunked\r\n\r\n" + HIDDEN));
        all.add(new Attack("request behind the last chunk", head + end + HIDDEN));
        all.add(new Attack("last chunk of many zeros", head + "00000000000000000000\r\n\r\n" + HIDDEN));
        all.add(new Attack("GET with chunks", get("Transfer-Encoding: chunked\r\n") + chunk(HIDDEN) + end));
        return all;
    }

    private static List<Attack> heads() {
        String length = length(HIDDEN);
        List<Attack> all = new ArrayList<>();
        all.add(new Attack("expects 100", post("Expect: 100-continue\r\n" + length) + HIDDEN));
        all.add(new Attack("expects 100, GET", get("Expect: 100-continue\r\n" + length) + HIDDEN));
        all.add(new Attack("expects a miracle", post("Expect: a-miracle\r\n" + length) + HIDDEN));
        all.add(new Attack(
                "expects 100 twice", post("Expect: 100-continue\r\nExpect: 100-continue\r\n" + length) + HIDDEN));
        all.add(new Attack(
                "expects 100, chunks",
                post("Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n") + chunk(HIDDEN) + "0\r\n\r\n"));
        for (String upgrade : List.of("h2c", "websocket", "TLS/1.0", "x")) {
            String lines = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: " + upgrade
                    + "\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";
            all.add(new Attack("upgrade to " + upgrade, get(lines) + HIDDEN));
            all.add(new Attack("upgrade to " + upgrade + ", a body", post(lines + length) + HIDDEN));
        }
        all.add(new Attack("refused path", post(length).replace("/oauth/token", "/oauth/token;a") + HIDDEN));
        all.add(new Attack("refused method", post(length).replace("POST", "BREW") + HIDDEN));
        all.add(new Attack("no such route", post(length).replace("/oauth/token", "/nowhere") + HIDDEN));
        all.add(new Attack("body that nobody reads", post(length).replace("/oauth/token", "/oauth/jwks/x") + HIDDEN));
        all.add(new Attack("another media type", post(length).replace(FORM, "Content-Type: text/plain\r\n") + HIDDEN));
        all.add(new Attack("head too large", post("X: " + "a".repeat(8_200) + CRLF + length) + HIDDEN));
        all.add(new Attack("target too long", post(length).replace("/oauth/token", "/" + "a".repeat(4_200)) + HIDDEN));
        all.add(new Attack("close, then more", get("Connection: close\r\n") + HIDDEN));
        all.add(new Attack("1.0, then more", old(get("")) + HIDDEN));
        all.add(new Attack("version 1.2", get("").replace("HTTP/1.1", "HTTP/1.2") + HIDDEN));
        all.add(new Attack("version 2.0", get("").replace("HTTP/1.1", "HTTP/2.0") + HIDDEN));
        all.add(new Attack("two hosts", get("Host: other.example\r\n") + HIDDEN));
        all.add(new Attack("LF in the first line", get("").replace(" HTTP/1.1\r\n", " HTTP/1.1\nX: y\r\n") + HIDDEN));
        all.add(new Attack("lines end with LF", (get("") + HIDDEN).replace(CRLF, "\n")));
        all.add(new Attack("tabs for spaces", get("").replace(" ", "\t") + HIDDEN));
        all.add(new Attack("empty lines first", "\r\n\r\n" + get("") + HIDDEN));
        all.add(new Attack("target with a request in it", get("").replace(" HTTP/1.1", "\tHTTP/1.1\r\n\r\n" + HIDDEN)));
        all.add(new Attack(
                "target with an encoded request",
                get("").replace(".pem", ".pem%20HTTP/1.1%0d%0a%0d%0aGET%20" + Setup.DENIED)));
        return all;
    }
}
