package org.simplesignin.server.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.simplesignin.protocol.device.DeviceApi;

/// A proxy with one configuration: with nearly none, or with that of `docs/operations.md`, where only addresses and
/// files are others.
enum Setup {
    NGINX_AS_IT_COMES(Program.NGINX),
    NGINX(Program.NGINX),
    HAPROXY_AS_IT_COMES(Program.HAPROXY),
    HAPROXY(Program.HAPROXY),
    /// As documented, but that any client's request may go over any connection to the server.
    HAPROXY_THAT_SHARES(Program.HAPROXY),
    /// As documented, with [#FEW] connections to the server: a test that fills them needs no more descriptors than the
    /// others.
    HAPROXY_WITH_FEW_CONNECTIONS(Program.HAPROXY),
    CADDY(Program.CADDY);

    /// How many connections to the server [#HAPROXY_WITH_FEW_CONNECTIONS] has.
    static final int FEW = 40;

    /// What the proxy refuses, whoever asks.
    static final String DENIED = DeviceApi.KEYS;

    private static final Path PAGE = Path.of(System.getProperty("root.dir"), "docs", "operations.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(nginx|haproxy|caddyfile)\\R(.*?)^```");

    private final Program program;

    Setup(Program program) {
        this.program = program;
    }

    /// Where one proxy stands.
    ///
    /// @param directory for its files
    /// @param port on which it listens
    /// @param server the port of the server behind it
    record Place(Path directory, int port, int server) {}

    Program program() {
        return program;
    }

    /// Returns the configuration without TLS, which denies [#DENIED].
    String plain(Place place) {
        String here = "127.0.0.1:" + place.port();
        String server = "127.0.0.1:" + place.server();
        String deny = "http-request deny if { path " + DENIED + " }\n    default_backend";
        return switch (this) {
            case NGINX_AS_IT_COMES -> nginx(place, """
                        server {
                            listen %s;
                            location = %s { deny all; }
                            location / { proxy_pass http://%s; }
                        }
                        """.formatted(here, DENIED, server));
            case NGINX ->
                nginx(
                        place,
                        withoutLines(
                                with(
                                        documented("nginx"),
                                        "listen 443 ssl http2;",
                                        "listen " + here + ";",
                                        "127.0.0.1:8601",
                                        server,
                                        "location / {",
                                        "location = " + DENIED + " { deny all; }\n    location / {"),
                                "ssl_certificate"));
            case HAPROXY_AS_IT_COMES -> """
                    defaults
                        mode http
                    frontend here
                        bind %s
                        http-request deny if { path %s }
                        default_backend there
                    backend there
                        server ssi %s
                    """.formatted(here, DENIED, server);
            case HAPROXY -> withoutTls(here, server, "default_backend", deny);
            case HAPROXY_THAT_SHARES ->
                withoutTls(here, server, "default_backend", deny, "mode http", "mode http\n    http-reuse always");
            case HAPROXY_WITH_FEW_CONNECTIONS ->
                withoutTls(here, server, "default_backend", deny, " maxconn 900 ", " maxconn " + FEW + " ");
            case CADDY ->
                with(
                        withoutAdministration(documented("caddyfile")),
                        "ssi.example {",
                        "http://:" + place.port() + " {\n\tbind 127.0.0.1\n\trespond " + DENIED + " 403",
                        "127.0.0.1:8601",
                        server);
        };
    }

    private static String withoutTls(String here, String server, String... oldAndNew) {
        return with(
                with(
                        documented("haproxy"),
                        ":443 ssl crt /etc/haproxy/ssi.example.pem alpn h2,http/1.1",
                        here,
                        "127.0.0.1:8601",
                        server),
                oldAndNew);
    }

    /// Returns the documented configuration with these keys: the certificates, the key, and both in one file.
    String secured(Place place, Path certificate, Path key, Path both) {
        String here = "127.0.0.1:" + place.port();
        String server = "127.0.0.1:" + place.server();
        return switch (program) {
            case NGINX ->
                nginx(
                        place,
                        with(
                                documented("nginx"),
                                "listen 443",
                                "listen " + here,
                                "/etc/ssl/ssi.example.pem",
                                certificate.toString(),
                                "/etc/ssl/private/ssi.example.key",
                                key.toString(),
                                "127.0.0.1:8601",
                                server));
            case HAPROXY ->
                with(
                        documented("haproxy"),
                        "bind :443",
                        "bind " + here,
                        "/etc/haproxy/ssi.example.pem",
                        both.toString(),
                        "127.0.0.1:8601",
                        server);
            case CADDY ->
                with(
                        withoutAdministration(documented("caddyfile")),
                        "ssi.example {",
                        "https://localhost:" + place.port() + " {\n\tbind 127.0.0.1\n\ttls " + certificate + " " + key,
                        "127.0.0.1:8601",
                        server);
        };
    }

    private static String documented(String language) {
        try {
            List<String> blocks = BLOCK.matcher(Files.readString(PAGE))
                    .results()
                    .filter(block -> block.group(1).equals(language))
                    .map((MatchResult block) -> block.group(2))
                    .toList();
            assertEquals(1, blocks.size(), "configurations of " + language + " in " + PAGE);
            return blocks.getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String with(String text, String... oldAndNew) {
        String changed = text;
        for (int i = 0; i < oldAndNew.length; i += 2) {
            assertTrue(changed.contains(oldAndNew[i]), PAGE + " does not say " + oldAndNew[i] + " any more");
            changed = changed.replace(oldAndNew[i], oldAndNew[i + 1]);
        }
        return changed;
    }

    private static String withoutLines(String text, String word) {
        return text.lines().filter(line -> !line.contains(word)).collect(Collectors.joining("\n", "", "\n"));
    }

    /// Nor with anything on port 80, which is none of a test's business.
    private static String withoutAdministration(String text) {
        return "{\n\tadmin off\n\tauto_https disable_redirects" + text.substring(1);
    }

    /// What Debian's nginx.conf has around the files of `conf.d`, with files that are a test's own.
    private static String nginx(Place place, String servers) {
        String files = List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi").stream()
                .map(kind -> kind + "_temp_path " + place.directory().resolve(kind) + ";\n")
                .collect(Collectors.joining());
        return "daemon off;\nmaster_process off;\npid " + place.directory().resolve("pid")
                + ";\nevents {}\nhttp {\naccess_log off;\n" + files + servers + "}\n";
    }
}
