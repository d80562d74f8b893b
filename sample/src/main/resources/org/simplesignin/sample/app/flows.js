/**
 * The flows of Simple Sign-In: all that an app adds. Whatever is not SUCCESSFUL, the app goes on with its own sign-in.
 */
import { SimpleSignInService } from "./simple-sign-in.js";
import * as backend from "./backend.js";

/**
 * Offers the linked accounts. Resolves to the signed-in account, or to null: then the app shows its own sign-in.
 */
export async function signInWithLinkedAccount(identityProviderName) {
  const { requestStatus, links } = await SimpleSignInService.getUserAndLinks(identityProviderName);
  if (requestStatus !== "SUCCESSFUL" || links.length === 0) return null;

  const loginNames = await backend.loginNames(links).catch(() => []);
  if (loginNames.length === 0) return null;

  const choice = await SimpleSignInService.showLoginSelection(loginNames);
  if (choice.userSelection === "MANUAL_SIGN_IN") record("MANUAL_SIGNIN_SELECTED");
  if (choice.requestStatus !== "SUCCESSFUL" || choice.userSelection !== "LOGIN_SELECTED") return null;

  try {
    const chosen = links.find((link) => link.linkId === choice.linkId);
    const account = await backend.signInWithSsiToken(chosen.ssiToken);
    record("LOGIN_SUCCESS");
    return account;
  } catch (error) {
    record("LOGIN_FAILURE", failureReason(error));
    return null;
  }
}

/**
 * Asks whether to link the account that is signed in. Resolves to LINK_ESTABLISHED, LINK_ALREADY_EXISTS or
 * CONSENT_DENIED; to null where nobody could be asked.
 */
export async function linkAccount(identityProviderName, session) {
  const user = await SimpleSignInService.getUserAndLinks(identityProviderName);
  if (user.requestStatus !== "SUCCESSFUL") return null;

  const request = await backend.linkToken(session, user.amazonUserId).catch(() => null);
  if (request === null) return null;

  const { requestStatus, successCode } = await SimpleSignInService.linkUserAccount(request);
  return requestStatus === "SUCCESSFUL" ? successCode : null;
}

function record(ssiEvent, failureReason) {
  // Kept on the device and delivered later: nothing to wait for, and nothing that could fail the sign-in.
  SimpleSignInService.recordMetricEvent({ ssiEvent, epochTimestamp: String(Date.now()), failureReason });
}

function failureReason({ status }) {
  switch (status) {
    case 400: return "BAD_REQUEST";
    case 401: return "UNAUTHORIZED";
    case 403: return "FORBIDDEN";
    case 404: return "NOT_FOUND";
    default: return "INTERNAL_SERVER_ERROR";
  }
}
