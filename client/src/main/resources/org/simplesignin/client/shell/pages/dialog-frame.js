// The frame of the dialog, above everything else of the shell; see dialog.js for what the two say to each other.

import { h } from "./dom.js";
import { removeFrame } from "./focus.js";

/** How long a dialog may take to load, and to close once it is told to, in milliseconds; then its frame goes anyway. */
const LOAD_MILLIS = 10_000;
const CLOSE_MILLIS = 1500;

/** How long the app may have the processor for itself after a dialog before the next frame is made, in milliseconds. */
const REST_MILLIS = 1000;

/**
 * Shows one dialog at a time. `onOpen()` runs before the frame is seen, `onCover()` when it has the focus,
 * `onClosed(outcome | null)` after it is gone. Every dialog has a document of its own, which is made ahead: to load it is
 * most of what a weak device would let people wait for.
 */
export class DialogFrame {
  #settings;
  #frame = null;
  /** Whether the document in the frame has loaded. */
  #ready = false;
  /** The dialog that is open; null while the frame waits for one. */
  #dialogId = null;
  #next = null;
  #timer = 0;

  /** @param settings `{parent, session, platform(), language(), title(), onOpen(), onCover(), onClosed(outcome), onHome()}` */
  constructor(settings) {
    this.#settings = settings;
    addEventListener("message", (event) => this.#receive(event));
  }

  get isOpen() {
    return this.#dialogId !== null;
  }

  /** Makes the frame of the next dialog, unless there is one. */
  prepare() {
    if (this.#frame !== null) return;
    this.#ready = false;
    this.#frame = h("iframe", { class: "waiting-frame", src: "/dialog", allow: "" });
    this.#settings.parent.append(this.#frame);
    this.#removeAfter(LOAD_MILLIS);
  }

  open(dialogId) {
    if (this.#dialogId === dialogId) return;
    if (this.isOpen) {
      // The last one still waits for a key to come up.
      this.#next = dialogId;
      return;
    }
    this.#dialogId = dialogId;
    this.#settings.onOpen();
    this.prepare();
    this.#frame.title = this.#settings.title();
    this.#frame.className = "dialog-frame";
    if (this.#ready) this.#begin();
    else this.#removeAfter(LOAD_MILLIS);
    this.focus();
    this.#settings.onCover();
  }

  /** Language or masking may have changed: the dialog looks for itself. */
  changed() {
    if (this.isOpen) this.#tell({ type: "changed" });
  }

  close(dialogId) {
    if (this.#next === dialogId) this.#next = null;
    if (this.#dialogId !== dialogId) return;
    this.#tell({ type: "close" });
    this.#removeAfter(CLOSE_MILLIS);
  }

  /** Gives the dialog's window the focus, if the keyboard is on this device. */
  focus() {
    if (this.isOpen && document.hasFocus()) this.#frame.contentWindow.focus();
  }

  #receive(event) {
    if (this.#frame === null || event.source !== this.#frame.contentWindow) return;
    if (event.origin !== location.origin || event.data?.simpleSignInShell !== 1) return;
    switch (event.data.type) {
      case "ready":
        clearTimeout(this.#timer);
        this.#ready = true;
        if (this.isOpen) this.#begin();
        this.focus();
        break;
      case "blurred":
        // An app can call focus() although its frame is inert. Another window or frame outside may have the focus.
        if (document.activeElement !== this.#frame) this.focus();
        break;
      case "home":
        this.#settings.onHome();
        break;
      case "closed":
        this.#remove(event.data.outcome ?? null);
        break;
    }
  }

  #begin() {
    this.#tell({
      type: "open",
      session: this.#settings.session,
      platform: this.#settings.platform(),
      language: this.#settings.language(),
    });
  }

  #tell(message) {
    this.#frame.contentWindow.postMessage({ simpleSignInShell: 1, ...message }, location.origin);
  }

  #removeAfter(millis) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#remove(null), millis);
  }

  #remove(outcome) {
    clearTimeout(this.#timer);
    const frame = this.#frame;
    const wasOpen = this.isOpen;
    this.#frame = null;
    this.#dialogId = null;
    if (!wasOpen) {
      // It did not load; it is made again when there is a dialog to show.
      frame.remove();
      return;
    }
    removeFrame(frame);
    this.#settings.onClosed(outcome);
    if (this.#next !== null) {
      const next = this.#next;
      this.#next = null;
      this.open(next);
    } else {
      setTimeout(() => this.prepare(), REST_MILLIS);
    }
  }
}
