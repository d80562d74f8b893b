package org.simplesignin.demo;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.simplesignin.demo.PartHttp.Reply;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.MalformedMessageException;

/// The shell of a device without a screen: opens it with the shell key, as the demo's page does, and registers people.
final class DeviceShell {
    private static final Pattern SESSION = Pattern.compile("name=\"shell-session\" content=\"([^\"]+)\"");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MOST_ANSWER_BYTES = 256 * 1024;

    private final String name;
    private final PartHttp http;
    private final String session;

    /// Where a registration stands.
    record Standing(String state, @Nullable String userCode) {}

    private record State(List<Person> customers) {}

    private record Person(String displayName) {}

    /// @param name of the device, for what is said when something fails
    DeviceShell(String name, String origin, String shellKey) throws DemoException {
        this.name = name;
        this.http = new PartHttp(origin);
        Reply page = http.send("POST", "/shell", Map.of(), "application/x-www-form-urlencoded", "shellKey=" + shellKey);
        Matcher matcher = SESSION.matcher(page.body());
        if (page.status() != 200 || !matcher.find()) {
            throw new DemoException("the shell of " + name + " does not open: its log in the data directory says why");
        }
        this.session = matcher.group(1);
    }

    /// Returns the names of the people who are registered here.
    List<String> people() throws DemoException {
        return read("GET", "/shell/state", State.class).customers().stream()
                .map(Person::displayName)
                .toList();
    }

    /// Starts a registration and returns the code on the screen.
    String startRegistration() throws DemoException, InterruptedException {
        read("POST", "/shell/registration", Standing.class);
        Standing standing = await(List.of("waiting"), "starting", "server_away");
        if (standing.userCode() == null) {
            throw failed("a registration without a code");
        }
        return standing.userCode();
    }

    /// Waits until the device has been registered.
    void awaitRegistered() throws DemoException, InterruptedException {
        await(List.of("registered"), "waiting", "server_away");
    }

    private Standing await(List<String> wanted, String... meanwhile) throws DemoException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            Standing standing = read("GET", "/shell/registration", Standing.class);
            if (wanted.contains(standing.state())) {
                return standing;
            }
            if (!List.of(meanwhile).contains(standing.state())) {
                throw failed("a registration that is " + standing.state());
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw failed("a registration that does not end");
    }

    private <T> T read(String method, String path, Class<T> type) throws DemoException {
        Reply reply = http.send(method, path, Map.of("Shell-Session", session), "", "");
        if (reply.status() != 200) {
            throw failed(path + " answered " + reply.status());
        }
        try {
            return Json.read(reply.body().getBytes(java.nio.charset.StandardCharsets.UTF_8), type, MOST_ANSWER_BYTES);
        } catch (MalformedMessageException e) {
            throw new DemoException(name + " answered something else than " + type.getSimpleName(), e);
        }
    }

    private DemoException failed(String what) {
        return new DemoException(name + ": " + what + "; its log in the data directory says more");
    }
}
