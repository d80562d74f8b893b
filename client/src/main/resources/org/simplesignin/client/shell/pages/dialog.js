// The dialog's document: consent or login selection over the app. It lives in a frame of its own that the shell makes
// and takes away; the two speak by postMessage, same origin only:
//   dialog → shell  ready                    shell → dialog  open {session, platform}
//   dialog → shell  home, blurred            shell → dialog  close
//   dialog → shell  closed {outcome | null}  once nothing is shown any more and no key is held

import { Refused, clientCalls } from "./api.js";
import { selectionView, consentView } from "./dialog-view.js";
import { focusOn, isRightToLeft, keepFocused, neighbour } from "./focus.js";
import { Guard } from "./guard.js";
import { meaning, platformOf } from "./keys.js";
import { loadTexts } from "./text.js";

/** How long a keyup is waited for before the app gets the focus back, in milliseconds: some remotes send none. */
const KEYUP_MILLIS = 1000;

const root = document.getElementById("root");
const guard = new Guard();
const now = () => performance.now();

let call = null;
let platform = "desktop";
/** What is shown: `{dialogId, kind, rows, first, back, status, say}`; null before and after. */
let shown = null;
let deciding = false;
let finished = false;
let guardTimer = 0;
let painting = false;
let again = false;
/** Tells the shell that all is over; null until then. */
let leave = null;

if (window.parent === window) {
  // Opened as a page of its own: the start page says where the dialogs live.
  location.replace("/");
} else {
  addEventListener("message", (event) => {
    if (event.source !== window.parent || event.origin !== location.origin) return;
    if (event.data?.simpleSignInShell !== 1) return;
    if (event.data.type === "open" && call === null) open(event.data);
    // A press under way hears from the client itself whether it was what closed the dialog.
    if (event.data.type === "close" && !deciding) finish(null);
  });
  tell({ type: "ready" });
}

function tell(message) {
  window.parent.postMessage({ simpleSignInShell: 1, ...message }, location.origin);
}

async function open(message) {
  call = clientCalls(String(message.session));
  platform = platformOf(message.platform);
  try {
    const dialog = await call("GET", "/shell/dialog");
    if (dialog === null || finished) return finish(null);
    const texts = await loadTexts(dialog.language);
    if (finished) return undefined;
    document.documentElement.dataset.form = dialog.deviceForm === "tablet" ? "tablet" : "tv";
    shown = dialog.kind === "consent" ? consentView(dialog, texts, decide) : selectionView(dialog, texts, decide);
    root.replaceChildren(shown.panel);
    document.title = shown.title;
    focusOn(shown.first);
    await shownAnew();
  } catch {
    // Nothing can be answered, so nothing is shown; the client ends the request by its time-out.
    finish(null);
  }
  return undefined;
}

/**
 * Tells the client that the dialog has been painted, and starts the guard: at first, and again after the screen was hidden
 * or changed its size. The page's 500 ms begin when the client has answered, so they never end before the client's own.
 */
async function shownAnew() {
  guard.shut();
  document.documentElement.dataset.input = "ignored";
  clearTimeout(guardTimer);
  again = true;
  if (painting) return;
  painting = true;
  try {
    while (again && !finished) {
      again = false;
      await painted();
      await call("POST", `/shell/dialog/${encodeURIComponent(shown.dialogId)}/painted`);
    }
  } catch {
    finish(null);
  }
  painting = false;
  if (!finished) startGuard();
}

/** Resolves after the frame that shows the dialog: the second callback runs when the first frame has been drawn. */
function painted() {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
}

function startGuard() {
  guard.start(now());
  const look = () => {
    const wait = guard.opensIn(now());
    if (wait > 0) guardTimer = setTimeout(look, wait + 1);
    else document.documentElement.dataset.input = "taken";
  };
  look();
}

async function decide(outcome, linkId) {
  if (deciding || finished) return;
  deciding = true;
  const { dialogId } = shown;
  shown.panel.setAttribute("aria-busy", "true");
  try {
    await call("POST", `/shell/dialog/${encodeURIComponent(dialogId)}/outcome`, linkId ? { outcome, linkId } : { outcome });
    finish(outcome);
  } catch (e) {
    if (e instanceof Refused && e.status === 409 && !(await isStillOpen(dialogId))) return finish(null);
    deciding = false;
    shown?.panel.removeAttribute("aria-busy");
    shown?.notTaken();
    await shownAnew();
  }
  return undefined;
}

async function isStillOpen(dialogId) {
  try {
    return (await call("GET", "/shell/dialog"))?.dialogId === dialogId;
  } catch {
    return true;
  }
}

/** Takes everything away, login names first, and hands the focus back once the key that did it is up. */
function finish(outcome) {
  if (finished) return;
  finished = true;
  shown = null;
  root.replaceChildren();
  focusOn(root);
  document.title = "";
  document.documentElement.dataset.input = "ignored";
  clearTimeout(guardTimer);
  leave = () => tell({ type: "closed", outcome });
  if (guard.holds()) setTimeout(leave, KEYUP_MILLIS);
  else leave();
}

addEventListener(
  "keyup",
  (event) => {
    guard.keyUp(event);
    if (meaning(event, platform) !== null) consume(event);
    if (leave !== null && !guard.holds()) leave();
  },
  true,
);

addEventListener(
  "keydown",
  (event) => {
    const key = event.key === "Tab" ? "tab" : meaning(event, platform);
    const accepted = guard.keyDown(event, now());
    if (key === null) return;
    consume(event);
    if (key === "home") return tell({ type: "home" });
    if (!accepted || shown === null || deciding) return undefined;
    if (key === "back") return shown.back();
    if (key === "enter") return shown.press(document.activeElement);
    const next = key === "tab" ? tabNeighbour(event.shiftKey) : arrowNeighbour(key);
    if (next !== null) focusOn(next);
    return undefined;
  },
  true,
);

function consume(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

function arrowNeighbour(arrow) {
  return neighbour(shown.rows(), document.activeElement, arrow, isRightToLeft(root));
}

/** Tab goes round, as keyboards have it in every dialog; arrows do not. */
function tabNeighbour(backwards) {
  const controls = shown.rows().flat();
  const at = controls.indexOf(document.activeElement) + (backwards ? -1 : 1);
  return controls[(at + controls.length) % controls.length];
}

addEventListener("pointerdown", () => guard.pointerDown(now()), true);

addEventListener(
  "click",
  (event) => {
    consume(event);
    const accepted = guard.click(now());
    const control = event.target.closest?.("button");
    if (!control || !accepted || shown === null || deciding) return;
    focusOn(control);
    shown.press(control);
  },
  true,
);

keepFocused(() => focusOn(shown?.first ?? root));

addEventListener("blur", () => {
  guard.release();
  // It may be the app that took the focus; the shell sees who has it.
  tell({ type: "blurred" });
});
addEventListener("resize", () => shown !== null && shownAnew());
document.addEventListener("visibilitychange", () => {
  guard.release();
  if (shown !== null) shownAnew();
});
