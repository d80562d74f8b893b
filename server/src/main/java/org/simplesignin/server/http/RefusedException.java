package org.simplesignin.server.http;

import java.time.Duration;
import org.simplesignin.protocol.device.ProblemCode;

/// Thrown where a request is refused. It becomes a problem document in [Routes], so the detail says what to do about it
/// and repeats no secret and nothing that was received.
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// What is said where nobody knows better: long enough to help, short enough for somebody who looks on.
    private static final Duration USUAL_WAIT = Duration.ofSeconds(5);

    private final ProblemCode code;
    private final Duration retryAfter;

    /// Makes one.
    public RefusedException(ProblemCode code, String detail) {
        this(code, detail, Duration.ZERO);
    }

    private RefusedException(ProblemCode code, String detail, Duration retryAfter) {
        // No stack trace: refusals are answers, and an attacker can ask for many.
        super(detail, null, false, false);
        this.code = code;
        this.retryAfter = isForNow(code) && !retryAfter.isPositive() ? USUAL_WAIT : retryAfter;
    }

    /// Who is refused for the moment is told when to come back (RFC 6585 §4, RFC 9110 §15.6.4).
    private static boolean isForNow(ProblemCode code) {
        return code.status() == 503 || code.status() == 429;
    }

    /// Returns a refusal because of a rate limit.
    ///
    /// @param retryAfter how long to wait
    public static RefusedException tooMany(Duration retryAfter) {
        return new RefusedException(
                ProblemCode.TOO_MANY_REQUESTS, "Wait as long as the header Retry-After says", retryAfter);
    }

    /// Returns a refusal because there is more to do than can be done.
    ///
    /// @param retryAfter how long to wait
    public static RefusedException overloaded(String detail, Duration retryAfter) {
        return new RefusedException(ProblemCode.OVERLOADED, detail, retryAfter);
    }

    /// Returns a refusal of what was sent.
    public static RefusedException malformed(String detail) {
        return new RefusedException(ProblemCode.MALFORMED_REQUEST, detail);
    }

    /// Returns a refusal with this status of a request that no route may see, or not to its end.
    static RefusedException early(int status) {
        return switch (status) {
            case 413 -> new RefusedException(ProblemCode.PAYLOAD_TOO_LARGE, "Send at most 64 KiB");
            case 414 -> new RefusedException(ProblemCode.URI_TOO_LONG, "Send a path and query of at most 4 KiB");
            case 417 -> new RefusedException(ProblemCode.EXPECTATION_FAILED, "Send no Expect but 100-continue");
            case 431 -> new RefusedException(ProblemCode.HEADERS_TOO_LARGE, "Send headers of at most 8 KiB");
            case 503 -> new RefusedException(ProblemCode.OVERLOADED, "Try again in a moment");
            case 500 -> new RefusedException(ProblemCode.INTERNAL, "Tell the operator the Request-Id");
            default ->
                malformed("Send HTTP/1.1 as RFC 9112 has it, with one Host, and a path without //, ;, . or .. in it"
                        + " that is percent-encoded only where it must be");
        };
    }

    /// Returns the stable code.
    public ProblemCode code() {
        return code;
    }

    /// Returns how long to wait before trying again: more than zero where the server is overloaded or there were too
    /// many requests, zero otherwise.
    public Duration retryAfter() {
        return retryAfter;
    }

    /// Returns what to do about it.
    public String detail() {
        return String.valueOf(getMessage());
    }
}
