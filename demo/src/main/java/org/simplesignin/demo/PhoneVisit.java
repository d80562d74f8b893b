package org.simplesignin.demo;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.simplesignin.demo.PartHttp.Reply;

/// A customer at the server's pages, without a screen: keeps cookies, fills in forms, follows where they lead.
final class PhoneVisit {
    private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");
    private static final int MOST_STEPS = 5;

    private final PartHttp http;
    private final Map<String, String> cookies = new LinkedHashMap<>();

    /// A page that was reached.
    ///
    /// @param path of the page, with its query
    record Reached(String path, int status, String html) {
        /// Returns what the first match of this pattern caught.
        ///
        /// @throws DemoException where the page has no such place
        String find(Pattern pattern) throws DemoException {
            Matcher matcher = pattern.matcher(html);
            if (!matcher.find()) {
                throw new DemoException("the server's page " + path.replaceFirst("\\?.*", "")
                        + " is not as the demo knows it: delete what was built and start again");
            }
            return matcher.group(1);
        }
    }

    PhoneVisit(String pagesUrl) {
        http = new PartHttp(pagesUrl);
    }

    /// Opens a page.
    Reached open(String path) throws DemoException {
        return follow(path, send("GET", path, ""));
    }

    /// Sends the form of a page that was opened.
    ///
    /// @param action where the form goes to
    Reached submit(Reached page, String action, Map<String, String> fields) throws DemoException {
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.put("csrf", page.find(CSRF));
        String form = all.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return follow(action, send("POST", action, form));
    }

    private Reached follow(String path, Reply first) throws DemoException {
        String at = path;
        Reply reply = first;
        for (int step = 0; reply.status() == 303; step++) {
            if (step == MOST_STEPS) {
                throw new DemoException("the server's pages lead in circles");
            }
            at = reply.location();
            reply = send("GET", at, "");
        }
        return new Reached(at, reply.status(), reply.body());
    }

    private Reply send(String method, String path, String form) throws DemoException {
        String jar = cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        Map<String, String> headers = jar.isEmpty() ? Map.of() : Map.of("Cookie", jar);
        Reply reply = http.send(method, path, headers, form.isEmpty() ? "" : "application/x-www-form-urlencoded", form);
        for (String set : reply.cookies()) {
            String[] pair = set.substring(0, (set + ";").indexOf(';')).split("=", 2);
            if (pair[1].isEmpty()) {
                cookies.remove(pair[0]);
            } else {
                cookies.put(pair[0], pair[1]);
            }
        }
        return reply;
    }
}
