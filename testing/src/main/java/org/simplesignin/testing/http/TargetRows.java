package org.simplesignin.testing.http;

import static org.simplesignin.testing.http.Row.closes;
import static org.simplesignin.testing.http.Row.noFault;
import static org.simplesignin.testing.http.Row.refused;
import static org.simplesignin.testing.http.Row.stays;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Request targets. A proxy that denies a path must not be passed by another spelling of it, so what can be
/// spelled in two ways is refused before a route is looked for.
final class TargetRows {
    private final Listening listening;
    private final String path;
    private final List<Row> rows = new ArrayList<>();

    private TargetRows(Listening listening) {
        this.listening = listening;
        this.path = listening.path();
    }

    static List<Row> of(Listening listening) {
        TargetRows table = new TargetRows(listening);
        table.forms();
        table.pathsOfTwoReadings();
        table.encodings();
        table.rawOctets();
        table.queries();
        return table.rows;
    }

    private void forms() {
        String here = "http://" + listening.host();
        rows.add(stays("absolute form", listening.get(here + path, ""), 200));
        rows.add(noFault("absolute form without a path", listening.get(here, "")));
        rows.add(closes("absolute form of another host", listening.get("http://other.example" + path, ""), 400, 421));
        rows.add(closes(
                "absolute form of another port",
                listening.get("http://" + listening.host() + "1" + path, ""),
                400,
                421));
        rows.add(refused("absolute form with a user", listening.get("http://a@" + listening.host() + path, "")));
        rows.add(refused("absolute form without a host", listening.get("http://" + path, "")));
        rows.add(refused("absolute form, two slashes", listening.get(here + "/" + path, "")));
        rows.add(refused("absolute form, a letter encoded", listening.get(here + firstLetterEncoded(false), "")));
        rows.add(refused("absolute form of another scheme", listening.get("ftp://" + listening.host() + path, "")));
        rows.add(refused("authority form", listening.get(listening.host(), "")));
        rows.add(refused("asterisk", listening.get("*", "")));
        rows.add(closes("OPTIONS of the asterisk", listening.get("*", "").replace("GET", "OPTIONS"), 400, 405));
        rows.add(refused("no slash", listening.get(path.substring(1), "")));
        rows.add(refused("a query alone", listening.get("?a", "")));
        rows.add(refused("a backslash for a slash", listening.get("\\" + path.substring(1), "")));
    }

    private void pathsOfTwoReadings() {
        for (String other : List.of(
                path + ";a",
                path + ";",
                ";" + path,
                "/;" + path,
                "/;a=b" + path,
                path + ";a=b?x",
                "/" + path,
                "//" + path,
                "/." + path,
                "/x/.." + path,
                "/.." + path,
                path + "/.",
                path + "/..",
                path + "//",
                "/./" + path.substring(1),
                path + "/./",
                path + "\\",
                "/\\" + path.substring(1))) {
            rows.add(refused("path " + other, listening.get(other, "")));
        }
    }

    private String firstLetterEncoded(boolean lower) {
        String hex = Integer.toHexString(path.charAt(1));
        return "/%" + (lower ? hex : hex.toUpperCase(Locale.ROOT)) + path.substring(2);
    }

    private void encodings() {
        rows.add(refused("first letter encoded", listening.get(firstLetterEncoded(false), "")));
        rows.add(refused("first letter encoded, lower case", listening.get(firstLetterEncoded(true), "")));
        for (String encoded : List.of(
                "%2e",
                "%2E",
                "%2e%2e",
                "%2f",
                "%2F",
                "%5c",
                "%5C",
                "%00",
                "%01",
                "%09",
                "%0a",
                "%0d%0a",
                "%7f",
                "%7e",
                "%7E",
                "%2d",
                "%2D",
                "%5f",
                "%30",
                "%41",
                "%61",
                "%25",
                "%252e",
                "%252f",
                "%3b",
                "%3B",
                "%",
                "%2",
                "%zz",
                "%2z",
                "%u002f",
                "%-1",
                "%+1",
                "% 1",
                "%c0%af",
                "%c0%ae",
                "%c1%9c",
                "%e0%80%af",
                "%f0%80%80%af",
                "%ff",
                "%fe",
                "%80",
                "%c3",
                "%c3%28",
                "%e2%82",
                "%ed%a0%80",
                "%ed%b0%80",
                "%f4%90%80%80",
                "%f8%88%80%80%80")) {
            rows.add(refused("segment " + encoded, listening.get("/" + encoded, "")));
            rows.add(refused("path, then " + encoded, listening.get(path + encoded, "")));
            rows.add(refused(encoded + ", then path", listening.get("/" + encoded + path, "")));
        }
        rows.add(noFault("an encoded letter of an alphabet", listening.get("/%c3%a9%C3%A9", "")));
        rows.add(noFault("an encoded space", listening.get("/a%20b", "")));
        rows.add(noFault("an encoded smile", listening.get("/%f0%9f%98%80", "")));
    }

    private void rawOctets() {
        for (char octet : new char[] {
            0, 1, 8, 9, 11, 12, 13, 27, 31, 127, 128, 160, 255, '#', '"', '<', '>', '\\', '^', '`', '{', '|', '}', '[',
            ']'
        }) {
            rows.add(refused("octet " + (int) octet + " in the path", listening.get(path + octet, "")));
            rows.add(refused("octet " + (int) octet + " alone", listening.get("/" + octet, "")));
        }
        rows.add(refused("UTF-8 in the path", listening.get("/\303\251", "")));
        rows.add(refused("a fragment", listening.get(path + "#x", "")));
        rows.add(refused("a fragment after a query", listening.get(path + "?a#x", "")));
        rows.add(refused("an empty fragment", listening.get(path + "#", "")));
        rows.add(refused("a space in the path", listening.get(path + " x", "")));
        rows.add(refused("LF in the path", listening.get(path + "\nX: ", "")));
    }

    private void queries() {
        for (String query : List.of("", "a", "a=b&c", "?", "/", "a=%20", "a=+", "%3f", "a=;", "a=//..")) {
            rows.add(noFault("query '" + query + "'", listening.get(path + "?" + query, "")));
        }
        for (String query : List.of(
                "%", "%zz", "%c3", "%00", "%ff", "=", "&&", "a=%", "%=%", "|", "^", "\"", "<", "{", "[", "\\")) {
            rows.add(noFault("odd query '" + query + "'", listening.get(path + "?" + query, "")));
        }
        for (char octet : new char[] {0, 1, 9, 13, 27, 127, 128, 233, 255}) {
            rows.add(refused("octet " + (int) octet + " in the query", listening.get(path + "?a=" + octet, "")));
        }
        rows.add(refused("UTF-8 in the query", listening.get(path + "?a=\303\251", "")));
        rows.add(refused("a space in the query", listening.get(path + "?a b", "")));
    }
}
