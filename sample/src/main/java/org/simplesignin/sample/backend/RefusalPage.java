package org.simplesignin.sample.backend;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// A refusal as people read it, from the sofa as from the hand, with the way back into the app. Whatever it needs
/// stands in it, because a second request might be refused as well.
final class RefusalPage {
    /// Colours and type are those of the app's `style.css`; the size follows the screen, as there.
    private static final String STYLE = """
            :root { color-scheme: dark; font-size: max(17px, min(100vw / 64, 100vh / 36)); }
            * { box-sizing: border-box; margin: 0; }
            html, body { height: 100%; }
            body { display: grid; place-items: center; padding: max(24px, 5vmin); background: #0b0d17; color: #f4f2ee; font: 500 1rem/1.45 "Inter", "Segoe UI", "Noto Sans", system-ui, sans-serif; overflow-wrap: break-word; }
            main { display: grid; justify-items: start; gap: 1rem; width: 100%; max-width: 32rem; }
            svg { width: 3.4rem; height: 3.4rem; }
            h1 { font-size: 1.8rem; line-height: 1.15; letter-spacing: -.02em; }
            p { color: #c9c6d6; }
            .status { font-size: .82rem; }
            a { min-height: 48px; padding: .7rem 1.6rem; border-radius: .9rem; background: linear-gradient(100deg, #ffab6b, #ff7d7d); color: #260d14; font-weight: 700; text-decoration: none; }
            a:focus-visible { outline: max(4px, .2rem) solid #ffe9c9; outline-offset: .2rem; box-shadow: 0 0 0 .2rem #0b0d17; }
            @media (forced-colors: active) { a { border: 2px solid; } }
            """;

    /// What `style-src` must name for the page to have its look.
    static final String STYLE_SOURCE = "'sha256-" + sha256(STYLE) + "'";

    private RefusalPage() {}

    /// What is said: nothing of the request stands in it, so nothing is escaped.
    private record Words(String title, String whatToDo) {}

    /// Returns the page for this status.
    static byte[] of(int status) {
        Words words = words(status);
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s · SSISampleApplication</title>
                <style>%s</style>
                </head>
                <body>
                <main>
                <svg viewBox="0 0 96 96" aria-hidden="true"><rect width="96" height="96" rx="22" fill="#e0527b"/>\
                <path d="M22 62c10-24 18-24 26-7s16 17 26-7" fill="none" stroke="#fff" stroke-width="8" stroke-linecap="round"/>\
                <path d="M40 22l20 11.500-20 11.500z" fill="#fff"/></svg>
                <h1>%s</h1>
                <p>%s</p>
                <a href="/" autofocus>Open the app</a>
                <p class="status">Error %d</p>
                </main>
                </body>
                </html>
                """.formatted(words.title(), STYLE, words.title(), words.whatToDo(), status)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Words words(int status) {
        return switch (status) {
            case 401, 403 -> new Words("This is not open to everybody", "Open the app, and sign in there.");
            case 404 -> new Words("There is nothing here", "The address is mistyped, or what it led to is gone.");
            case 413 -> new Words("That is too much", "More was sent than the app takes. Nothing was changed.");
            case 414 -> new Words("This address is too long", "Open the app, and find from there what you look for.");
            case 429 -> new Words("Too many tries", "Wait a few minutes, then try again.");
            case 431 ->
                new Words(
                        "Too much came along with this request",
                        "That is mostly cookies. Delete those of this address in the browser, then try again.");
            case 500 -> new Words("Something went wrong here", "This is our fault, not yours. Try again in a moment.");
            case 503 -> new Words("Very busy right now", "Try again in a moment. Nothing was changed.");
            default ->
                new Words(
                        "That did not work",
                        "The address is mistyped, or something on the way has changed it. Open the app again.");
        };
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
