package org.simplesignin.client.testing;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.simplesignin.client.testing.RawHttp.Reply;

/// An open shell page: what its scripts would send.
public final class ShellPage {
    private final TestDevice device;
    private final String session;

    ShellPage(TestDevice device, String session) {
        this.device = device;
        this.session = session;
    }

    public String session() {
        return session;
    }

    public Reply get(String path) throws IOException {
        return device.request("GET", path)
                .header("Sec-Fetch-Site", "same-origin")
                .header("Shell-Session", session)
                .send();
    }

    public Reply send(String method, String path, String json) throws IOException {
        RawHttp request =
                device.request(method, path).header("Origin", device.origin()).header("Shell-Session", session);
        return json.isEmpty() ? request.send() : request.json(json).send();
    }

    /// Asks for events once, so that the client knows that somebody looks.
    public ShellPage look() throws IOException {
        get("/shell/events");
        return this;
    }

    /// Launches an app; returns its ticket.
    public String launch(String app) throws IOException {
        return member(
                "ticket",
                send("POST", "/shell/launches", "{\"app\":\"" + app + "\"}").body());
    }

    /// Waits for the open dialog; returns its JSON.
    public String dialog() throws Exception {
        TestDevice.until(() -> {
            try {
                return get("/shell/dialog").status() == 200;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        return get("/shell/dialog").body();
    }

    /// Does what a page and a customer do: paints the open dialog, waits for the guard to pass, presses.
    public Reply press(String outcome) throws Exception {
        return press(outcome, "");
    }

    public Reply press(String outcome, String linkId) throws Exception {
        String id = member("dialogId", dialog());
        send("POST", "/shell/dialog/" + id + "/painted", "");
        device.time.advance(java.time.Duration.ofMillis(500));
        return outcome(id, outcome, linkId);
    }

    public Reply outcome(String dialogId, String outcome, String linkId) throws IOException {
        String link = linkId.isEmpty() ? "" : ",\"linkId\":\"" + linkId + "\"";
        return send("POST", "/shell/dialog/" + dialogId + "/outcome", "{\"outcome\":\"" + outcome + "\"" + link + "}");
    }

    /// Returns a text member of a JSON object.
    public static String member(String name, String json) {
        Matcher found = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
        if (!found.find()) {
            throw new AssertionError("no " + name + " in " + json);
        }
        return found.group(1);
    }
}
