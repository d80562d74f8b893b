package org.simplesignin.server.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads the mails that a server wrote into files, each once. Not thread-safe.
public final class MailBox {
    private static final Pattern CODE = Pattern.compile("\\b[2-9B-Z]{4}-[2-9B-Z]{4}\\b");

    private final Path directory;
    private final Set<Path> seen = new HashSet<>();

    /// Makes one for this directory, which is there.
    public MailBox(Path directory) {
        this.directory = directory;
    }

    /// Returns the next mail to this address, and waits for it.
    public String next(String to) {
        try (WatchService watch = directory.getFileSystem().newWatchService()) {
            directory.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            while (true) {
                Optional<String> mail = unseen(to);
                if (mail.isPresent()) {
                    return mail.get();
                }
                WatchKey key = watch.poll(1, TimeUnit.MINUTES);
                if (key == null) {
                    throw new AssertionError("no mail came");
                }
                key.pollEvents();
                key.reset();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Returns whether there is a mail to this address that nobody has read.
    public boolean hasMore(String to) {
        try {
            return unseen(to).isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<String> unseen(String to) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.filter(file -> file.toString().endsWith(".eml"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            String text = Files.readString(file);
            boolean his = text.toLowerCase(Locale.ROOT).contains("\r\nto: " + to.toLowerCase(Locale.ROOT) + "\r\n");
            if (his && seen.add(file)) {
                return Optional.of(text);
            }
        }
        return Optional.empty();
    }

    /// Returns the code that stands in this mail.
    public static String code(String mail) {
        Matcher code = CODE.matcher(mail);
        if (!code.find()) {
            throw new AssertionError("there is no code in: " + mail);
        }
        return code.group();
    }

    /// Returns whether there is a code in this mail.
    public static boolean hasCode(String mail) {
        return CODE.matcher(mail).find();
    }
}
