package org.simplesignin.protocol.device;

/** The paths of the device-facing API, version 1, and the constants of its OAuth 2.0 token request. */
public final class DeviceApi {
    /** {@code POST}, form-encoded with a DPoP proof: {@link TokenAnswer}. */
    public static final String TOKEN = "/oauth/token";

    /** {@code POST}, form-encoded, with a DPoP proof or without: {@link DeviceAuthorizationAnswer} (RFC 8628 §3.1). */
    public static final String DEVICE_AUTHORIZATION = "/oauth/device_authorization";

    /** {@code POST}, form-encoded with a DPoP proof: ends the session of a token and its registration (RFC 7009). */
    public static final String REVOCATION = "/oauth/revoke";

    /** {@code GET}: the authorization server's metadata (RFC 8414). */
    public static final String METADATA = "/.well-known/oauth-authorization-server";

    /** {@code GET}: the public keys with which the server signs its metadata, a JWK set. */
    public static final String KEYS = "/oauth/jwks";

    /** {@code GET}: {@link RegisteredApps}. */
    public static final String APPS = "/device/v1/apps";

    /** {@code GET}: {@link CustomerView}. */
    public static final String CUSTOMER = "/device/v1/customer";

    /** {@code POST} {@link UserAndLinksRequest}: {@code GetUserAndLinksResponse}. */
    public static final String USER_AND_LINKS = "/device/v1/user-and-links";

    /** {@code POST} {@link StartLinkRequest}: {@link StartLinkAnswer}. */
    public static final String START_LINK = "/device/v1/links/start";

    /** {@code POST} {@link FinishLinkRequest}: {@code LinkUserAccountResponse}. */
    public static final String FINISH_LINK = "/device/v1/links/finish";

    /** {@code POST} {@link StartSelectionRequest}: {@link StartSelectionAnswer}. */
    public static final String START_SELECTION = "/device/v1/login-selections/start";

    /** {@code GET}: {@link LinkedAccounts}; {@code DELETE <this>/<linkId>} unlinks: 204, also where it was gone. */
    public static final String LINKS = "/device/v1/links";

    /** {@code GET} and {@code PUT}: {@link Switches} and {@link SwitchChange}. */
    public static final String SWITCHES = "/device/v1/switches";

    /** {@code POST} {@link MetricBatch}: 204 when all of it is stored. */
    public static final String METRIC_EVENTS = "/device/v1/metric-events";

    /** The {@code grant_type} that spends a one-time enrolment secret, parameter {@code enrolment_secret}. */
    public static final String ENROLMENT_GRANT = "urn:simple-sign-in:params:oauth:grant-type:enrolment-secret";

    /** The {@code grant_type} that spends a device code (RFC 8628 §3.4), parameter {@code device_code}. */
    public static final String DEVICE_CODE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

    /** The {@code client_id} of every device; a public client, its key is its proof. */
    public static final String CLIENT_ID = "simple-sign-in-device";

    /** The most characters of {@code device_name} and {@code device_model}. */
    public static final int DEVICE_NAME_CHARS = 128;

    /** The {@code grant_type} that spends a refresh token (RFC 6749 §6). */
    public static final String REFRESH_GRANT = "refresh_token";

    private DeviceApi() {}
}
