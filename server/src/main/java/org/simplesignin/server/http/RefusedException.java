package org.simplesignin.server.http;

import org.simplesignin.protocol.device.ProblemCode;

/// Thrown where a request is refused. It becomes a problem document in [Routes], so the detail says what to do about it
/// and repeats no secret and nothing that was received.
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemCode code;

    /// Makes one.
    public RefusedException(ProblemCode code, String detail) {
        // No stack trace: refusals are answers, and an attacker can ask for many.
        super(detail, null, false, false);
        this.code = code;
    }

    /// Returns a refusal of what was sent.
    public static RefusedException malformed(String detail) {
        return new RefusedException(ProblemCode.MALFORMED_REQUEST, detail);
    }

    /// Returns the stable code.
    public ProblemCode code() {
        return code;
    }

    /// Returns what to do about it.
    public String detail() {
        return String.valueOf(getMessage());
    }
}
