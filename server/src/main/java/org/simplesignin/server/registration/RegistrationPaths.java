package org.simplesignin.server.registration;

/// The paths of the customer's pages, and the parameter that a QR code carries (RFC 8628 §3.3.1).
final class RegistrationPaths {
    static final String CODE = "/device";
    static final String CONFIRM = "/device/confirm";
    static final String USER_CODE = "user_code";

    private RegistrationPaths() {}
}
