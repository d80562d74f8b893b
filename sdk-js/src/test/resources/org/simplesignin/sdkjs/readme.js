// The examples of README.md and docs/integrate-web.md that are plain JavaScript, run one after the other.
import { SimpleSignInService, deviceLanguage } from "./simple-sign-in.js";
import { backend } from "./backend.js";

// At launch, before the app's own sign-in. Whatever is not SUCCESSFUL: show your own sign-in.
const { requestStatus, links } = await SimpleSignInService.getUserAndLinks("example-video");
if (requestStatus === "SUCCESSFUL" && links.length > 0) {
  const loginNames = await backend.loginNames(links);               // the backend verifies each link's SSI token
  const choice = await SimpleSignInService.showLoginSelection(loginNames);
  const chosen = links.find((link) => link.linkId === choice.linkId);
  if (chosen) await backend.signInWithSsiToken(chosen.ssiToken);    // signed in, no password
}

// After a sign-in by hand, and at the first launch after the upgrade: offer to link the account.
const { amazonUserId } = await SimpleSignInService.getUserAndLinks("example-video");
if (amazonUserId) await SimpleSignInService.linkUserAccount(await backend.linkToken(amazonUserId));

const language = (await deviceLanguage()) ?? navigator.language; // "pt-BR"; null where no shell tells one

export { language };
