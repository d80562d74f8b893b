package org.simplesignin.client.http;

import org.simplesignin.protocol.device.Problem;
import org.simplesignin.protocol.device.ProblemCode;

/// Thrown where a request is not answered with what it asked for; the listener turns it into a problem document
/// (RFC 9457). The text is for people and never repeats what was received.
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    /// Makes one with a status and code of its own.
    public Refused(int status, String code, String title) {
        this(new Problem("urn:simple-sign-in:problem:" + code, title, status, code, null));
    }

    private Refused(Problem problem) {
        // A refusal is an answer, not a fault: nobody reads its stack trace.
        super(problem.code(), null, false, false);
        this.problem = problem;
    }

    /// Returns one with a code of the protocol, saying what to do about it.
    public static Refused of(ProblemCode code, String detail) {
        return new Refused(code.problem(detail));
    }

    /// Returns the one answer to everybody who has not proved who they are. It does not say which check failed.
    public static Refused unknownCaller() {
        return new Refused(403, "unknown_caller", "The caller is not known here");
    }

    /// Returns the problem document.
    public Problem problem() {
        return problem;
    }
}
