package org.simplesignin.sample.backend;

import java.time.Duration;
import java.util.Locale;

/// A request that is answered with a problem document (RFC 9457). The text is for the developer who reads it: it says
/// what to do and repeats nothing of the request.
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    /// Why a request is refused: the HTTP status, the stable code by which the app knows it, and how long a program
    /// that
    /// may ask again should wait.
    enum Reason {
        MALFORMED_REQUEST(400),
        WEAK_PASSWORD(400),
        SIGNED_OUT(401),
        WRONG_PASSWORD(401),
        SSI_TOKEN_REFUSED(401),
        FOREIGN_HOST(403),
        NOT_FOUND(404),
        METHOD_NOT_ALLOWED(405),
        LOGIN_NAME_TAKEN(409),
        PAYLOAD_TOO_LARGE(413),
        UNSUPPORTED_MEDIA_TYPE(415),
        TOO_MANY_ATTEMPTS(429, AttemptLimit.WINDOW),
        INTERNAL(500),
        OVERLOADED(503, Duration.ofSeconds(2)),
        PLATFORM_UNREACHABLE(503, Duration.ofSeconds(10));

        private final int status;
        private final Duration retryAfter;

        Reason(int status) {
            this(status, Duration.ZERO);
        }

        Reason(int status, Duration retryAfter) {
            this.status = status;
            this.retryAfter = retryAfter;
        }

        int status() {
            return status;
        }

        /// Returns zero where asking again would not help.
        Duration retryAfter() {
            return retryAfter;
        }

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Reason reason;
    private final String whatToDo;

    RefusedException(Reason reason, String whatToDo) {
        super(whatToDo);
        this.reason = reason;
        this.whatToDo = whatToDo;
    }

    RefusedException(Reason reason, String whatToDo, Throwable cause) {
        super(whatToDo, cause);
        this.reason = reason;
        this.whatToDo = whatToDo;
    }

    Reason reason() {
        return reason;
    }

    String whatToDo() {
        return whatToDo;
    }
}
