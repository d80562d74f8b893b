package org.simplesignin.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.simplesignin.testing.http.Answer;
import org.simplesignin.testing.http.RawHttp;

/// What a site reads of a request, and what becomes of its headers.
final class ExchangeTest {
    /// Answers with what it was asked.
    private static final class Echo implements Site {
        @Override
        public void answer(Exchange exchange) {
            exchange.addAnswerHeader("Set-Cookie", "a=1");
            exchange.addAnswerHeader("Set-Cookie", "b=2");
            exchange.answerHeader("X", "first");
            exchange.answerHeader("X", "last\r\nInjected: x");
            String text = exchange.method() + " " + exchange.path() + " "
                    + exchange.query().orElse("-") + " "
                    + exchange.headers("Y") + " " + exchange.header("Y").orElse("-") + " " + exchange.wantsPage() + " "
                    + exchange.peer().isLoopbackAddress() + " " + new String(exchange.body(10), StandardCharsets.UTF_8);
            exchange.answer(200, text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void refuse(Exchange exchange, int status) {
            exchange.answer(status, new byte[0]);
        }
    }

    private static Answer answer(String request) throws IOException {
        try (HttpListener listener = Listeners.start(new Echo());
                RawHttp raw = Listeners.connect(listener)) {
            return raw.send(request.replace("|", "\r\n")).answer();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "GET /a HTTP/1.1|Host: x||; GET /a - [] - false true",
                "GET /a? HTTP/1.1|Host: x||; GET /a - [] - false true",
                "GET /a?b=%20&c HTTP/1.1|Host: x||; GET /a b=%20&c [] - false true",
                "GET /%C3%A9 HTTP/1.1|Host: x||; GET /%C3%A9 - [] - false true",
                "GET http://x/a HTTP/1.1|Host: x||; GET /a - [] - false true",
                "GET http://x HTTP/1.1|Host: x||; GET / - [] - false true",
                "GET /a HTTP/1.1|Host: x|Y: 1||; GET /a - [1] 1 false true",
                "GET /a HTTP/1.1|Host: x|y: 1, 2||; GET /a - [1, 2] 1, 2 false true",
                "GET /a HTTP/1.1|Host: x|Y: 1|Y: 2||; GET /a - [1, 2] - false true",
                "GET /a HTTP/1.1|Host: x|Accept: text/html||; GET /a - [] - true true",
                "GET /a HTTP/1.1|Host: x|Accept: */*|Accept: text/html||; GET /a - [] - true true",
                "GET /a HTTP/1.1|Host: x|Accept: */*||; GET /a - [] - false true",
                "PUT /a HTTP/1.1|Host: x|Content-Length: 10||0123456789; PUT /a - [] - false true 0123456789",
                "GET /a HTTP/1.1|Host: x|Transfer-Encoding: chunked||2|ab|2|cd|0||; GET /a - [] - false true abcd"
            })
    void siteReadsWhatWasSent(String request, String read) throws IOException {
        assertEquals(read, answer(request).text().strip());
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Length: 11||01234567890",
        "Transfer-Encoding: chunked||b|01234567890|0||",
        "Transfer-Encoding: chunked||a|0123456789|1|0|0||"
    })
    void bodyThatIsLongerByOneByteIsRefused(String rest) throws IOException {
        assertEquals(413, answer("PUT /a HTTP/1.1|Host: x|" + rest).status());
    }

    @ParameterizedTest
    @CsvSource({"Set-Cookie, 'a=1, b=2'", "Injected, ''", "Content-Length, 25"})
    void answerHasTheHeadersOfTheSite(String name, String value) throws IOException {
        assertEquals(value, answer("GET /a HTTP/1.1|Host: x||").header(name));
    }
}
