/**
 * Simple Sign-In for web apps: the four calls of SimpleSignInService; see docs/integrate-web.md. Whatever happens on the
 * device is a response, and its requestStatus says what. A promise rejects for misuse (TypeError) or an aborted signal.
 */
const constants = (...names) =>
  Object.freeze(names.reduce((all, name) => Object.assign(all, { [name]: name }), Object.create(null)));

export const RequestStatus = constants(
  "SUCCESSFUL", "FAILURE", "RETRYABLE_FAILURE", "NOT_SUPPORTED", "NOT_AVAILABLE", "DUPLICATE_REQUEST",
  "FEATURE_TURNED_OFF", "INVALID_LINK_SIGNING_KEY_ENCRYPTION", "INVALID_LINK_SIGNING_KEY");
export const LinkAccountSuccessCode = constants("LINK_ESTABLISHED", "LINK_ALREADY_EXISTS", "CONSENT_DENIED", "NOT_APPLICABLE");
export const UserSelection = constants("LOGIN_SELECTED", "MANUAL_SIGN_IN", "NOT_APPLICABLE");
export const SSIEvent = constants("LOGIN_SUCCESS", "LOGIN_FAILURE", "MANUAL_SIGNIN_SELECTED");
export const FailureReason = constants("UNAUTHORIZED", "BAD_REQUEST", "NOT_FOUND", "FORBIDDEN", "INTERNAL_SERVER_ERROR");

// In milliseconds. The client gives a customer 15 minutes for a dialog, and then answers itself.
const HELLO = 2e3, CALL = 10e3, DIALOG = 960e3;
const PROVIDER = /^[a-z0-9][a-z0-9._-]{0,63}$/, LINK_ID = /^[\w-]{22,64}$/, MILLIS = /^(0|[1-9]\d{0,15})$/;
const LANGUAGE = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,7}$/;
const RESPONSE_BYTES = 256 * 1024;
const OVER_LIMIT = Symbol("over a limit");

export class SimpleSignInService {
  static getUserAndLinks(identityProviderName, options) {
    return ask("getUserAndLinks", CALL, {}, options, () => ({
      identityProviderName: text("identityProviderName", identityProviderName, PROVIDER),
      nonce: options && options.nonce !== undefined ? text("nonce", options.nonce, /^[\w-]{1,128}$/) : undefined,
    }), ({ amazonUserId, links }) => isText(amazonUserId) && Array.isArray(links)
      && links.every((link) => link && link.ssiToken && link.ssiToken.schema === "SSI-TOKEN-1.0"));
  }

  static linkUserAccount(request, options) {
    return ask("linkUserAccount", DIALOG, { successCode: "NOT_APPLICABLE" }, options, () => {
      const { partnerUserId, identityProviderName, userLoginName, linkToken, linkSigningKey } = some("request", request);
      return {
        partnerUserId: text("partnerUserId", partnerUserId, 256),
        identityProviderName: text("identityProviderName", identityProviderName, PROVIDER),
        userLoginName: text("userLoginName", userLoginName, 320),
        linkToken: {
          token: text("linkToken.token", some("linkToken", linkToken).token, 8192),
          schema: text("linkToken.schema", linkToken.schema, /^LINK-TOKEN-1\.0$/),
        },
        linkSigningKey: text("linkSigningKey", linkSigningKey, 1024),
      };
    }, ({ successCode, linkId }) => isOneOf(LinkAccountSuccessCode, successCode)
      && isText(linkId) === successCode.startsWith("LINK_"));
  }

  static showLoginSelection(loginNames, options) {
    return ask("showLoginSelection", DIALOG, { userSelection: "NOT_APPLICABLE" }, options, () => {
      if (!Array.isArray(loginNames)) throw new TypeError("loginNames must be a list");
      const checked = loginNames.map((value) => ({
        loginName: text("loginName", some("loginNames[]", value).loginName, 320),
        linkId: text("linkId", value.linkId, LINK_ID),
      }));
      if (checked.length < 1 || checked.length > 10) throw OVER_LIMIT;
      return { loginNames: checked };
    }, ({ userSelection, linkId }, request) => isOneOf(UserSelection, userSelection)
      && (userSelection !== "LOGIN_SELECTED" || request.loginNames.some((offered) => offered.linkId === linkId)));
  }

  static recordMetricEvent(request, options) {
    return ask("recordMetricEvent", CALL, {}, options, () => {
      const { ssiEvent, epochTimestamp, failureReason } = some("request", request);
      const failed = ssiEvent === "LOGIN_FAILURE";
      if (!isOneOf(SSIEvent, ssiEvent)) throw new TypeError("ssiEvent must be an SSIEvent");
      if (failed && !isOneOf(FailureReason, failureReason)) throw new TypeError("LOGIN_FAILURE must have a failureReason");
      const event = { ssiEvent, epochTimestamp: text("epochTimestamp", epochTimestamp, MILLIS), failureReason };
      if (!failed && failureReason != null) throw OVER_LIMIT;
      // 128 random bits: an event that is sent twice counts once.
      const id = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => (byte + 256).toString(16).slice(1));
      return { eventId: id.join(""), event };
    }, () => true);
  }
}

/** Resolves to the language that the device is set to (BCP 47), or to null where no shell tells one; within 2 s. */
export async function deviceLanguage() {
  const launch = await hello();
  return launch && launch.language;
}

const isText = (value) => typeof value === "string" && value !== "";
const isOneOf = (set, value) => typeof value === "string" && value in set;

function some(name, value) {
  if (typeof value !== "object" || value === null) throw new TypeError(`${name} must be an object`);
  return value;
}

/** Blank is misuse; over a limit can come from a customer's data, and is an outcome. Lone surrogates cannot be sent. */
function text(name, value, limit) {
  if (typeof value !== "string" || !value.trim()) throw new TypeError(`${name} must be a string that is not blank`);
  const within = limit.test ? limit.test(value) : value.length <= limit && !/[\ud800-\udfff]/u.test(value);
  if (!within) throw OVER_LIMIT;
  return value;
}

async function ask(call, timeout, rest, options, check, isWhole) {
  const outcome = (requestStatus) => ({ requestStatus, ...rest });
  const { signal } = options || {};
  const stop = new AbortController();
  const abort = () => stop.abort();
  const timer = setTimeout(abort, timeout);
  try {
    const request = check();
    if (signal) signal.aborted ? abort() : signal.addEventListener("abort", abort);
    // A dialog that was shown must not be shown again; the others do the same twice, or count once by their eventId.
    const answer = await exchange(call, JSON.stringify(request), stop.signal, timeout === CALL ? 2 : 1);
    if (signal && signal.aborted) throw signal.reason || new DOMException("the app took its request back", "AbortError");
    if (isText(answer)) return outcome(answer);
    return answer.requestStatus !== "SUCCESSFUL" || isWhole(answer, request) ? answer : outcome("FAILURE");
  } catch (error) {
    if (error === OVER_LIMIT) return outcome("FAILURE");
    throw error;
  } finally {
    clearTimeout(timer);
    if (signal) signal.removeEventListener("abort", abort);
  }
}

/** Resolves to an answer with a known requestStatus, or to the requestStatus that tells why there is none. */
async function exchange(call, body, signal, tries) {
  const stopped = new Promise((resolve) => signal.addEventListener("abort", () => resolve(null)));
  const launch = signal.aborted ? null : await Promise.race([hello(), stopped]);
  if (!launch) return "NOT_SUPPORTED";
  try {
    return await post(launch, call, body, signal);
  } catch (broken) {
    if (signal.aborted) return "RETRYABLE_FAILURE";
    // A browser does not say why: nobody listens, the origin is not registered, the app's own connect-src forbids it.
    if (!answered) return "NOT_SUPPORTED";
    return tries > 1 ? exchange(call, body, signal, tries - 1) : "RETRYABLE_FAILURE";
  }
}

let answered = false;
let launched = null;

async function post({ endpoint, ticket }, call, body, signal) {
  const headers = { "Content-Type": "application/json", "Simple-Sign-In-Ticket": ticket };
  const settings = { credentials: "omit", cache: "no-store", redirect: "error", referrerPolicy: "no-referrer" };
  const response = await fetch(`${endpoint}/v1/${call}`, { method: "POST", headers, body, signal, ...settings });
  answered = true;
  if (response.status === 403) launched = null; // the launch is over: ask for the next one's ticket
  if (response.status === 403 || response.status === 404) return "NOT_SUPPORTED";
  if (response.status !== 200) return response.status < 500 ? "FAILURE" : "RETRYABLE_FAILURE";
  const text = await read(response.body.getReader());
  try {
    const answer = JSON.parse(text);
    return isOneOf(RequestStatus, answer.requestStatus) ? answer : "FAILURE";
  } catch (malformed) {
    return "FAILURE";
  }
}

async function read(reader) {
  const decoder = new TextDecoder();
  let text = "";
  for (let size = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.length;
    if (size > RESPONSE_BYTES) return reader.cancel().then(() => "");
    text += decoder.decode(value, { stream: true });
  }
}

/**
 * Resolves to {endpoint, ticket, language}, or to null where no shell answers. The ticket proves that the device launched
 * this page; it is kept in memory alone, because a URL or a storage can be read by others.
 */
function hello() {
  const shell = typeof window === "undefined" ? undefined : window.parent;
  if (!shell || shell === window) return Promise.resolve(null);
  if (launched) return launched;
  launched = new Promise((resolve) => {
    const end = (launch) => {
      clearTimeout(timer);
      window.removeEventListener("message", hear);
      if (!launch) launched = null;
      resolve(launch);
    };
    // Any window can post to this one; only the shell made this frame. Hence frame-ancestors: see docs/integrate-web.md.
    const hear = ({ source, data }) => {
      if (source !== shell || !data || data.simpleSignIn !== 1 || data.type !== "launch") return;
      const { endpoint, ticket } = data;
      const language = isText(data.language) && LANGUAGE.test(data.language) ? data.language : null;
      if (isText(endpoint) && /^https?:\/\/[^/?#@\s]+$/.test(endpoint) && isText(ticket)) end({ endpoint, ticket, language });
    };
    const timer = setTimeout(end, HELLO, null);
    window.addEventListener("message", hear);
    // Says nothing secret, and the page cannot know its shell's origin: hence to anyone.
    shell.postMessage({ simpleSignIn: 1, type: "hello" }, "*");
  });
  return launched;
}
