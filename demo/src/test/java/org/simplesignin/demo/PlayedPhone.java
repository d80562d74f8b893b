package org.simplesignin.demo;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A customer on the server's pages, without a browser: cookies, and forms sent with the token of the page last seen.
final class PlayedPhone implements AutoCloseable {
    private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");
    private static final Pattern MAILED_CODE = Pattern.compile("\\b[2-9B-Z]{4}-[2-9B-Z]{4}\\b");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private final String server;
    private String csrf = "";

    PlayedPhone(String server) {
        this.server = server;
    }

    /// Makes an account with a mailed code.
    ///
    /// @param mails where the server writes mails
    void signUp(Path mails, String email, String name, String password) throws IOException, InterruptedException {
        open("/sign-up");
        send("/sign-up", "email", email);
        open("/sign-up");
        send("/sign-up/code", "code", code(mails, email));
        open("/sign-up");
        requireRedirect(send("/sign-up/account", "name", name, "password", password));
    }

    private static String code(Path mails, String email) throws IOException {
        while (true) {
            Optional<String> mail = mail(mails, email);
            if (mail.isPresent()) {
                return mail.get();
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private static Optional<String> mail(Path mails, String email) throws IOException {
        if (!Files.isDirectory(mails)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(mails)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".eml")).toList()) {
                Matcher code = MAILED_CODE.matcher(Files.readString(file));
                if (Files.readString(file).contains("To: " + email) && code.find()) {
                    return Optional.of(code.group());
                }
            }
        }
        return Optional.empty();
    }

    /// Signs in; returns whether the password was taken.
    boolean signIn(String email, String password) throws IOException, InterruptedException {
        open("/sign-in");
        return send("/sign-in", "email", email, "password", password, "next", "/account")
                        .statusCode()
                == 303;
    }

    /// Approves the device that shows this code.
    void approve(String userCode) throws IOException, InterruptedException {
        open("/device");
        String confirm = requireRedirect(send("/device", "user_code", userCode));
        open(confirm);
        String registration = confirm.substring(confirm.indexOf('=') + 1);
        requireRedirect(send("/device/confirm", "registration", registration, "decision", userCode.replace("-", "")));
    }

    /// Deletes the account.
    void deleteAccount() throws IOException, InterruptedException {
        open("/account/delete");
        requireRedirect(send("/account/delete"));
    }

    /// Opens a page and returns it.
    String open(String path) throws IOException, InterruptedException {
        HttpResponse<String> page = exchange(HttpRequest.newBuilder(URI.create(server + path)));
        if (page.statusCode() != 200) {
            throw new IOException(path + " answered " + page.statusCode());
        }
        return page.body();
    }

    private HttpResponse<String> send(String path, String... fields) throws IOException, InterruptedException {
        StringBuilder form = new StringBuilder("csrf=").append(encode(csrf));
        for (int i = 0; i < fields.length; i += 2) {
            form.append('&').append(encode(fields[i])).append('=').append(encode(fields[i + 1]));
        }
        return exchange(HttpRequest.newBuilder(URI.create(server + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", server)
                .header("Sec-Fetch-Site", "same-origin")
                .POST(BodyPublishers.ofString(form.toString())));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String requireRedirect(HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() != 303) {
            throw new IOException(answer.uri() + " answered " + answer.statusCode());
        }
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private HttpResponse<String> exchange(HttpRequest.Builder request) throws IOException, InterruptedException {
        request.header("Accept", "text/html");
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        for (String cookie : answer.headers().allValues("Set-Cookie")) {
            String[] pair = cookie.split(";", 2)[0].split("=", 2);
            if (cookie.contains("Max-Age=0")) {
                cookies.remove(pair[0]);
            } else {
                cookies.put(pair[0], pair[1]);
            }
        }
        Matcher token = CSRF.matcher(answer.body());
        if (token.find()) {
            csrf = token.group(1);
        }
        return answer;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
