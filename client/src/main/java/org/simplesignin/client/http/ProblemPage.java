package org.simplesignin.client.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// A refusal as people read it, from the sofa as from the hand. The page stands for itself: where it is shown, a second
/// request might be refused as well. Its look is that of `shell/pages/plain.css`; it is light only where a finger
/// points and somebody wants it, as a bright TV blinds a dark room.
final class ProblemPage {
    private static final String STYLE = """
            :root {
              --ink: #0b111d; --text: #f2f5fa; --soft: #c9d2e0;
              font: 400 max(17px, min(100vw / 60, 100vh / 34)) / 1.45 system-ui, "Noto Sans", Roboto, "Helvetica Neue", Arial, sans-serif;
              -webkit-text-size-adjust: 100%;
              color-scheme: dark;
            }
            @media (prefers-color-scheme: light) and (pointer: coarse) {
              :root { --ink: #e4eaf2; --text: #0f1726; --soft: #333f52; color-scheme: light; }
            }
            html, body { margin: 0; block-size: 100%; background: var(--ink); color: var(--text); }
            body { display: grid; place-items: center; box-sizing: border-box; padding: max(24px, 5vmin); overflow-wrap: break-word; }
            main { display: grid; gap: 0.8em; inline-size: 100%; max-inline-size: 34em; }
            svg { inline-size: 2.8em; block-size: 2.8em; }
            h1, p { margin: 0; }
            h1 { font-size: 1.55em; line-height: 1.25; }
            p { color: var(--soft); }
            .status { font-size: 0.8em; }
            """;

    private static final String POLICY = "default-src 'none'; style-src '" + hash(STYLE) + "'; base-uri 'none';"
            + " form-action 'none'; frame-ancestors ";

    private ProblemPage() {}

    /// What is said: nothing of the request stands in it, so nothing is escaped.
    private record Words(String title, String whatToDo) {}

    /// Returns the page for this status.
    static byte[] of(int status) {
        Words words = words(status);
        return """
                <!doctype html>
                <html lang="en-US">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s · Simple Sign-In</title>
                <style>%s</style>
                </head>
                <body>
                <main>
                <svg viewBox="0 0 48 48" fill="none" stroke-linecap="round" aria-hidden="true">
                <linearGradient id="g" x1="4" y1="6" x2="44" y2="42" gradientUnits="userSpaceOnUse">
                <stop stop-color="#6fdcc0"/><stop offset="1" stop-color="#4f9dea"/></linearGradient>
                <path d="M9.1 14.5a18 18 0 1 1 0 19M4 24h14" stroke="url(#g)" stroke-width="5.5"/>
                <circle cx="25" cy="24" r="6.5" fill="url(#g)"/>
                </svg>
                <h1>%s</h1>
                <p>%s</p>
                <p class="status">Error %d</p>
                </main>
                </body>
                </html>
                """.formatted(words.title(), STYLE, words.title(), words.whatToDo(), status)
                .getBytes(StandardCharsets.UTF_8);
    }

    /// Returns what the page may load, which is nothing, and who may show it in a frame: whoever may show the shell,
    /// or its viewer would see the browser's own page in its place.
    static String policy(String framers) {
        return POLICY + framers;
    }

    private static Words words(int status) {
        return switch (status) {
            case 401, 403 ->
                new Words(
                        "This is for the device’s own screen",
                        "Only the screen of this device and its apps are answered here."
                                + " Go back, and open it from the device.");
            case 404 ->
                new Words(
                        "There is nothing at this address",
                        "Go back: the device serves its screen and its dialogs here, and nothing else.");
            case 413 -> new Words("That is too much", "More was sent than the device takes. Nothing was changed.");
            case 414 -> new Words("This address is too long", "Go back, and open the page from where you came to it.");
            case 431 ->
                new Words(
                        "Too much came along with this request",
                        "That is mostly cookies of other pages on this device."
                                + " Delete this device’s cookies in the browser, then try again.");
            case 500 ->
                new Words(
                        "Something went wrong on this device",
                        "Try again in a moment. If this stays, turn the device off and on.");
            case 503 -> new Words("The device is very busy", "Go back, and try again in a moment.");
            default ->
                new Words(
                        "The device does not understand this",
                        "The address is mistyped, or something on the way has changed it."
                                + " Go back, and open the page from where you came to it.");
        };
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
