package org.simplesignin.testing.http;

import static org.simplesignin.testing.http.Row.closes;
import static org.simplesignin.testing.http.Row.noFault;
import static org.simplesignin.testing.http.Row.refused;

import java.util.ArrayList;
import java.util.List;
import org.simplesignin.testing.http.Row.Form;

/// Lines of a head that are none, and heads that are too long or too short.
final class HeadRows {
    private static final String BROWSER = "Accept: text/html,application/xhtml+xml,*/*;q=0.8\r\n";
    private static final String PROGRAM = "Accept: application/json\r\n";

    private final Listening listening;
    private final List<Row> rows = new ArrayList<>();

    private HeadRows(Listening listening) {
        this.listening = listening;
    }

    static List<Row> of(Listening listening) {
        HeadRows table = new HeadRows(listening);
        table.firstLines();
        table.lines();
        table.tooLong();
        table.tooShort();
        return table.rows;
    }

    private void firstLines() {
        String path = listening.path();
        String rest = "\r\nHost: " + listening.host() + "\r\n\r\n";
        rows.add(refused("a space before the method", " GET " + path + " HTTP/1.1" + rest));
        rows.add(refused("a tab before the method", "\tGET " + path + " HTTP/1.1" + rest));
        rows.add(refused("a tab after the method", "GET\t" + path + " HTTP/1.1" + rest));
        rows.add(refused("a tab after the target", "GET " + path + "\tHTTP/1.1" + rest));
        rows.add(noFault("two spaces after the method", "GET  " + path + " HTTP/1.1" + rest));
        rows.add(refused("a space after the version", "GET " + path + " HTTP/1.1 " + rest));
        rows.add(refused("a third word", "GET " + path + " x HTTP/1.1" + rest));
        rows.add(closes("no target", "GET HTTP/1.1" + rest, 400, 505));
        rows.add(refused("only a method", "GET\r\n\r\n"));
        rows.add(refused("NUL in the method", "G\0T " + path + " HTTP/1.1" + rest));
        rows.add(refused("a brace in the method", "G{T " + path + " HTTP/1.1" + rest));
        rows.add(refused("a letter of no alphabet in the method", "G\351T " + path + " HTTP/1.1" + rest));
        rows.add(refused(
                "bare LF after the first line", "GET " + path + " HTTP/1.1\nHost: " + listening.host() + "\r\n\r\n"));
        rows.add(refused(
                "bare CR after the first line", "GET " + path + " HTTP/1.1\rHost: " + listening.host() + "\r\n\r\n"));
    }

    private void lines() {
        rows.add(refused("folded with a space", listening.get("X: a\r\n b\r\n")));
        rows.add(refused("folded with a tab", listening.get("X: a\r\n\tb\r\n")));
        rows.add(refused("a folded Transfer-Encoding", listening.get("Transfer-Encoding:\r\n chunked\r\n")));
        rows.add(refused("a space before the first line", listening.get("").replace("Host:", " X: a\r\nHost:")));
        rows.add(refused("bare LF after a line", listening.get("X: a\nY: b\r\n")));
        rows.add(refused(
                "bare LF at the end", "GET " + listening.path() + " HTTP/1.1\r\nHost: " + listening.host() + "\r\n\n"));
        rows.add(refused("nothing but LF", listening.get("").replace("\r\n", "\n")));
        rows.add(refused("bare CR in a value", listening.get("X: a\rb\r\n")));
        rows.add(refused("bare CR in a name", listening.get("X\rY: a\r\n")));
        rows.add(refused("CR CR LF", listening.get("X: a\r\r\n")));
        rows.add(refused("NUL in a value", listening.get("X: a\0b\r\n")));
        rows.add(refused("NUL in a name", listening.get("X\0: a\r\n")));
        rows.add(refused("a control in a value", listening.get("X: a\1b\r\n")));
        rows.add(refused("an escape in a value", listening.get("X: \33[31m\r\n")));
        rows.add(refused("DEL in a value", listening.get("X: a\177b\r\n")));
        rows.add(refused("a space before the colon", listening.get("X : a\r\n")));
        rows.add(refused("a tab before the colon", listening.get("X\t: a\r\n")));
        rows.add(refused("a space in a name", listening.get("X Y: a\r\n")));
        rows.add(refused("no name", listening.get(": a\r\n")));
        rows.add(refused("no colon", listening.get("X\r\n")));
        rows.add(refused("a name in quotes", listening.get("\"X\": a\r\n")));
        rows.add(refused("a name in braces", listening.get("{X}: a\r\n")));
        rows.add(refused("a name of no alphabet", listening.get("\351: a\r\n")));
        rows.add(Row.stays("a tab before a value", listening.get("X:\ta\r\n"), 200));
        rows.add(Row.stays("spaces around a value", listening.get("X:   a  \t \r\n"), 200));
        rows.add(Row.stays("no value", listening.get("X:\r\n"), 200));
        rows.add(Row.stays("no space before a value", listening.get("X:a\r\n"), 200));
        rows.add(noFault("a value of no alphabet", listening.get("X: \351\377\r\n")));
    }

    private void tooLong() {
        String target = listening.path() + "?" + "a".repeat(5_000);
        String line = "X: " + "a".repeat(9_000) + "\r\n";
        String lines = ("X: " + "a".repeat(60) + "\r\n").repeat(140);
        rows.add(closes("a target of 5 KB", listening.get(target, ""), 414).as(problem()));
        rows.add(closes("a target of 5 KB, a program", listening.get(target, PROGRAM), 414)
                .as(problem()));
        rows.add(closes("a target of 5 KB, a browser", listening.get(target, BROWSER), 414)
                .as(page()));
        rows.add(closes("a line of 9 KB, a program", listening.get(PROGRAM + line), 431)
                .as(problem()));
        rows.add(closes("a line of 9 KB, a browser", listening.get(BROWSER + line), 431)
                .as(page()));
        rows.add(closes("140 lines, a program", listening.get(lines + PROGRAM), 431)
                .as(problem()));
        rows.add(closes("140 lines, a browser", listening.get(lines + BROWSER), 431)
                .as(page()));
        rows.add(closes("a target of 40 KB", listening.get(listening.path() + "a".repeat(40_000), BROWSER), 414));
        rows.add(closes("a line of 40 KB", listening.get("X: " + "a".repeat(40_000) + "\r\n"), 431));
        rows.add(closes("a name of 40 KB", listening.get("x".repeat(40_000) + ": a\r\n"), 431));
        rows.add(closes("10,000 lines", listening.get("X: a\r\n".repeat(10_000)), 431));
        rows.add(closes(
                "a line without an end", listening.get("").stripTrailing() + "\r\nX: " + "a".repeat(300_000), 431));
        rows.add(closes("a target without an end", "GET /" + "a".repeat(300_000), 414));
        rows.add(closes("a method without an end", "G".repeat(300_000), 400, 431));
        rows.add(closes("empty lines without an end", "\r\n".repeat(150_000), 400, 431));
    }

    private Form page() {
        return listening.pages() ? Form.PAGE : Form.PROBLEM;
    }

    private static Form problem() {
        return Form.PROBLEM;
    }

    private void tooShort() {
        String whole = listening.post("");
        rows.add(closes("nothing", "", 0));
        for (int length : new int[] {
            1, 2, 4, 12, whole.indexOf("\r\n") + 1, whole.indexOf("\r\n") + 2, whole.indexOf("\r\n\r\n") + 3
        }) {
            rows.add(closes("the first " + length + " bytes of a POST", whole.substring(0, length), 0, 400));
        }
        rows.add(closes("all but the body", whole.substring(0, whole.indexOf("\r\n\r\n") + 4), 0, 400));
        rows.add(closes("all but the last byte", whole.substring(0, whole.length() - 1), 0, 400));
    }
}
