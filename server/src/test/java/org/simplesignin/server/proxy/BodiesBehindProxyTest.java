package org.simplesignin.server.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.server.testing.Ports;
import org.simplesignin.testing.http.Answer;
import org.simplesignin.testing.http.RawHttp;

/// Whoever sends slowly takes a place at the proxy, and none at the server: the proxy collects the body first.
@Tag("process")
final class BodiesBehindProxyTest {
    private static final int SLOW = Setup.FEW + Setup.FEW / 2;
    private static final int ROUNDS = 10;

    @TempDir
    private Path directory;

    @Test
    void moreSlowBodiesThanHaproxyHasConnectionsToTheServerKeepNobodyOut() throws Exception {
        try (Stand stand = Stand.start(Setup.HAPROXY_WITH_FEW_CONNECTIONS, directory);
                SlowBodies slow = SlowBodies.open(stand.address(), SLOW)) {
            for (int i = 0; i < ROUNDS; i++) {
                stand.assertOthersGetTheirOwn(i);
                slow.sendOneByteEach();
            }
            for (Answer answer : slow.finish()) {
                assertEquals(400, answer.status(), answer::toString);
                assertFalse(answer.header("Request-Id").isEmpty(), "all of them were under way until now");
            }
            assertEquals((long) SLOW, stand.served().get(DeviceApi.TOKEN));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NGINX", "HAPROXY", "CADDY"})
    void serverIsAskedOnlyOnceABodyIsWhole(Setup setup) throws Exception {
        try (CountingBackend backend = new CountingBackend()) {
            Setup.Place place = new Setup.Place(directory, Ports.free(), backend.port());
            try (ProxyProcess proxy = ProxyProcess.start(setup.program(), place, setup.plain(place));
                    SlowBodies slow = SlowBodies.open(proxy.address(), SLOW);
                    RawHttp raw = RawHttp.connect(proxy.address())) {
                assertEquals(
                        200,
                        raw.send("GET / HTTP/1.1\r\n" + Stand.HOST + "\r\n")
                                .answer()
                                .status());
                assertEquals(1, backend.connections(), "who sends no body is asked for at once, and nobody else");

                assertEquals(
                        Collections.nCopies(SLOW, 200),
                        slow.finish().stream().map(Answer::status).toList());
                assertEquals(1 + SLOW, backend.connections());
            }
        }
    }
}
