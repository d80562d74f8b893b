package org.simplesignin.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.simplesignin.demo.PartHttp.Reply;
import org.simplesignin.http.Exchange;
import org.simplesignin.http.HttpListener;
import org.simplesignin.http.ListenerBounds;
import org.simplesignin.http.Site;

/// A part is found under a host name that no system resolves (RFC 6761 §6.4): only its port on 127.0.0.1 counts.
final class PartHttpTest {
    private static final String HOST = "tv-1.invalid";
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

    private HttpListener part;
    private String origin;

    @BeforeEach
    void start() throws Exception {
        Duration minute = Duration.ofMinutes(1);
        part = HttpListener.start(
                ANY_PORT,
                new ListenerBounds(8, 8, minute, minute, minute, minute, minute, Duration.ZERO),
                new Mirror());
        origin = "http://" + HOST + ":" + part.port();
    }

    @AfterEach
    void stop() {
        part.close();
    }

    @Test
    void partIsAskedUnderItsHostWhichNobodyResolves() throws Exception {
        Reply reply = new PartHttp(origin).send("GET", "/device?a=b%20c", Map.of("Cookie", "a=b; c=d"), "", "");

        assertEquals(302, reply.status(), "it is told, and not followed");
        assertEquals("/elsewhere", reply.location());
        assertEquals(List.of("one=1", "two=2"), reply.cookies());
        assertEquals(
                String.join("\n", "GET", "/device", "a=b%20c", HOST + ":" + part.port(), origin, "a=b; c=d", "", ""),
                reply.body());
    }

    @Test
    void formIsSentAsItIs() throws Exception {
        Reply reply = new PartHttp(origin)
                .send("POST", "/shell", Map.of(), "application/x-www-form-urlencoded", "name=Z%C3%BC&x=");

        assertTrue(reply.body().startsWith("POST\n/shell\n"), reply.body());
        assertTrue(reply.body().endsWith("\napplication/x-www-form-urlencoded\nname=Z%C3%BC&x="), reply.body());
    }

    @Test
    void partThatIsAwayIsOneLineThatNamesIt() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            origin = "http://" + HOST + ":" + taken.getLocalPort();
        }

        DemoException away =
                assertThrows(DemoException.class, () -> new PartHttp(origin).send("GET", "/", Map.of(), "", ""));

        assertTrue(String.valueOf(away.getMessage()).startsWith(origin + " does not answer"), away.getMessage());
    }

    /// Answers what it was asked.
    private static final class Mirror implements Site {
        @Override
        public void answer(Exchange exchange) {
            String asked = String.join(
                    "\n",
                    exchange.method(),
                    exchange.path(),
                    exchange.query().orElse(""),
                    exchange.header("Host").orElse(""),
                    exchange.header("Origin").orElse(""),
                    exchange.header("Cookie").orElse(""),
                    exchange.header("Content-Type").orElse(""),
                    new String(exchange.body(1024), StandardCharsets.UTF_8));
            exchange.answerHeader("Location", "/elsewhere");
            exchange.addAnswerHeader("Set-Cookie", "one=1");
            exchange.addAnswerHeader("Set-Cookie", "two=2");
            exchange.answer(302, asked.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void refuse(Exchange exchange, int status) {
            exchange.answer(status, new byte[0]);
        }
    }
}
