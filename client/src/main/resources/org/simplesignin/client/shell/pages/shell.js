// The device's screen: which screen is shown, which app is in front, when a dialog stands above it. What the screens look
// like is in screens.js and settings.js.

import { Refused, clientCalls } from "./api.js";
import { DialogFrame } from "./dialog-frame.js";
import { h, shape } from "./dom.js";
import { focusOn, isRightToLeft, keepFocused, neighbour } from "./focus.js";
import { listenToPads } from "./game-pad.js";
import { meaning, platformOf } from "./keys.js";
import { Launcher } from "./launcher.js";
import { departures, peopleScreen, signedOutTitle } from "./people.js";
import { Registration, registrationScreen } from "./registration.js";
import { resetQuestion } from "./reset.js";
import { homeScreen, messageScreen, whoScreen } from "./screens.js";
import { confirmation, languageScreen, linksScreen, settingsScreen } from "./settings.js";
import { bounded, loadTexts } from "./text.js";

const SCREENS = {
  home: homeScreen,
  who: whoScreen,
  people: peopleScreen,
  registration: registrationScreen,
  settings: settingsScreen,
  links: linksScreen,
  language: languageScreen,
};

/** How long to wait before the client is asked again, in milliseconds: doubled up to the second. */
const FIRST_PAUSE_MILLIS = 500;
const LAST_PAUSE_MILLIS = 15_000;

/** How long the state may take, which the client has at hand, in milliseconds. */
const STATE_MILLIS = 10_000;

const parts = Object.fromEntries(
  ["screen", "stage", "slot", "strip", "overlay", "toast", "result"].map((id) => [id, document.getElementById(id)]),
);
const meta = document.querySelector('meta[name="shell-session"]');
const session = meta.content;
meta.remove();

const call = clientCalls(session);
const registration = new Registration(call);
const launcher = new Launcher(
  parts.slot,
  call,
  () => state.language,
  () => goHome(),
);
const dialogs = new DialogFrame({
  parent: document.body,
  session,
  platform: () => platformOf(state?.platform),
  language: () => texts.language,
  title: () => texts.say("platform.name"),
  onOpen: rememberFocus,
  onCover: () => cover(true),
  onClosed: dialogClosed,
  onHome: () => goHome(),
});

let texts = null;
let state = null;
/** The linked accounts as last read, or "unavailable". */
let links = "unavailable";
let screenName = "home";
let screen = null;
let overlay = null;
let away = false;
let ended = false;
/** Whether a change or a launch is under way; a second one is not begun, but Back and Home always work. */
let busy = false;
/** Where this page loads itself anew once its session is over, or null: after a factory reset. */
let reopenAt = null;
/** Whether somebody has left the registration of a device without customers: it does not come by itself again. */
let notNow = false;
/** Counts the ways taken through the screens, so that a late answer does not lead away from where one has gone since. */
let visits = 0;
/** For each screen the key of the control that had the focus last. */
const lastFocus = new Map();

/** What the screens may do. */
const device = {
  go: (name) => (name === "reset" ? askReset() : go(name)),
  back: () => {
    notNow ||= screenName === "registration" && state.customers.length === 0;
    return go(
      screenName === "registration" && state.customers.length === 0 ? "home" : (SCREEN_ABOVE[screenName] ?? "home"),
    );
  },
  home: () => goHome(),
  register,
  launch,
  say: (key, values) => toast(texts.say(key, values)),
  ask: (question) => showOverlay(confirmation(question, texts, hideOverlay)),
  change,
};
const SCREEN_ABOVE = { people: "who", registration: "who", links: "settings", language: "settings" };

start();

async function start() {
  texts = await loadTexts(undefined);
  renderMessage("problem.away");
  listen();
}

async function refresh() {
  const next = await call("GET", "/shell/state", undefined, STATE_MILLIS);
  if (texts.language !== next.language) {
    texts = await loadTexts(next.language);
    hideOverlay();
  }
  const first = state === null;
  // A question to one person is not answered by the next.
  if (!first && activeCustomer(next) !== activeCustomer(state)) hideOverlay();
  state = next;
  document.documentElement.dataset.form = state.form === "tablet" ? "tablet" : "tv";
  document.documentElement.dataset.platform = platformOf(state.platform);
  document.title = bounded(state.deviceName, 40);
  renderStrip();
  if (first && launcher.app === null && isWebApp(state.inFront)) {
    // Launched by a screen that is gone; its frame went with it.
    await call("DELETE", "/shell/launches/current");
  }
  await registration.refresh();
  if (state.outdated && isIdle() && screenName === "home") return loadAnew();
  notNow &&= state.customers.length === 0;
  if (screenName === "home" && launcher.app === null && homeName() !== "home") await go("home");
  else render();
  tellDepartures();
  dialogs.changed();
  dialogs.prepare();
}

function activeCustomer({ customers }) {
  return customers.find((each) => each.active)?.customer ?? null;
}

/** A device without customers begins with the registration of one, unless somebody does not want that now. */
function homeName() {
  return state.customers.length === 0 && !notNow ? "registration" : "home";
}

/** Loads this page anew, under a policy that lets the frames of all apps in. */
async function loadAnew() {
  ended = true;
  location.replace((await call("POST", "/shell/reopenings")).url);
}

/** Whether nothing is lost when this page goes. */
function isIdle() {
  return launcher.app === null && overlay === null && !dialogs.isOpen && !busy;
}

function tellDepartures() {
  if (state.signedOut.length === 0) return;
  if (launcher.app !== null) toast(signedOutTitle(state.signedOut, texts));
  else if (overlay === null && !dialogs.isOpen) {
    showOverlay(
      departures(state.signedOut, texts, () => {
        hideOverlay();
        call("DELETE", "/shell/signed-out").catch(() => {});
      }),
    );
  }
}

function isWebApp(app) {
  return state.apps.some((each) => each.app === app && each.kind === "web");
}

async function listen() {
  let after = 0;
  let pause = FIRST_PAUSE_MILLIS;
  while (!ended) {
    try {
      if (state === null || away) {
        away = false;
        await refresh();
      }
      const answer = await call("GET", `/shell/events?after=${after}`);
      after = answer.next;
      pause = FIRST_PAUSE_MILLIS;
      await take(answer.events);
    } catch (e) {
      if (e instanceof Refused && (e.status === 401 || e.status === 403)) return endSession();
      away = true;
      render();
      await new Promise((resolve) => setTimeout(resolve, pause));
      pause = Math.min(pause * 2, LAST_PAUSE_MILLIS);
    }
  }
  return undefined;
}

async function take(events) {
  const closed = new Set(events.filter((e) => e.type === "dialog-closed").map((e) => e.dialogId));
  for (const event of events) {
    if (event.type === "dialog-opened" && !closed.has(event.dialogId)) dialogs.open(event.dialogId);
    if (event.type === "dialog-closed") dialogs.close(event.dialogId);
  }
  if (events.some((e) => e.type === "state-changed")) await refresh();
}

function endSession() {
  ended = true;
  if (reopenAt !== null) return location.replace(reopenAt);
  launcher.leave().catch(() => {});
  hideOverlay();
  showStage(false);
  renderMessage("problem.session");
  return undefined;
}

// ---- screens

async function go(wanted) {
  const name = wanted === "home" ? homeName() : wanted;
  const visit = ++visits;
  rememberFocus();
  if (screenName === "registration" && name !== "registration") leaveRegistration();
  if (name === "registration") begun(registration.begin());
  if (name === "links") {
    toast(texts.say("links.loading"));
    await loadLinks();
    if (visit !== visits) return;
  }
  // A screen keeps where the focus was only for the way back to it.
  if (SCREEN_ABOVE[name] === screenName || screenName === "home") lastFocus.delete(name);
  screenName = name;
  toast("");
  render();
}

/** Begins a registration on the screen of it. */
function register() {
  begun(registration.begin());
  render();
}

async function begun(answer) {
  const refused = await answer;
  if (refused === "too_many_customers") toast(texts.say("people.tooMany"));
  if (screenName === "registration") render();
}

function leaveRegistration() {
  registration.leave().catch(() => {});
}

function askReset() {
  showOverlay(resetQuestion({ start: startReset, finish: finishReset, close: hideOverlay }, texts));
}

async function startReset() {
  return (await call("POST", "/shell/factory-reset/start")).code;
}

async function finishReset(code) {
  try {
    reopenAt = (await call("POST", "/shell/factory-reset/finish", { code })).url;
  } catch {
    return false;
  }
  hideOverlay();
  // The session may have been over before this answer was read.
  if (ended) endSession();
  else renderMessage("reset.underWay");
  return true;
}

async function loadLinks() {
  try {
    links = (await call("GET", "/shell/linked-accounts")).links;
  } catch {
    links = "unavailable";
  }
}

function render() {
  if (ended || state === null || launcher.app !== null || reopenAt !== null) return;
  rememberFocus();
  showScreen(SCREENS[screenName]({ state, links, registration, away, texts, device }));
}

function renderMessage(key) {
  showScreen(messageScreen(key, texts));
}

function showScreen(next) {
  screen = next;
  parts.screen.replaceChildren(screen.element);
  parts.screen.className = `screen-${screen.name}`;
  if (overlay === null && !dialogs.isOpen) restoreFocus();
}

function rememberFocus() {
  const key = document.activeElement?.dataset?.key;
  if (key && parts.screen.contains(document.activeElement)) lastFocus.set(screen.name, key);
}

function restoreFocus() {
  const wanted = lastFocus.get(screen.name);
  const controls = screen.rows().flat();
  focusOn(controls.find((control) => control.dataset.key === wanted) ?? screen.first ?? parts.screen);
}

function showOverlay(next) {
  rememberFocus();
  overlay = next;
  parts.overlay.replaceChildren(overlay.element);
  parts.screen.inert = true;
  focusOn(overlay.first);
}

function hideOverlay() {
  if (overlay === null) return;
  overlay = null;
  parts.overlay.replaceChildren();
  parts.screen.inert = false;
  restoreFocus();
}

function toast(text) {
  parts.toast.textContent = text;
}

/** Tells the client of a change, shows what came of it, and never leaves a switch that lies. */
async function change(method, path, body, { then = null, done = "done.saved" } = {}) {
  if (busy) return;
  busy = true;
  const visit = visits;
  try {
    await call(method, path, body);
    if (screenName === "links") await loadLinks();
    await refresh();
    if (then !== null && visit === visits) await go(then);
    toast(texts.say(done));
  } catch {
    toast(texts.say("problem.notSaved"));
  } finally {
    busy = false;
  }
}

// ---- the app in front

async function launch(app) {
  if (busy) return;
  busy = true;
  toast("");
  const name = bounded(app.name, 32);
  try {
    rememberFocus();
    await launcher.launch(app.app, texts.say("app.frame", { app: bounded(app.name, 60) }));
    renderStrip();
    showStage(true);
    launcher.frame.addEventListener("load", () => {
      launcher.frame?.classList.add("loaded");
      if (!dialogs.isOpen) launcher.focus();
    });
    launcher.focus();
    keepWhileLoading(launcher.frame);
  } catch {
    showStage(false);
    render();
    toast(texts.say("app.failed", { app: name }));
  } finally {
    busy = false;
  }
}

/** A frame loses the focus without an event when the app's page takes the place of the empty one. */
function keepWhileLoading(frame) {
  if (launcher.frame !== frame || frame.classList.contains("loaded")) return;
  if (document.activeElement === document.body && !dialogs.isOpen) launcher.focus();
  requestAnimationFrame(() => keepWhileLoading(frame));
}

async function goHome() {
  const launched = launcher.app !== null;
  visits++;
  hideOverlay();
  if (screenName === "registration") {
    notNow = state.customers.length === 0;
    leaveRegistration();
  }
  screenName = "home";
  if (launched) {
    const left = launcher.leave();
    showStage(false);
    render();
    await left.catch(() => toast(texts.say("problem.away")));
  } else {
    render();
  }
  if (state === null) return;
  if (state.outdated && isIdle()) await loadAnew();
  else tellDepartures();
}

function showStage(shown) {
  parts.stage.hidden = !shown;
  parts.screen.hidden = shown;
}

function renderStrip() {
  const home = h(
    "button",
    { type: "button", class: "strip-button", "data-key": "home", onclick: () => goHome() },
    shape("home"),
    h("span", null, texts.say("app.home")),
  );
  const had = parts.strip.contains(document.activeElement);
  parts.strip.replaceChildren(home);
  if (had) home.focus();
}

// ---- the dialog above it

/** Makes all beneath the dialog inert. An app that calls focus() nevertheless is answered by DialogFrame. */
function cover(on) {
  for (const part of [parts.stage, parts.overlay]) part.inert = on;
  parts.screen.inert = on || overlay !== null;
  if (launcher.frame !== null) launcher.frame.inert = on;
}

function dialogClosed(outcome) {
  cover(false);
  if (launcher.frame !== null) launcher.focus();
  else if (overlay !== null) focusOn(overlay.first);
  else restoreFocus();
  if (state !== null) tellDepartures();
  parts.result.textContent = outcome === null ? "" : texts.say(`result.${outcome}`);
}

// ---- input

addEventListener("keydown", (event) => {
  const key = meaning(event, platformOf(state?.platform));
  if (key === null || texts === null || screen === null) return;
  event.preventDefault();
  if (dialogs.isOpen) return dialogs.focus();
  switch (key) {
    case "home":
      return void goHome();
    case "back":
      return pressBack();
    case "enter":
      return event.repeat ? undefined : document.activeElement?.click();
    default:
      return move(key);
  }
});

function pressBack() {
  if (overlay !== null) hideOverlay();
  else if (launcher.app !== null) launcher.focus();
  else if (screenName !== "home") device.back();
}

function move(arrow) {
  if (launcher.app !== null) {
    // On the Home strip, which has one button; the app is above it.
    if (arrow === "up") launcher.focus();
    return;
  }
  const from = document.activeElement;
  // Digits stand from left to right in every language.
  const next = neighbour((overlay ?? screen).rows(), from, arrow, isRightToLeft(from.parentElement ?? parts.screen));
  if (next !== null) focusOn(next);
}

keepFocused(() => {
  if (dialogs.isOpen) dialogs.focus();
  else if (launcher.app !== null) launcher.focus();
  else if (overlay !== null) focusOn(overlay.first);
  else if (screen !== null) restoreFocus();
});

listenToPads(() => platformOf(state?.platform));
