package org.simplesignin.demo;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// What a running server has on its books: the figures it tells, and what it has stored.
///
/// @param operations the URL of its operations port
/// @param directory the server's own
record ServerBooks(String url, String operations, Path directory) {
    /// Returns a figure, summed over its labels; 0 where there is none yet.
    double figure(String name) throws Exception {
        return text(operations + "/metrics")
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /// Returns how many SSI tokens were minted since the server started.
    double minted() throws Exception {
        return figure("simple_sign_in_tokens_minted_total");
    }

    long links() throws Exception {
        return Long.parseLong(read("SELECT COUNT(*) FROM links").getFirst());
    }

    /// Returns what apps have reported, as `LOGIN_SUCCESS` or `LOGIN_FAILURE UNAUTHORIZED`, sorted; waits until this
    /// many have arrived, as a device sends them when it comes to it.
    List<String> reported(int atLeast) throws Exception {
        String sql = """
                SELECT TRIM(kind || ' ' || COALESCE(failure_reason, '')) FROM metric_events
                WHERE source = 'REPORTED' ORDER BY 1""";
        List<String> events = read(sql);
        while (events.size() < atLeast) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            if (Thread.interrupted()) {
                throw new InterruptedException("apps have reported no more than " + events);
            }
            events = read(sql);
        }
        return events;
    }

    /// Returns the first column of what the query finds.
    List<String> read(String sql) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("server.db"));
                var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (row.next()) {
                found.add(row.getString(1));
            }
            return found;
        }
    }

    String get(String path) throws Exception {
        return text(url + path);
    }

    private static String text(String url) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                    .body();
        }
    }
}
