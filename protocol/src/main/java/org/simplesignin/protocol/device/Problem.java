package org.simplesignin.protocol.device;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A problem document, {@code application/problem+json} (RFC 9457).
 *
 * @param type a URI for the kind of problem, {@code urn:simple-sign-in:problem:<code>}
 * @param code the stable code, one of {@link ProblemCode#wireName()}; a text, because a newer server knows more
 * @param detail what to do about it; never repeats a secret
 */
public record Problem(
        String type,
        String title,
        int status,
        String code,
        @Nullable String detail) {
    /** The media type. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** Refuses absent mandatory members with a {@link NullPointerException}. */
    public Problem {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(code, "code");
    }
}
