package org.simplesignin.protocol.device;

import java.util.Objects;

/**
 * An icon of an app.
 *
 * @param mediaType {@code image/png} or {@code image/svg+xml}
 * @param base64 the picture, at most 64 KiB decoded
 */
public record Icon(String mediaType, String base64) {
    /** Refuses absent mandatory members with a {@link NullPointerException}. */
    public Icon {
        Objects.requireNonNull(mediaType, "mediaType");
        Objects.requireNonNull(base64, "base64");
    }
}
