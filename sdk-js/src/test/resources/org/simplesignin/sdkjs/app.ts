// An app written to the original's promise API, in its language. The tests change the import, and nothing else.
import {
  SimpleSignInService,
  RequestStatus,
  LinkAccountSuccessCode,
  UserSelection,
  SSIEvent,
  FailureReason,
  type GetUserAndLinksResponse,
  type Link,
  type LinkUserAccountRequest,
  type LinkUserAccountResponse,
  type LoginNameValue,
  type RecordMetricsEventResponse,
  type ShowLoginSelectionResponse,
  type SSIEventRequest,
  type Token,
} from "the-original";

/** The app's own backend; here it keeps a record for the test to look at. */
const backend = {
  signedInWith: null as Token | null,
  async loginNames(links: Link[]): Promise<LoginNameValue[]> {
    return links.map(({ linkId, partnerUserId }) => ({ loginName: `${partnerUserId}@example.com`, linkId }));
  },
  async signInWithSsiToken(token: Token): Promise<void> {
    if (token.token === "refused") throw FailureReason.UNAUTHORIZED;
    backend.signedInWith = token;
  },
  async linkToken(amazonUserId: string): Promise<LinkUserAccountRequest> {
    return {
      partnerUserId: "partner-1",
      identityProviderName: "sample-video",
      userLoginName: "alice@example.com",
      linkToken: { token: `link token for ${amazonUserId}`, schema: "LINK-TOKEN-1.0" },
      linkSigningKey: "a2V5",
    };
  },
};

/** At launch: offers the linked accounts. Resolves to whether somebody is signed in; if not, show your own sign-in. */
async function signIn(): Promise<boolean> {
  const { requestStatus, links }: GetUserAndLinksResponse = await SimpleSignInService.getUserAndLinks("sample-video");
  if (requestStatus !== RequestStatus.SUCCESSFUL || !links || links.length === 0) return false;

  const loginNames = await backend.loginNames(links);
  const choice: ShowLoginSelectionResponse = await SimpleSignInService.showLoginSelection(loginNames);
  if (choice.userSelection === UserSelection.MANUAL_SIGN_IN) await report({ ssiEvent: SSIEvent.MANUAL_SIGNIN_SELECTED });
  const chosen = links.find((link) => link.linkId === choice.linkId);
  if (choice.requestStatus !== RequestStatus.SUCCESSFUL || !chosen) return false;

  try {
    await backend.signInWithSsiToken(chosen.ssiToken);
    await report({ ssiEvent: SSIEvent.LOGIN_SUCCESS });
    return true;
  } catch (failureReason) {
    await report({ ssiEvent: SSIEvent.LOGIN_FAILURE, failureReason: failureReason as FailureReason });
    return false;
  }
}

/** After a sign-in by hand, and at the first launch after the upgrade: offers to link the account. */
async function link(): Promise<LinkAccountSuccessCode> {
  const { amazonUserId } = await SimpleSignInService.getUserAndLinks("sample-video");
  if (!amazonUserId) return LinkAccountSuccessCode.NOT_APPLICABLE;
  const linked: LinkUserAccountResponse = await SimpleSignInService.linkUserAccount(await backend.linkToken(amazonUserId));
  return linked.successCode;
}

function report(event: Omit<SSIEventRequest, "epochTimestamp">): Promise<RecordMetricsEventResponse> {
  return SimpleSignInService.recordMetricEvent({ ...event, epochTimestamp: Date.now().toString() });
}

// A constructor and promise style, as the original has them.
export const service: SimpleSignInService = new SimpleSignInService();
export const providers = (): Promise<string[]> =>
  SimpleSignInService.getUserAndLinks("sample-video").then(({ links = [] }) => links.map((one) => one.identityProviderName));

Object.assign(window, { backend, signIn, link, providers, ready: true });
