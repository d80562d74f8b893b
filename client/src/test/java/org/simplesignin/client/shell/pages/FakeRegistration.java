package org.simplesignin.client.shell.pages;

import com.sun.net.httpserver.HttpExchange;
import io.nayuki.qrcodegen.QrCode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// The registration and the factory reset as the fake client plays them.
final class FakeRegistration {
    static final String AGAIN = "/shell/again/";
    static final String ADDRESS = "https://signin.example.com/device?user_code=BCDF-GHJK";
    static final String DIGITS = "472";

    private Map<String, Object> told = Map.of("state", "none");
    private int refusal;
    private String refusalCode = "";

    /// A code that is good for so many seconds.
    static Map<String, Object> waiting(String userCode, long seconds) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("state", "waiting");
        told.put("userCode", userCode);
        told.put("verificationUri", "https://signin.example.com/device");
        told.put("verificationUriComplete", ADDRESS);
        told.put("shortUri", "signin.example.com/device");
        told.put("qr", qr(ADDRESS));
        told.put("expiresInSeconds", seconds);
        return told;
    }

    static Map<String, Object> registered(String customer) {
        return Map.of("state", "registered", "customer", customer);
    }

    static Map<String, Object> ended(String state) {
        return Map.of("state", state);
    }

    private static Map<String, Object> qr(String text) {
        QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    path.append('M').append(x + 4).append(' ').append(y + 4).append("h1v1h-1z");
                }
            }
        }
        return Map.of("modules", code.size + 8, "path", path.toString());
    }

    synchronized void told(Map<String, Object> next) {
        told = next;
    }

    synchronized void refuse(int status, String code) {
        refusal = status;
        refusalCode = code;
    }

    /// Answers a request of these; returns whether it was one.
    synchronized boolean answer(FakeAnswers answers, HttpExchange exchange, String route, String body)
            throws IOException {
        switch (route) {
            case "POST /shell/registration" -> {
                if (refusal != 0) {
                    answers.problem(exchange, refusal, refusalCode);
                    return true;
                }
                if (!told.get("state").equals("waiting") && !told.get("state").equals("server_away")) {
                    told = waiting("BCDF-GHJK", 600);
                }
                answers.json(exchange, told);
            }
            case "GET /shell/registration" -> answers.json(exchange, told);
            case "DELETE /shell/registration" -> {
                told = ended("none");
                answers.nothing(exchange);
            }
            case "POST /shell/reopenings" -> answers.json(exchange, Map.of("url", AGAIN + "token-1"));
            case "POST /shell/factory-reset/start" -> answers.json(exchange, Map.of("code", DIGITS));
            case "POST /shell/factory-reset/finish" -> {
                if (!DIGITS.equals(FakeAnswers.member(body, "code"))) {
                    throw new AssertionError("the page has sent other digits");
                }
                answers.json(exchange, Map.of("url", AGAIN + "token-2"));
            }
            default -> {
                return false;
            }
        }
        return true;
    }
}
