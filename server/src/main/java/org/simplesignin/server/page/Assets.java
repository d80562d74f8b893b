package org.simplesignin.server.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.server.http.Answer;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.http.Routes;

/// Style sheet, scripts and pictures of the pages. Their path names their content, so that browsers keep them for good
/// and still have the newest after an update.
final class Assets {
    /// Files of the directory `assets` beside this class.
    private static final List<String> NAMES = List.of("page.css", "page.js", "account.js", "mark.svg");
    private static final Map<String, String> MEDIA_TYPES =
            Map.of("css", "text/css; charset=utf-8", "js", "text/javascript; charset=utf-8", "svg", "image/svg+xml");
    private static final String PATH = "/assets/";
    private static final int HASH_CHARS = 16;

    private final Map<String, Answer> byHashedName;
    private final Map<String, String> paths;

    private Assets(Map<String, Answer> byHashedName, Map<String, String> paths) {
        this.byHashedName = byHashedName;
        this.paths = paths;
    }

    static Assets read() {
        Map<String, Answer> byHashedName = new LinkedHashMap<>();
        Map<String, String> paths = new LinkedHashMap<>();
        for (String name : NAMES) {
            byte[] bytes = bytes(name);
            int dot = name.lastIndexOf('.');
            String hashed = name.substring(0, dot) + "-" + hash(bytes) + name.substring(dot);
            byHashedName.put(hashed, Answer.bytes(MEDIA_TYPES.getOrDefault(name.substring(dot + 1), "none"), bytes));
            paths.put(name, PATH + hashed);
        }
        return new Assets(Map.copyOf(byHashedName), Map.copyOf(paths));
    }

    void addTo(Routes routes) {
        routes.add("GET", PATH + "{name}", this::asset);
    }

    /// Returns the path of the asset with this file name.
    String path(String name) {
        String path = paths.get(name);
        if (path == null) {
            throw new IllegalArgumentException("there is no asset " + name);
        }
        return path;
    }

    private Answer asset(Call call) {
        Answer asset = byHashedName.get(call.pathParameter("name"));
        if (asset == null) {
            throw new RefusedException(ProblemCode.NOT_FOUND, "There is no such asset");
        }
        call.answerHeader("Cache-Control", "public, max-age=31536000, immutable");
        call.answerHeader("Cross-Origin-Resource-Policy", "same-origin");
        return asset;
    }

    private static byte[] bytes(String name) {
        try (InputStream in = Assets.class.getResourceAsStream("assets/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the asset " + name + " is missing");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(hash).substring(0, HASH_CHARS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime lacks SHA-256", e);
        }
    }
}
