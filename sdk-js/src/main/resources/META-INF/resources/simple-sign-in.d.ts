/** Simple Sign-In for web apps. Names, fields and constants are those of the original's promise API (specification §2). */

/** The outcome of a call. Whatever is not SUCCESSFUL, the app goes on with its own sign-in. */
export declare const RequestStatus: {
  /** The request was processed. A declined consent is a success too. */
  readonly SUCCESSFUL: "SUCCESSFUL";
  /** An error that a retry will not cure; also an argument over its limit: nobody was asked then. */
  readonly FAILURE: "FAILURE";
  /** A passing error: a time-out, a broken connection, the server out of reach. */
  readonly RETRYABLE_FAILURE: "RETRYABLE_FAILURE";
  /** This device cannot do it: the page is not in the shell of a device, or the client does not know this app. */
  readonly NOT_SUPPORTED: "NOT_SUPPORTED";
  /** Supported, but suppressed by a rule: app blocked, child profile, guest mode, consent cool-down. */
  readonly NOT_AVAILABLE: "NOT_AVAILABLE";
  /** This app has a request of the same kind under way on this device. */
  readonly DUPLICATE_REQUEST: "DUPLICATE_REQUEST";
  /** The customer turned it off for the account, this device or this app. */
  readonly FEATURE_TURNED_OFF: "FEATURE_TURNED_OFF";
  /** The link signing key does not decrypt under any active key of the app. */
  readonly INVALID_LINK_SIGNING_KEY_ENCRYPTION: "INVALID_LINK_SIGNING_KEY_ENCRYPTION";
  /** The link signing key decrypts, but is not a usable EC P-256 private key. */
  readonly INVALID_LINK_SIGNING_KEY: "INVALID_LINK_SIGNING_KEY";
};
export type RequestStatus = keyof typeof RequestStatus;

/** What a processed linkUserAccount came to. */
export declare const LinkAccountSuccessCode: {
  readonly LINK_ESTABLISHED: "LINK_ESTABLISHED";
  readonly LINK_ALREADY_EXISTS: "LINK_ALREADY_EXISTS";
  readonly CONSENT_DENIED: "CONSENT_DENIED";
  readonly NOT_APPLICABLE: "NOT_APPLICABLE";
};
export type LinkAccountSuccessCode = keyof typeof LinkAccountSuccessCode;

/** What the customer chose in the login selection dialog. */
export declare const UserSelection: {
  readonly LOGIN_SELECTED: "LOGIN_SELECTED";
  readonly MANUAL_SIGN_IN: "MANUAL_SIGN_IN";
  readonly NOT_APPLICABLE: "NOT_APPLICABLE";
};
export type UserSelection = keyof typeof UserSelection;

/** A metric event. */
export declare const SSIEvent: {
  readonly LOGIN_SUCCESS: "LOGIN_SUCCESS";
  readonly LOGIN_FAILURE: "LOGIN_FAILURE";
  readonly MANUAL_SIGNIN_SELECTED: "MANUAL_SIGNIN_SELECTED";
};
export type SSIEvent = keyof typeof SSIEvent;

/** Why a sign-in with an SSI token failed, after the answer of the app's backend. */
export declare const FailureReason: {
  readonly UNAUTHORIZED: "UNAUTHORIZED";
  readonly BAD_REQUEST: "BAD_REQUEST";
  readonly NOT_FOUND: "NOT_FOUND";
  readonly FORBIDDEN: "FORBIDDEN";
  readonly INTERNAL_SERVER_ERROR: "INTERNAL_SERVER_ERROR";
};
export type FailureReason = keyof typeof FailureReason;

/** A token with the schema it is written in. */
export interface Token {
  token: string;
  /** "LINK-TOKEN-1.0" or "SSI-TOKEN-1.0". */
  schema: string;
}

/** An active link, with a new SSI token. */
export interface Link {
  linkId: string;
  amazonUserId: string;
  partnerUserId: string;
  identityProviderName: string;
  ssiToken: Token;
  /** In milliseconds since 1970-01-01T00:00Z, as a decimal string. */
  linkedTimestamp: string;
}

export interface GetUserAndLinksResponse {
  requestStatus: RequestStatus;
  /** The directed user id, present where the status is SUCCESSFUL. */
  amazonUserId?: string;
  /** The active links, possibly none, present where the status is SUCCESSFUL. */
  links?: Link[];
}

/** All members are mandatory. */
export interface LinkUserAccountRequest {
  /** At most 256 characters. */
  partnerUserId: string;
  /** At most 64 characters of [a-z0-9][a-z0-9._-]*. */
  identityProviderName: string;
  /** At most 320 characters; shown in the consent dialog and then forgotten. */
  userLoginName: string;
  /** At most 8 KiB, schema "LINK-TOKEN-1.0"; made by the app's backend. */
  linkToken: Token;
  /** At most 1 KiB of Base64; encrypted for the app's key by the app's backend. */
  linkSigningKey: string;
}

export interface LinkUserAccountResponse {
  requestStatus: RequestStatus;
  /** Present where the link is established or was there before. */
  linkId?: string;
  successCode: LinkAccountSuccessCode;
}

/** A login name to show for a link. */
export interface LoginNameValue {
  /** At most 320 characters; shown and then forgotten. */
  loginName: string;
  linkId: string;
}

export interface ShowLoginSelectionResponse {
  requestStatus: RequestStatus;
  /** The chosen link, present with LOGIN_SELECTED. */
  linkId?: string;
  userSelection?: UserSelection;
}

export interface SSIEventRequest {
  ssiEvent: SSIEvent;
  /** When it happened, in milliseconds since 1970-01-01T00:00Z, as a decimal string. */
  epochTimestamp: string;
  /** Mandatory for LOGIN_FAILURE, absent otherwise. */
  failureReason?: FailureReason;
}

export interface RecordMetricsEventResponse {
  requestStatus: RequestStatus;
}

/** An extension: the original's calls take no options. */
export interface CallOptions {
  /** Takes the request back when aborted: an open dialog closes, and the promise rejects with the signal's reason. */
  signal?: AbortSignal;
}

/** An extension: the original's calls take no options. */
export interface GetUserAndLinksOptions extends CallOptions {
  /** Goes into the SSI tokens, so that the backend knows them to be made for this sign-in: 1 to 128 of [A-Za-z0-9_-]. */
  nonce?: string;
}

/**
 * The four calls. A promise resolves with a response, whatever happens on the device or behind it; it rejects with a
 * TypeError for misuse (an absent, blank or mistyped argument), and where the app aborts.
 */
export declare class SimpleSignInService {
  constructor();

  /** Resolves to the customer's directed id and active links, each with a new SSI token. Shows nothing; at most 10 s. */
  static getUserAndLinks(identityProviderName: string, options?: GetUserAndLinksOptions): Promise<GetUserAndLinksResponse>;

  /** Asks the customer to link this account, unless it is linked already. At most 16 minutes. */
  static linkUserAccount(request: LinkUserAccountRequest, options?: CallOptions): Promise<LinkUserAccountResponse>;

  /** Asks the customer which of 1 to 10 linked accounts to sign in with. At most 16 minutes. */
  static showLoginSelection(loginNames: LoginNameValue[], options?: CallOptions): Promise<ShowLoginSelectionResponse>;

  /** Reports what became of a sign-in; the device keeps it while its server is away. At most 10 s. */
  static recordMetricEvent(request: SSIEventRequest, options?: CallOptions): Promise<RecordMetricsEventResponse>;
}

/**
 * An extension: resolves to the language that the device is set to, as a BCP 47 tag such as "pt-BR", or to null where no
 * shell tells one: outside a device, or after 2 s. It is asked once a launch; people change it in the shell.
 */
export declare function deviceLanguage(): Promise<string | null>;
