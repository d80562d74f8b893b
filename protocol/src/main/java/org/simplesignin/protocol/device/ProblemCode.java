package org.simplesignin.protocol.device;

import java.util.Locale;

/** The stable codes of problem documents, with the HTTP status and the title that go with each. */
public enum ProblemCode {
    /** The body, a parameter or a path is not what the route takes. */
    MALFORMED_REQUEST(400, "The body, a parameter or a path is not what the route takes"),

    /** The access token is missing, unknown, expired or not bound to this key. */
    INVALID_TOKEN(401, "The access token is missing, unknown, expired or not bound to this key"),

    /** The DPoP proof is missing, wrong, stale or used. */
    INVALID_DPOP_PROOF(401, "The DPoP proof is missing, wrong, stale or used"),

    /** The DPoP proof must carry the nonce of the DPoP-Nonce header. */
    USE_DPOP_NONCE(401, "The DPoP proof must carry the nonce of the DPoP-Nonce header"),

    /** The enrolment secret, device code or refresh token is unknown, expired, used or another key's. */
    INVALID_GRANT(400, "The enrolment secret, device code or refresh token is unknown, expired, used or another key's"),

    /** The grant type is not one of this server. */
    UNSUPPORTED_GRANT_TYPE(400, "The grant type is not one of this server"),

    /** The client_id is missing or not one of this server. */
    INVALID_CLIENT(401, "The client_id is missing or not one of this server"),

    /** There are no scopes here. */
    INVALID_SCOPE(400, "There are no scopes here"),

    /** The customer has not decided yet: poll again after the interval (RFC 8628 §3.5). */
    AUTHORIZATION_PENDING(400, "The customer has not decided yet: poll again after the interval"),

    /** The poll came too early: from now on the interval is 5 seconds longer (RFC 8628 §3.5). */
    SLOW_DOWN(400, "The poll came too early: from now on the interval is 5 seconds longer"),

    /** The customer said no. */
    ACCESS_DENIED(400, "The customer said no"),

    /** The device code has expired: ask for a fresh one. */
    EXPIRED_TOKEN(400, "The device code has expired: ask for a fresh one"),

    /** The app is not registered. */
    UNKNOWN_APP(404, "The app is not registered"),

    /** The operator has blocked the app. */
    APP_BLOCKED(403, "The operator has blocked the app"),

    /** The app does not belong to this identity provider. */
    WRONG_PROVIDER(403, "The app does not belong to this identity provider"),

    /** The request did not come from a page of this server. */
    FORBIDDEN(403, "The request did not come from a page of this server"),

    /** There is no such thing for this customer. */
    NOT_FOUND(404, "There is no such thing for this customer"),

    /** The customer has the most links that this identity provider may have. */
    TOO_MANY_LINKS(409, "The customer has the most links that this identity provider may have"),

    /** The body is over 64 KiB. */
    PAYLOAD_TOO_LARGE(413, "The body is over 64 KiB"),

    /** The server meets no expectation but 100-continue. */
    EXPECTATION_FAILED(417, "The server meets no expectation but 100-continue"),

    /** Path and query are over 4 KiB. */
    URI_TOO_LONG(414, "Path and query are over 4 KiB"),

    /** The headers are over 8 KiB. */
    HEADERS_TOO_LARGE(431, "The headers are over 8 KiB"),

    /** The body is not of the media type that the route takes. */
    UNSUPPORTED_MEDIA_TYPE(415, "The body is not of the media type that the route takes"),

    /** The route does not take this method. */
    METHOD_NOT_ALLOWED(405, "The route does not take this method"),

    /** Too many tries from here: wait as long as Retry-After says. */
    TOO_MANY_REQUESTS(429, "Too many tries from here: wait as long as Retry-After says"),

    /** The server has more to do than it can: try again later. */
    OVERLOADED(503, "The server has more to do than it can: try again later"),

    /** The server failed; its log knows more under the request id. */
    INTERNAL(500, "The server failed; its log knows more under the request id");

    private final int status;
    private final String title;

    ProblemCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** Returns the HTTP status. */
    public int status() {
        return status;
    }

    /** Returns the human-readable title. */
    public String title() {
        return title;
    }

    /** Returns the code as it stands in the document, in lower case. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the document for this code. */
    public Problem problem(String detail) {
        return new Problem("urn:simple-sign-in:problem:" + wireName(), title, status, wireName(), detail);
    }
}
