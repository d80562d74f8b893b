package org.simplesignin.server.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.server.limit.Limit;
import org.simplesignin.server.limit.Rate;
import org.simplesignin.testing.http.RawHttp;

/// Behind a proxy nobody chooses the address that limits go by, whatever they send themselves.
@Tag("process")
final class ForwardedForTest {
    /// Each in a request of its own.
    private static final List<String> FORGED = List.of(
            "X-Forwarded-For: 203.0.113.1\r\n",
            "X-Forwarded-For: 203.0.113.2, 203.0.113.3\r\n",
            "X-Forwarded-For: 203.0.113.4\r\nX-Forwarded-For: 203.0.113.5\r\n",
            "x-forwarded-for:203.0.113.6\r\nX-FORWARDED-FOR: 203.0.113.7\r\n",
            "X-Forwarded-For:\r\n",
            "X-Forwarded-For: ,\r\n",
            "X-Forwarded-For: 203.0.113.8,\r\n",
            "X-Forwarded-For: \"203.0.113.9\r\n",
            "X-Forwarded-For: x\r\nForwarded: for=203.0.113.10\r\nX-Real-IP: 203.0.113.10\r\n",
            "X_Forwarded_For: 203.0.113.11\r\n",
            "Connection: X-Forwarded-For\r\nX-Forwarded-For: 203.0.113.12\r\n",
            "Connection: close, X-Forwarded-For\r\n",
            "X-Forwarded-For: " + "203.0.113.13, ".repeat(200) + "203.0.113.14\r\n");

    @ParameterizedTest
    // Documented: those that are as they come let everybody choose.
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NGINX_AS_IT_COMES", "HAPROXY_AS_IT_COMES", "HAPROXY_WITH_FEW_CONNECTIONS"})
    void whatTheSenderSaysDoesNotCount(Setup setup, @TempDir Path directory) throws Exception {
        Rate once = new Rate(FORGED.size(), Duration.ofDays(1));
        try (Stand stand = Stand.start(
                setup, directory, change -> change.limits(Map.of(Limit.TOKEN_REQUESTS_PER_ADDRESS, once)))) {
            for (String forged : FORGED) {
                assertEquals(400, ask(stand, forged), forged);
            }
            for (String forged : FORGED) {
                assertEquals(429, ask(stand, forged), "all of them came from one address, until " + forged);
            }
        }
    }

    private static int ask(Stand stand, String lines) throws IOException {
        try (RawHttp raw = RawHttp.connect(stand.address())) {
            return raw.send("POST " + DeviceApi.TOKEN + " HTTP/1.1\r\n" + Stand.HOST + lines
                            + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na=b")
                    .answer()
                    .status();
        }
    }
}
