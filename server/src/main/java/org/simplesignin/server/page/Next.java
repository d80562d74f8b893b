package org.simplesignin.server.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.simplesignin.server.http.Call;

/// Where to go after signing in: a page of this server and nothing else, so that a link to the sign-in page cannot send
/// anybody elsewhere (CWE-601).
public record Next(String path) {
    private static final int MOST_CHARS = 256;
    private static final Pattern FORM = Pattern.compile("/(?:([a-z-]+)(?:/[A-Za-z0-9_-]+)*)?(?:\\?[A-Za-z0-9=&_.-]*)?");
    /// The first parts of pages that somebody who is not signed in may come to. Signing in and out is not among
    /// them.
    private static final Set<String> PAGES =
            Set.of("account", "device", "devices", "export", "history", "links", "switches");

    /// The home page.
    public static final Next HOME = new Next("/");

    /// Refuses whatever is not such a page with an [IllegalArgumentException] that does not repeat it.
    public Next {
        if (!isPage(path)) {
            throw new IllegalArgumentException("next must be the path of a page of this server");
        }
    }

    private static boolean isPage(String path) {
        if (path.length() > MOST_CHARS) {
            return false;
        }
        var form = FORM.matcher(path);
        return form.matches() && (form.group(1) == null || PAGES.contains(form.group(1)));
    }

    /// Returns the one that was sent, or [#HOME] where it is none of ours: whoever follows a broken link still
    /// signs in.
    public static Next parse(Optional<String> sent) {
        return sent.filter(Next::isPage).map(Next::new).orElse(HOME);
    }

    /// Returns the page of this request.
    static Next of(Call call) {
        return parse(
                Optional.of(call.path() + call.query().map(query -> "?" + query).orElse("")));
    }

    /// Returns `path` with this as its parameter `next`.
    public String after(String signInPath) {
        return equals(HOME) ? signInPath : signInPath + "?next=" + URLEncoder.encode(path, StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return path;
    }
}
