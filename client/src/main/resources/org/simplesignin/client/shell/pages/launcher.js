// The app in front: its frame, and the launch ticket that tells the client which app calls. The ticket lives in this
// closure and in the app's memory; it is in no URL, no element and no storage.

import { h } from "./dom.js";
import { removeFrame } from "./focus.js";

/** What an app's page may do. No top navigation, no popups, no modal boxes: nothing of it gets out of its frame. */
const SANDBOX = "allow-scripts allow-same-origin allow-forms";

/**
 * Keeps at most one app's frame in `slot`. `language()` is the device's; `onExit` is called when the app says that its
 * Back has nowhere to go.
 */
export class Launcher {
  #slot;
  #call;
  #language;
  #onExit;
  #launch = null;
  #frame = null;

  constructor(slot, call, language, onExit) {
    this.#slot = slot;
    this.#call = call;
    this.#language = language;
    this.#onExit = onExit;
    addEventListener("message", (event) => this.#receive(event));
  }

  /** The launched app's id, or null. */
  get app() {
    return this.#launch?.app ?? null;
  }

  /**
   * Gives the app's window the focus, if the keyboard is on this device. Which of its controls has it is the app's own
   * affair: browsers forget it when the focus moves from one frame to another, so an app puts it back on its window's
   * focus event.
   */
  focus() {
    if (document.hasFocus()) this.#frame?.contentWindow.focus();
  }

  get frame() {
    return this.#frame;
  }

  /**
   * Launches an app; `title` is the frame's accessible name.
   *
   * @throws Away or Refused, and Error for an origin that must not be framed; then nothing is launched
   */
  async launch(app, title) {
    this.#remove();
    const launch = await this.#call("POST", "/shell/launches", { app });
    // An app of our own origin could reach out of its sandbox and into this page.
    if (new URL(launch.url).origin !== launch.origin || launch.origin === location.origin) {
      await this.leave();
      throw new Error("the app's address is not one of its own origin");
    }
    this.#launch = launch;
    this.#frame = h("iframe", {
      class: "app-frame",
      title,
      sandbox: SANDBOX,
      allow: "",
      referrerpolicy: "no-referrer",
    });
    this.#frame.src = launch.url;
    this.#slot.append(this.#frame);
  }

  /** Takes the frame away at once, then tells the client, which ends the ticket. */
  async leave() {
    this.#remove();
    await this.#call("DELETE", "/shell/launches/current");
  }

  #remove() {
    const frame = this.#frame;
    this.#frame = null;
    this.#launch = null;
    if (frame !== null) removeFrame(frame);
  }

  #receive(event) {
    if (this.#frame === null || event.source !== this.#frame.contentWindow) return;
    // The frame may have gone to another page since; only the launched app's own origin is answered.
    if (event.origin !== this.#launch.origin || event.data?.simpleSignIn !== 1) return;
    if (event.data.type === "hello") {
      const { ticket, origin } = this.#launch;
      const launch = { simpleSignIn: 1, type: "launch", endpoint: location.origin, ticket, language: this.#language() };
      event.source.postMessage(launch, origin);
    } else if (event.data.type === "exit") {
      this.#onExit();
    }
  }
}
