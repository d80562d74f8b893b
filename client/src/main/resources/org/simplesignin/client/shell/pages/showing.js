// One showing of a dialog in this document, from the first frame to the last keyup. It knows neither frames nor servers:
// `call` asks the client, `tell` speaks to the shell; the preview and the tests give others.

import { Refused } from "./api.js";
import { consentView, selectionView } from "./dialog-view.js";
import { focusOn, isRightToLeft, keepFocused, neighbour } from "./focus.js";
import { listenToPads } from "./game-pad.js";
import { Guard } from "./guard.js";
import { meaning, platformOf } from "./keys.js";
import { loadTexts } from "./text.js";

/** How long a keyup is waited for before the app gets the focus back, in milliseconds: some remotes send none. */
const KEYUP_MILLIS = 1000;

/** The browser's time. `painted` resolves after a frame: the second callback runs when the first has been drawn. */
const BROWSER_TIME = {
  now: () => performance.now(),
  later: (run, millis) => setTimeout(run, millis),
  cancel: (timer) => clearTimeout(timer),
  painted: () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
};

/** Shows the client's open dialog and takes one answer. */
export class Showing {
  #root;
  #call;
  #tell;
  #time;
  #guard = new Guard();
  #platform = "desktop";
  #dialog = null;
  /** What is shown: `{dialogId, panel, rows(), first, press(), back(), notTaken()}`; null before and after. */
  #view = null;
  #deciding = false;
  #finished = false;
  #guardTimer = 0;
  #painting = false;
  #again = false;
  /** Tells the shell that all is over; null until then. */
  #leave = null;
  #listening = new AbortController();

  /** @param seams `{root, call(method, path, body?), tell(message), time?}` */
  constructor({ root, call, tell, time = BROWSER_TIME }) {
    this.#root = root;
    this.#call = call;
    this.#tell = tell;
    this.#time = time;
    this.#listen();
  }

  /** Shows the dialog that the client has open; tells `closed` at once where it has none. */
  async open(platform) {
    this.#platform = platformOf(platform);
    try {
      await this.#show();
    } catch {
      // Nothing can be answered, so nothing is shown; the client ends the request by its time-out.
      this.#finish(null);
    }
  }

  /** Shows the dialog anew where language or masking have changed; the guard starts again. */
  async changed() {
    if (this.#view === null || this.#deciding) return;
    try {
      await this.#show();
    } catch {
      // The client says by itself when the dialog is over; until then the old words stand.
    }
  }

  /** The client has closed the dialog. A press under way hears from the client whether it was what closed it. */
  close() {
    if (!this.#deciding) this.#finish(null);
  }

  async #show() {
    const dialog = await this.#call("GET", "/shell/dialog");
    if (dialog === null || this.#finished) return this.#finish(null);
    if (JSON.stringify(dialog) === JSON.stringify(this.#dialog)) return undefined;
    const texts = await loadTexts(dialog.language);
    if (this.#finished) return undefined;
    const at = this.#view === null ? -1 : this.#view.rows().flat().indexOf(document.activeElement);
    document.documentElement.dataset.form = dialog.deviceForm === "tablet" ? "tablet" : "tv";
    const draw = dialog.kind === "consent" ? consentView : selectionView;
    this.#dialog = dialog;
    this.#view = draw(dialog, texts, (outcome, linkId) => this.#decide(outcome, linkId));
    this.#root.replaceChildren(this.#view.panel);
    document.title = this.#view.title;
    focusOn(this.#view.rows().flat()[at] ?? this.#view.first);
    return this.#shownAnew();
  }

  /**
   * Tells the client that the dialog has been painted, and starts the guard: at first, and again after the screen was
   * hidden or changed its size. The page's 500 ms begin when the client has answered, so they never end before the
   * client's own.
   */
  async #shownAnew() {
    this.#ignoreInput();
    this.#again = true;
    if (this.#painting) return;
    this.#painting = true;
    try {
      while (this.#again && !this.#finished) {
        this.#again = false;
        await this.#time.painted();
        await this.#call("POST", `/shell/dialog/${encodeURIComponent(this.#view.dialogId)}/painted`);
      }
    } catch {
      this.#finish(null);
    }
    this.#painting = false;
    if (!this.#finished) this.#startGuard();
  }

  #ignoreInput() {
    this.#guard.shut();
    document.documentElement.dataset.input = "ignored";
    this.#time.cancel(this.#guardTimer);
  }

  #startGuard() {
    this.#guard.start(this.#time.now());
    const look = () => {
      const wait = this.#guard.opensIn(this.#time.now());
      if (wait > 0) this.#guardTimer = this.#time.later(look, wait + 1);
      else document.documentElement.dataset.input = "taken";
    };
    look();
  }

  async #decide(outcome, linkId) {
    if (this.#deciding || this.#finished) return;
    this.#deciding = true;
    const { dialogId, panel } = this.#view;
    panel.setAttribute("aria-busy", "true");
    try {
      const body = linkId ? { outcome, linkId } : { outcome };
      await this.#call("POST", `/shell/dialog/${encodeURIComponent(dialogId)}/outcome`, body);
      this.#finish(outcome);
    } catch (e) {
      if (e instanceof Refused && e.status === 409 && !(await this.#isStillOpen(dialogId))) return this.#finish(null);
      this.#deciding = false;
      panel.removeAttribute("aria-busy");
      this.#view?.notTaken();
      await this.#shownAnew();
    }
    return undefined;
  }

  async #isStillOpen(dialogId) {
    try {
      return (await this.#call("GET", "/shell/dialog"))?.dialogId === dialogId;
    } catch {
      return true;
    }
  }

  /** Takes everything away, login names first, and hands the focus back once the key that did it is up. */
  #finish(outcome) {
    if (this.#finished) return;
    this.#finished = true;
    this.#view = null;
    this.#dialog = null;
    this.#root.replaceChildren();
    focusOn(this.#root);
    document.title = "";
    this.#ignoreInput();
    this.#leave = () => {
      this.#leave = null;
      this.#listening.abort();
      this.#tell({ type: "closed", outcome });
    };
    if (this.#guard.holds()) this.#time.later(() => this.#leave?.(), KEYUP_MILLIS);
    else this.#leave();
  }

  #listen() {
    const heard = { capture: true, signal: this.#listening.signal };
    addEventListener("keydown", (event) => this.#keyDown(event), heard);
    addEventListener("keyup", (event) => this.#keyUp(event), heard);
    addEventListener("pointerdown", () => this.#guard.pointerDown(this.#time.now()), heard);
    addEventListener("click", (event) => this.#click(event), heard);
    addEventListener("resize", () => this.#view !== null && this.#shownAnew(), heard);
    // Not while capturing: that would be the blur of every button as well, and forget the keys that are held.
    addEventListener(
      "blur",
      () => {
        this.#guard.release();
        // It may be the app that took the focus; the shell sees who has it.
        this.#tell({ type: "blurred" });
      },
      { signal: this.#listening.signal },
    );
    document.addEventListener(
      "visibilitychange",
      () => {
        this.#guard.release();
        if (this.#view !== null) this.#shownAnew();
      },
      heard,
    );
    keepFocused(() => focusOn(this.#view?.first ?? this.#root), this.#listening.signal);
    listenToPads(() => this.#platform, this.#listening.signal);
  }

  #keyDown(event) {
    const key = event.key === "Tab" ? "tab" : meaning(event, this.#platform);
    const accepted = this.#guard.keyDown(event, this.#time.now());
    if (key === null) return;
    consume(event);
    if (key === "home") {
      this.#tell({ type: "home" });
    } else if (accepted && this.#view !== null && !this.#deciding) {
      this.#press(key, event.shiftKey);
    }
  }

  #press(key, shifted) {
    if (key === "back") return this.#view.back();
    if (key === "enter") return this.#view.press(document.activeElement);
    const next = key === "tab" ? this.#tabNeighbour(shifted) : this.#arrowNeighbour(key);
    if (next !== null) focusOn(next);
    return undefined;
  }

  #arrowNeighbour(arrow) {
    return neighbour(this.#view.rows(), document.activeElement, arrow, isRightToLeft(this.#root));
  }

  /** Tab goes round, as keyboards have it in every dialog; arrows do not. */
  #tabNeighbour(backwards) {
    const controls = this.#view.rows().flat();
    const at = controls.indexOf(document.activeElement) + (backwards ? -1 : 1);
    return controls[(at + controls.length) % controls.length];
  }

  #keyUp(event) {
    this.#guard.keyUp(event);
    if (meaning(event, this.#platform) !== null) consume(event);
    if (!this.#guard.holds()) this.#leave?.();
  }

  #click(event) {
    consume(event);
    const accepted = this.#guard.click(this.#time.now());
    const control = event.target.closest?.("button");
    if (!control || !accepted || this.#view === null || this.#deciding) return;
    focusOn(control);
    this.#view.press(control);
  }
}

function consume(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}
