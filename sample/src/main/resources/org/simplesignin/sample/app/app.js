/** The app: who is signed in, and which screen is shown. Simple Sign-In is in flows.js. */
import * as backend from "./backend.js";
import * as demo from "./demo-corner.js";
import * as device from "./device-memory.js";
import * as screens from "./screens.js";
import { linkAccount, signInWithLinkedAccount } from "./flows.js";
import { listen } from "./remote-control.js";
import { isSaid, loadTexts, say } from "./texts.js";

/** How long to wait before the words are asked for again, in milliseconds. */
const PAUSE = 3_000;

let config;
let account = null;
let back = leave;

listen(() => back());
start();

/** Without words nothing can be said, not even that the backend is away. */
async function start() {
  try {
    await loadTexts();
  } catch {
    setTimeout(start, PAUSE);
    return;
  }
  launch();
}

/** What happens when the app is opened. */
async function launch() {
  back = leave;
  screens.splash();
  // The demo's switch lasts until the next launch: that one is the first of the version with Simple Sign-In.
  device.beforeSimpleSignIn.clear();
  try {
    config = await backend.config();
    account = await rememberedAccount();
  } catch {
    screens.away({ again: launch });
    return;
  }
  if (account !== null) {
    showHome();
    // First launch after the upgrade: signed in already, and never asked.
    if (device.asked.get() !== account.partnerUserId) await link();
  } else if (device.signedOut.get() !== null) {
    showSignIn(); // whoever signed out is not signed in again unasked
  } else {
    await offerLinkedAccounts();
  }
}

async function rememberedAccount() {
  const session = device.session.get();
  if (session === null) return null;
  try {
    return { session, ...(await backend.account(session)) };
  } catch (error) {
    if (error.status !== 401) throw error;
    device.session.clear();
    return null;
  }
}

/** Subsequent device: the app looks for linked accounts before it shows its own sign-in. */
async function offerLinkedAccounts({ asked = false } = {}) {
  const signedIn = isBeforeSimpleSignIn() ? null : await signInWithLinkedAccount(config.identityProviderName);
  if (signedIn === null) {
    showSignIn();
    if (asked) screens.tell(say("told.nobody"));
    return;
  }
  enter(signedIn);
  device.asked.set(signedIn.partnerUserId); // it is linked: nothing to ask
  screens.tell(say("told.welcome", { name: signedIn.loginName }));
}

/** First-time sign-in or sign-up by hand; then the app asks whether to link the account. */
async function byHand(prove, loginName, password) {
  try {
    enter(await prove(loginName, password));
  } catch (error) {
    const problem = `problem.${error.code}`;
    return say(isSaid(problem) ? problem : "problem.other");
  }
  if (!isBeforeSimpleSignIn()) await link();
  return null;
}

async function link() {
  const { partnerUserId, session } = account;
  const answer = await linkAccount(config.identityProviderName, session);
  if (answer !== null) device.asked.set(partnerUserId); // else the next launch asks
  // Where nobody was asked there is nothing to say: the app works as it always did.
  if (answer !== null) screens.tell(say(`told.${answer}`));
}

function enter(signedIn) {
  account = signedIn;
  device.session.set(signedIn.session);
  device.signedOut.clear();
  showHome();
}

function signOut() {
  backend.signOut(account.session).catch(() => {}); // the device forgets the session in any case
  account = null;
  device.session.clear();
  device.asked.clear();
  device.signedOut.set("yes");
  showSignIn();
}

function showSignIn() {
  back = leave;
  screens.form({
    heading: say("signIn"),
    button: say("signIn"),
    passwordIs: "current-password",
    submit: (loginName, password) => byHand(backend.signIn, loginName, password),
    other: [
      [say("useLinked"), () => { screens.splash(); offerLinkedAccounts({ asked: true }); }],
      [say("createAccount"), showSignUp],
    ],
    corner: (fill) => demo.corner(demo.accounts(config.demoAccounts, fill), beforeSwitch()),
  });
}

function showSignUp() {
  back = showSignIn;
  screens.form({
    heading: say("createAccount"),
    button: say("create"),
    passwordIs: "new-password",
    submit: (loginName, password) => byHand(backend.signUp, loginName, password),
    other: [[say("haveAccount"), showSignIn]],
    corner: () => demo.corner(beforeSwitch()),
  });
}

function showHome(title) {
  back = leave;
  screens.home({
    account,
    title,
    openAccount: showAccount,
    openTitle: showTitle,
    corner: () => demo.corner(beforeSwitch()),
  });
}

function showTitle(title) {
  back = () => showHome(title);
  screens.titlePage({ title, openTitle: showTitle, back: () => back() });
}

function showAccount() {
  back = () => showHome();
  screens.accountPage({
    account,
    signOut,
    back: () => back(),
  });
}

/** Back with nowhere to go: the device's shell takes over. */
function leave() {
  if (window.parent !== window) window.parent.postMessage({ simpleSignIn: 1, type: "exit" }, "*");
}

function isBeforeSimpleSignIn() {
  return device.beforeSimpleSignIn.get() !== null;
}

function beforeSwitch() {
  if (config.demoAccounts.length === 0) return null;
  return demo.beforeSwitch(isBeforeSimpleSignIn(), async (on) => {
    if (!on) return device.beforeSimpleSignIn.clear();
    device.beforeSimpleSignIn.set("yes");
    device.asked.clear();
    if (account === null) {
      const { loginName, password } = config.demoAccounts[1];
      await byHand(backend.signIn, loginName, password);
    }
    screens.tell(say("demo.asItWas"));
  });
}
