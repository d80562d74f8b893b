// The frame of the dialog, above everything else of the shell; see dialog.js for what the two say to each other.

import { h } from "./dom.js";
import { removeFrame } from "./focus.js";

/** How long a dialog may take to load, and to close once it is told to, in milliseconds; then its frame goes anyway. */
const LOAD_MILLIS = 10_000;
const CLOSE_MILLIS = 1500;

/**
 * Shows one dialog at a time. `onOpen()` runs before the frame is there, `onCover()` when it has the focus,
 * `onClosed(outcome | null)` after it is gone.
 */
export class DialogFrame {
  #settings;
  #frame = null;
  #dialogId = null;
  #next = null;
  #timer = 0;

  /** @param settings `{parent, session, platform(), language(), title(), onOpen(), onCover(), onClosed(outcome), onHome()}` */
  constructor(settings) {
    this.#settings = settings;
    addEventListener("message", (event) => this.#receive(event));
  }

  get isOpen() {
    return this.#frame !== null;
  }

  open(dialogId) {
    if (this.#dialogId === dialogId) return;
    if (this.#frame !== null) {
      // The last one still waits for a key to come up.
      this.#next = dialogId;
      return;
    }
    this.#dialogId = dialogId;
    this.#settings.onOpen();
    this.#frame = h("iframe", { class: "dialog-frame", title: this.#settings.title(), src: "/dialog", allow: "" });
    this.#settings.parent.append(this.#frame);
    this.focus();
    this.#settings.onCover();
    this.#removeAfter(LOAD_MILLIS);
  }

  /** Language or masking may have changed: the dialog looks for itself. */
  changed() {
    if (this.#frame !== null) this.#tell({ type: "changed" });
  }

  close(dialogId) {
    if (this.#next === dialogId) this.#next = null;
    if (this.#frame === null || this.#dialogId !== dialogId) return;
    this.#tell({ type: "close" });
    this.#removeAfter(CLOSE_MILLIS);
  }

  /** Gives the dialog's window the focus, if the keyboard is on this device. */
  focus() {
    if (document.hasFocus()) this.#frame?.contentWindow.focus();
  }

  #receive(event) {
    if (this.#frame === null || event.source !== this.#frame.contentWindow) return;
    if (event.origin !== location.origin || event.data?.simpleSignInShell !== 1) return;
    switch (event.data.type) {
      case "ready":
        clearTimeout(this.#timer);
        this.#tell({
          type: "open",
          session: this.#settings.session,
          platform: this.#settings.platform(),
          language: this.#settings.language(),
        });
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
    this.#frame = null;
    this.#dialogId = null;
    removeFrame(frame);
    this.#settings.onClosed(outcome);
    if (this.#next !== null) {
      const next = this.#next;
      this.#next = null;
      this.open(next);
    }
  }
}
