package org.simplesignin.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The mails of the demo's customers, which the server writes into files.
final class Mailbox {
    private static final Pattern CODE = Pattern.compile("Your code is ([0-9A-Z]{4}-[0-9A-Z]{4})");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path directory;

    Mailbox(Path directory) {
        this.directory = directory;
    }

    /// Waits for a mail with a code to this address and returns the newest code.
    String awaitCode(String address) throws DemoException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            for (Path mail : newestFirst()) {
                String text = text(mail);
                Matcher code = CODE.matcher(text);
                if (text.contains("To: " + address) && code.find()) {
                    return code.group(1);
                }
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new DemoException(
                "the server wrote no mail into " + directory + ": its log in the data directory says why");
    }

    /// The names begin with the time.
    private List<Path> newestFirst() throws DemoException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".eml"))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        } catch (IOException e) {
            throw new DemoException(directory + " cannot be read", e);
        }
    }

    private static String text(Path mail) throws DemoException {
        try {
            return Files.readString(mail);
        } catch (IOException e) {
            throw new DemoException(mail + " cannot be read", e);
        }
    }
}
