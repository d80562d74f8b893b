package org.simplesignin.testing.http;

import static org.simplesignin.testing.http.Row.closes;
import static org.simplesignin.testing.http.Row.noFault;
import static org.simplesignin.testing.http.Row.refused;
import static org.simplesignin.testing.http.Row.stays;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.simplesignin.testing.http.Row.Form;

/// How bodies are framed. Where two readers could find another end of one body, the rest of it would be a
/// request to one of them (RFC 9112 §11.2).
final class BodyRows {
    private static final String TE = "Transfer-Encoding: ";
    private static final String BROWSER = "Accept: text/html\r\n";

    private final Listening listening;
    private final String body;
    private final int known;
    private final List<Row> rows = new ArrayList<>();

    private BodyRows(Listening listening) {
        this.listening = listening;
        this.body = listening.post().body();
        this.known = listening.post().status();
    }

    static List<Row> of(Listening listening) {
        BodyRows table = new BodyRows(listening);
        table.chunksThatAreTaken();
        table.chunksThatAreRefused();
        table.encodings();
        table.lengths();
        table.hiddenRequests();
        table.tooLong();
        table.tooShort();
        return table.rows;
    }

    private void chunksThatAreTaken() {
        String hex = Integer.toHexString(body.length());
        String rest = "\r\n" + body + "\r\n0\r\n\r\n";
        rows.add(taken("one chunk", hex + rest));
        rows.add(taken("upper case", hex.toUpperCase(Locale.ROOT) + rest));
        rows.add(taken("leading zeros", "0000" + hex + rest));
        rows.add(taken("an extension", hex + ";a" + rest));
        rows.add(taken("an extension with a value", hex + ";a=b" + rest));
        rows.add(taken("an extension with a quoted value", hex + ";a=\"b;\\\"c\"" + rest));
        rows.add(taken("two extensions", hex + ";a=b;c=d" + rest));
        rows.add(taken("an extension at the last chunk", hex + "\r\n" + body + "\r\n0;a=b\r\n\r\n"));
        rows.add(taken("zeros at the last chunk", hex + "\r\n" + body + "\r\n000\r\n\r\n"));
        rows.add(taken("a trailer", hex + "\r\n" + body + "\r\n0\r\nX: a\r\n\r\n"));
        rows.add(taken("two trailers", hex + "\r\n" + body + "\r\n0\r\nX: a\r\nY:\r\n\r\n"));
        rows.add(taken("a trailer that would be a length", hex + "\r\n" + body + "\r\n0\r\nContent-Length: 5\r\n\r\n"));
        StringBuilder bytes = new StringBuilder();
        body.chars().forEach(octet -> bytes.append("1\r\n").append((char) octet).append("\r\n"));
        rows.add(taken("a chunk for each byte", bytes + "0\r\n\r\n"));
    }

    private Row taken(String name, String chunks) {
        return stays("chunks: " + name, listening.chunked(chunks), known);
    }

    private void chunksThatAreRefused() {
        String hex = Integer.toHexString(body.length());
        String rest = "\r\n" + body + "\r\n0\r\n\r\n";
        for (String size : List.of(
                "",
                ";a",
                "-" + hex,
                "+" + hex,
                "0x" + hex,
                "x",
                hex + "x",
                hex + " " + hex,
                " " + hex,
                "\t" + hex,
                "FFFFFFFFFFFFFFFF",
                "7FFFFFFFFFFFFFFFF",
                "10000000000000000" + hex,
                hex + ",",
                hex + ";\0",
                hex + ";a=\"",
                hex + "\0",
                "\u00b2",
                hex + "\u00a0",
                hex + ".0")) {
            rows.add(cut("of size '" + size + "'", size + rest));
        }
        rows.add(cut("bare LF after the size", hex + "\n" + body + "\r\n0\r\n\r\n"));
        rows.add(cut("bare CR after the size", hex + "\r" + body + "\r\n0\r\n\r\n"));
        rows.add(cut("bare LF after an extension", hex + ";a\n" + body + "\r\n0\r\n\r\n"));
        rows.add(cut("bare LF after the data", hex + "\r\n" + body + "\n0\r\n\r\n"));
        rows.add(cut("nothing after the data", hex + "\r\n" + body + "0\r\n\r\n"));
        rows.add(cut("data longer than its size", hex + "\r\n" + body + "x\r\n0\r\n\r\n"));
        rows.add(cut("bare LF after the last size", hex + "\r\n" + body + "\r\n0\n\r\n"));
        rows.add(cut("bare LF at the end", hex + "\r\n" + body + "\r\n0\r\n\n"));
        rows.add(cut("bare LF after a trailer", hex + "\r\n" + body + "\r\n0\r\nX: a\n\r\n"));
        rows.add(cut("a trailer without a colon", hex + "\r\n" + body + "\r\n0\r\nX\r\n\r\n"));
        rows.add(cut("a folded trailer", hex + "\r\n" + body + "\r\n0\r\nX: a\r\n b\r\n\r\n"));
        rows.add(cut("NUL in a trailer", hex + "\r\n" + body + "\r\n0\r\nX: \0\r\n\r\n"));
        rows.add(closes(
                "chunks: an extension of 40 KB",
                listening.chunked(hex + ";" + "a".repeat(40_000) + rest),
                400,
                413,
                431));
        rows.add(closes(
                "chunks: trailers of 40 KB",
                listening.chunked(hex + "\r\n" + body + "\r\n0\r\nX: " + "a".repeat(40_000) + "\r\n\r\n"),
                400,
                413,
                431));
    }

    private Row cut(String name, String chunks) {
        return refused("chunks: " + name, listening.chunked(chunks));
    }

    private void encodings() {
        String hex = Integer.toHexString(body.length());
        String chunks = hex + "\r\n" + body + "\r\n0\r\n\r\n";
        rows.add(stays("Chunked", listening.postHead(TE + "Chunked\r\n") + chunks, known));
        rows.add(stays("CHUNKED", listening.postHead("TRANSFER-ENCODING:CHUNKED\r\n") + chunks, known));
        rows.add(stays("spaces around chunked", listening.postHead(TE + "  chunked \r\n") + chunks, known));
        for (String encoding : List.of(
                "",
                "identity",
                "gzip",
                "chunked, chunked",
                "chunked, gzip",
                "gzip, chunked",
                "identity, chunked",
                "chunked, identity",
                "xchunked",
                "chunkedx",
                "chunked;q=1",
                "\"chunked\"",
                "'chunked'",
                "chunked,",
                ",chunked",
                "chu nked",
                "\13chunked",
                "chunked\0",
                "deflate",
                "\u00a0chunked",
                "chunKed\u00ff")) {
            rows.add(refused(
                    "Transfer-Encoding: '" + encoding + "'", listening.postHead(TE + encoding + "\r\n") + chunks));
        }
        rows.add(refused("chunked twice", listening.postHead(TE + "chunked\r\n" + TE + "chunked\r\n") + chunks));
        rows.add(refused(
                "chunked, then identity", listening.postHead(TE + "chunked\r\n" + TE + "identity\r\n") + chunks));
        rows.add(refused(
                "identity, then chunked", listening.postHead(TE + "identity\r\n" + TE + "chunked\r\n") + chunks));
        rows.add(refused("chunked and an empty one", listening.postHead(TE + "chunked\r\n" + TE + "\r\n") + chunks));
        rows.add(refused("a space before its colon", listening.postHead("Transfer-Encoding : chunked\r\n") + chunks));
        rows.add(refused("chunked in 1.0", old(listening.postHead(TE + "chunked\r\n")) + chunks));
        rows.add(refused(
                "chunked in 1.0, keep-alive",
                old(listening.postHead(TE + "chunked\r\nConnection: keep-alive\r\n")) + chunks));
        for (String length : List.of("0", "3", String.valueOf(chunks.length()))) {
            String line = "Content-Length: " + length + "\r\n";
            rows.add(refused(
                    "length " + length + ", then chunked", listening.postHead(line + TE + "chunked\r\n") + chunks));
            rows.add(refused("chunked, then length " + length, listening.postHead(TE + "chunked\r\n" + line) + chunks));
        }
        rows.add(refused("a length, then gzip", listening.postHead("Content-Length: 3\r\n" + TE + "gzip\r\n") + "abc"));
        rows.add(refused(
                "GET with a length and chunked",
                listening.get("Content-Length: 5\r\n" + TE + "chunked\r\n") + "0\r\n\r\n"));
        rows.add(stays("GET with an empty chunked body", listening.get(TE + "chunked\r\n") + "0\r\n\r\n", 200));
        rows.add(stays("GET with a chunked body", listening.get(TE + "chunked\r\n") + "3\r\nabc\r\n0\r\n\r\n", 200));
    }

    private static String old(String head) {
        return head.replace(" HTTP/1.1", " HTTP/1.0");
    }

    private void lengths() {
        int length = body.length();
        for (String value : List.of(
                "",
                "-" + length,
                "+" + length,
                "0x" + length,
                length + ".0",
                length + "," + length,
                length + ", " + length,
                length + " " + length,
                "1e1",
                "x",
                "99999999999999999999",
                "9223372036854775808",
                "\u00b2",
                length + ";",
                "\"" + length + "\"",
                length + "\0",
                ",",
                length + ",")) {
            rows.add(refused(
                    "Content-Length: '" + value + "'", listening.postHead("Content-Length: " + value + "\r\n") + body));
        }
        String line = "Content-Length: " + length + "\r\n";
        rows.add(refused("the same length twice", listening.postHead(line + line) + body));
        rows.add(refused("two lengths", listening.postHead(line + "Content-Length: 1\r\n") + body));
        rows.add(refused("two lengths, the longer first", listening.postHead("Content-Length: 1\r\n" + line) + body));
        rows.add(refused("a length and an empty one", listening.postHead(line + "Content-Length:\r\n") + body));
        rows.add(stays(
                "spaces around a length", listening.postHead("Content-Length:   " + length + "  \r\n") + body, known));
        rows.add(noFault("zeros before a length", listening.postHead("Content-Length: 000" + length + "\r\n") + body));
        rows.add(noFault("neither length nor chunks", listening.postHead("")));
        rows.add(noFault("a length of nothing", listening.postHead("Content-Length: 0\r\n")));
        rows.add(stays("GET with a length of nothing", listening.get("Content-Length: 0\r\n"), 200));
        rows.add(stays("GET with a body", listening.get("Content-Length: 3\r\n") + "abc", 200));
        rows.add(refused("GET with two lengths", listening.get("Content-Length: 3\r\nContent-Length: 3\r\n") + "abc"));
    }

    /// Bodies that are requests themselves: there must never be a second answer.
    private void hiddenRequests() {
        String hidden = listening.get("X-Forwarded-For: 10.9.8.7\r\n");
        String length = "Content-Length: " + hidden.length() + "\r\n";
        String chunks = Integer.toHexString(hidden.length()) + "\r\n" + hidden + "\r\n0\r\n\r\n";
        rows.add(stays("hidden in the body of a GET", listening.get(length) + hidden, 200));
        rows.add(stays("hidden in the chunks of a GET", listening.get(TE + "chunked\r\n") + chunks, 200));
        rows.add(noFault("hidden in a POST", listening.postHead(length) + hidden));
        rows.add(noFault("hidden in the chunks of a POST", listening.chunked(chunks)));
        rows.add(noFault(
                "hidden where nothing is",
                listening.postHead(length).replace(listening.post().path(), "/nothing-here") + hidden));
        rows.add(noFault("hidden with an unknown method", listening.get(length).replace("GET", "BREW") + hidden));
        rows.add(refused(
                "hidden behind an empty last chunk",
                listening.postHead(length + TE + "chunked\r\n") + "0\r\n\r\n" + hidden));
        rows.add(refused("hidden behind 1.0", old(listening.postHead(TE + "chunked\r\n")) + chunks + hidden));
        rows.add(refused(
                "hidden behind a path",
                listening.postHead(length).replace(listening.post().path(), "//x") + hidden));
        rows.add(refused("hidden behind a bad line", listening.get("X : a\r\n") + hidden));
        rows.add(closes("hidden behind close", listening.get("Connection: close\r\n") + hidden, 200));
        rows.add(closes("hidden behind 1.0, close", old(listening.get("")) + hidden, 200));
        rows.add(closes("hidden behind an expectation", listening.get("Expect: a-miracle\r\n") + hidden, 417));
        rows.add(noFault("hidden behind 100-continue", listening.get("Expect: 100-continue\r\n" + length) + hidden));
    }

    /// Above the limit of a body, below and above what is read of a refused one.
    private void tooLong() {
        for (int above : new int[] {2, 36, 186, 206, 536, 2936}) {
            int kilobytes = listening.post().most() + above;
            String hidden = listening.post("X-Forwarded-For: 10.9.8.7\r\n").replace("Content-Length", "content-length");
            String large = hidden.repeat(kilobytes * 1024 / hidden.length() + 1);
            String length = "Content-Length: " + large.length() + "\r\n";
            rows.add(closes(kilobytes + " KiB", listening.postHead(length) + large, 413)
                    .as(Form.PROBLEM));
            rows.add(closes(kilobytes + " KiB, a browser", listening.postHead(length + BROWSER) + large, 413)
                    .as(page()));
            rows.add(closes(
                            kilobytes + " KiB in one chunk",
                            listening.chunked(Integer.toHexString(large.length()) + "\r\n" + large + "\r\n0\r\n\r\n"),
                            413)
                    .as(Form.PROBLEM));
            String chunk = Integer.toHexString(hidden.length()) + "\r\n" + hidden + "\r\n";
            rows.add(closes(
                            kilobytes + " KiB in many chunks",
                            listening.chunked(chunk.repeat(kilobytes * 1024 / hidden.length() + 1) + "0\r\n\r\n"),
                            413)
                    .as(Form.PROBLEM));
        }
        String huge = listening.postHead("Content-Length: 9000000000000000000\r\n");
        rows.add(closes("9 EB, of which nothing comes", huge, 413).as(Form.PROBLEM));
        rows.add(closes("9 EB, of which a little comes", huge + "x".repeat(100_000), 413)
                .as(Form.PROBLEM));
        rows.add(closes(
                        "9 EB that nobody waits for",
                        listening.postHead("Expect: 100-continue\r\nContent-Length: 9000000\r\n"),
                        413)
                .as(Form.PROBLEM));
    }

    private Form page() {
        return listening.pages() ? Form.PAGE : Form.PROBLEM;
    }

    private void tooShort() {
        String hex = Integer.toHexString(body.length());
        for (String part :
                List.of("", hex, hex + "\r", hex + "\r\n", hex + "\r\n" + body, hex + "\r\n" + body + "\r\n")) {
            rows.add(closes("chunks that end after " + part.length() + " bytes", listening.chunked(part), 0, 400));
        }
        // Whole, but for the end of its trailers (RFC 9112 §8).
        rows.add(new Row(
                "chunks that end after the last one",
                Listening.bytes(listening.chunked(hex + "\r\n" + body + "\r\n0\r\n")),
                Set.of(0, 400, known),
                Row.After.ENDS,
                Form.ANY));
        rows.add(closes("chunks that end in a chunk", listening.chunked("ffffff\r\n" + body), 0, 400));
    }
}
