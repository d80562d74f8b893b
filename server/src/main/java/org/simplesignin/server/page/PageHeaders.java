package org.simplesignin.server.page;

import org.jspecify.annotations.Nullable;
import org.simplesignin.server.http.Call;

/// The headers of every page: what it may load, who may frame it, where a form may go.
final class PageHeaders {
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors ";

    private final boolean secure;
    private final @Nullable String embedder;

    PageHeaders(boolean secure, @Nullable String embedder) {
        this.secure = secure;
        this.embedder = embedder;
    }

    void addTo(Call call) {
        call.answerHeader("Content-Security-Policy", POLICY + (embedder == null ? "'none'" : embedder));
        if (embedder == null) {
            // For browsers that know no frame-ancestors.
            call.answerHeader("X-Frame-Options", "DENY");
        }
        // Not no-referrer: with that, browsers send "Origin: null" with our own forms (Fetch §3.2).
        call.answerHeader("Referrer-Policy", "same-origin");
        call.answerHeader("Cross-Origin-Opener-Policy", "same-origin");
        call.answerHeader("Cross-Origin-Resource-Policy", "same-origin");
        if (secure) {
            call.answerHeader("Strict-Transport-Security", "max-age=31536000");
        }
    }
}
