// The dialog's document: consent or login selection over the app. It lives in a frame of its own that the shell makes
// and takes away; the two speak by postMessage, same origin only:
//   dialog → shell  ready                    shell → dialog  open {session, platform}
//   dialog → shell  home, blurred            shell → dialog  close
//   dialog → shell  closed {outcome | null}  once nothing is shown any more and no key is held

import { Refused, clientCalls } from "./api.js";
import { selectionView, consentView } from "./dialog-view.js";
import { focusOn, isRightToLeft, neighbour } from "./focus.js";
import { GUARD_MILLIS, Guard } from "./guard.js";
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
    if (event.data.type === "close") finish(null);
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
    await painted();
    await call("POST", `/shell/dialog/${encodeURIComponent(dialog.dialogId)}/painted`);
    if (!finished) startGuard();
  } catch {
    // Nothing can be answered, so nothing is shown; the client ends the request by its time-out.
    finish(null);
  }
  return undefined;
}

/** Resolves after the frame that shows the dialog: the second callback runs when the first frame has been drawn. */
function painted() {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
}

function startGuard() {
  guard.start(now());
  document.documentElement.dataset.input = "ignored";
  clearTimeout(guardTimer);
  guardTimer = setTimeout(() => {
    if (guard.isOpen(now())) document.documentElement.dataset.input = "taken";
    else startGuard();
  }, GUARD_MILLIS + 1);
}

/** Starts the guard again where it has been started at all: before the first painted frame it is shut anyway. */
function restartGuard() {
  if (document.documentElement.dataset.input !== undefined && !finished) startGuard();
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
    restartGuard();
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
  root.focus();
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
  "mousedown",
  (event) => {
    // A press beside the controls would take the focus from the one that has it.
    if (!event.target.closest?.("button")) event.preventDefault();
  },
  true,
);

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

addEventListener("focusout", (event) => {
  // A control that vanishes or a press on nothing must not leave the dialog without a focus.
  if (event.relatedTarget === null && document.hasFocus()) queueMicrotask(keepFocus);
});
addEventListener("focus", keepFocus);

function keepFocus() {
  if (document.activeElement === document.body || document.activeElement === null) {
    (shown?.first ?? root).focus();
  }
}

addEventListener("blur", () => {
  guard.release();
  // It may be the app that took the focus; the shell sees who has it.
  tell({ type: "blurred" });
});
addEventListener("resize", restartGuard);
document.addEventListener("visibilitychange", () => {
  guard.release();
  restartGuard();
});
