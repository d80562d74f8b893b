// A stand for the dialogs' real code (showing.js and all that it uses): one showing after the other in one document, with
// nobody behind them and a clock that the test moves. Keys that are made here are dispatched events: they pass the same
// handlers as a remote's, and nothing of ours asks whether an event is trusted. KeyMapTest presses real ones.

import { PLATFORMS } from "./keys.js";
import { Showing } from "./showing.js";

const GUARD_MILLIS = 500;
const GRANTS = ["allowed", "selected"];

export class Bench {
  now = 0;
  /** When the client knew of a frame that was painted since the last restart, or null. */
  paintedAt = null;
  outcomes = [];
  told = [];
  /** How long the client takes to answer, in milliseconds of this clock. */
  latency = 0;
  /** How many outcomes are refused before one is taken. */
  refusals = 0;
  #dialog = null;
  #showing = null;
  #frames = [];
  #timers = [];
  #restarts = 0;

  get root() {
    return document.getElementById("root");
  }

  get isOpen() {
    return document.querySelector(".panel") !== null;
  }

  get isClosed() {
    return this.#showing === null || this.told.some((message) => message.type === "closed");
  }

  /** Opens a dialog; nothing of it is painted yet. */
  async open(dialog, platform = "desktop") {
    if (!this.isClosed) throw new Error("the last dialog is still there");
    Object.assign(this, { told: [], outcomes: [], paintedAt: null, refusals: 0 });
    this.#dialog = dialog;
    this.#frames = [];
    this.#timers = [];
    this.#showing = new Showing({
      root: this.root,
      call: (method, path, body) => this.#answer(method, path, body),
      tell: (message) => this.told.push(message),
      time: {
        now: () => this.now,
        later: (run, millis) => this.#later(run, millis),
        cancel: (timer) => (this.#timers = this.#timers.filter((each) => each !== timer)),
        painted: () => new Promise((resolve) => this.#frames.push(resolve)),
      },
    });
    this.#showing.open(platform);
    await this.#until(() => this.isOpen && this.#frames.length > 0);
  }

  /** Opens a dialog and lets the guard open. */
  async openNow(dialog, platform) {
    await this.open(dialog, platform);
    await this.paint();
    await this.advance(GUARD_MILLIS);
  }

  /** The browser has painted. */
  async paint() {
    this.#frames.splice(0).forEach((painted) => painted());
    await settle();
  }

  /** What was painted so far does not count any more. */
  restart() {
    this.#restarts++;
    this.paintedAt = null;
  }

  /** Moves the clock and runs what was to run by then, in its order. */
  async advance(millis) {
    const end = this.now + millis;
    for (;;) {
      const next = this.#timers.reduce((first, each) => (each.at <= end && each.at < (first?.at ?? Infinity) ? each : first), null);
      if (next === null) break;
      this.#timers = this.#timers.filter((each) => each !== next);
      this.now = next.at;
      next.run();
      await settle();
    }
    this.now = end;
  }

  /** Ends whatever is shown. */
  async end() {
    this.#showing?.close();
    await this.advance(1000);
    await settle();
  }

  async #answer(method, path, body) {
    const restarts = this.#restarts;
    const seen = this.paintedAt !== null && this.now - this.paintedAt >= GUARD_MILLIS;
    if (this.latency > 0) await new Promise((resolve) => this.#later(resolve, this.latency));
    if (method === "GET") return this.#dialog;
    if (path.endsWith("/painted")) {
      if (restarts === this.#restarts) this.paintedAt = this.now;
      return null;
    }
    if (this.refusals-- > 0) throw new Error("not now");
    this.outcomes.push({ outcome: body.outcome, linkId: body.linkId ?? null, seen });
    this.#dialog = null;
    return null;
  }

  #later(run, millis) {
    const timer = { run, at: this.now + millis };
    this.#timers.push(timer);
    return timer;
  }

  /** Waits for something real, such as a file: half a minute is only so that a broken test ends. */
  async #until(there) {
    const end = performance.now() + 30_000;
    for (let i = 0; i < 4 && !there(); i++) {
      await this.advance(this.latency);
      await settle();
    }
    while (!there()) {
      if (performance.now() > end) throw new Error("it did not come true");
      await this.advance(this.latency);
      await new Promise((resolve) => setTimeout(resolve));
    }
  }
}

/** Everything that is about to happen happens. */
export function settle() {
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = resolve;
    channel.port2.postMessage(null);
  });
}

/** Returns numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function numbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function key(type, name, repeat = false) {
  const target = document.activeElement ?? document.body;
  target.dispatchEvent(new KeyboardEvent(type, { key: name, code: name, repeat, bubbles: true, cancelable: true }));
}

/** Says what is wrong with the focus, or null. */
function wrongFocus() {
  const focused = document.querySelectorAll(":focus");
  if (focused.length !== 1) return `${focused.length} elements have the focus`;
  const panel = document.querySelector(".panel");
  if (panel === null) return focused[0].id === "root" ? null : "the focus is on something that is gone";
  return focused[0].tagName === "BUTTON" && panel.contains(focused[0]) ? null : `${focused[0].tagName} has the focus`;
}

const KEYS = [
  ...["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"].flatMap((arrow) => [arrow, arrow, arrow, arrow]),
  "Enter", "Tab", "a", "PageDown", "F5", "Home", "Select", " ", "GoBack", "Escape",
];

/** Presses at random; answers `{presses, opened, ended, problems}`. */
export async function monkey({ dialogs, seed, presses }) {
  const bench = new Bench();
  const random = numbers(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const held = new Set();
  const result = { presses: 0, opened: 0, ended: {}, problems: [] };
  while (result.presses < presses && result.problems.length < 5) {
    if (!bench.isOpen) {
      held.forEach((name) => key("keyup", name));
      held.clear();
      await bench.end();
      const problem = wrongFocus();
      if (result.opened > 0 && problem !== null) result.problems.push(`after a dialog: ${problem}`);
      bench.latency = pick([0, 0, 30]);
      await bench.open(pick(dialogs), pick(PLATFORMS));
      result.opened++;
    }
    const name = pick(KEYS);
    await oneOf(random(), bench, name, held, pick);
    result.presses++;
    const problem = wrongFocus();
    if (problem !== null) result.problems.push(`${name}, press ${result.presses} of seed ${seed}: ${problem}`);
    if (random() < 0.4) await bench.advance(Math.floor(random() * 700));
    if (random() < 0.5) await bench.paint();
    for (const { outcome, seen } of bench.outcomes.splice(0)) {
      result.ended[outcome] = (result.ended[outcome] ?? 0) + 1;
      if (GRANTS.includes(outcome) && !seen) result.problems.push(`${outcome} before the guard opened, press ${result.presses}`);
    }
  }
  await bench.end();
  return result;
}

async function oneOf(chance, bench, name, held, pick) {
  if (chance < 0.05) {
    bench.restart();
    if (chance < 0.03) dispatchEvent(new Event("resize"));
    else document.dispatchEvent(new Event("visibilitychange"));
  }
  else if (chance < 0.07) await loseFocus();
  else if (chance < 0.12) click(pick([...document.querySelectorAll("button, .panel, .title, #root")]));
  else if (chance < 0.2 && held.size > 0) key("keydown", pick([...held]), pick([true, false]));
  else if (chance < 0.24) {
    key("keydown", name);
    held.add(name);
    if (name === "Enter" || name === "Escape" || name === "GoBack") bench.refusals = pick([0, 1]);
  } else {
    key("keydown", name, chance > 0.98);
    key("keyup", name);
    held.delete(name);
  }
  await settle();
}

/** The browser takes the focus away, as it does when it disables or removes an element; ours comes back by a timer. */
export async function loseFocus() {
  document.activeElement.blur();
  await new Promise((resolve) => setTimeout(resolve, 20));
}

function click(target) {
  target.dispatchEvent(new Event("pointerdown", { bubbles: true }));
  target.dispatchEvent(new MouseEvent("mousedown", { bubbles: true, cancelable: true }));
  target.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
}

/**
 * Opens dialogs and presses what grants from the first moment on: answers `{runs, grants, restarts, early, problems}`.
 * `early` counts the presses that had to be ignored. Beside the code runs a model: nothing is granted before 500 ms after
 * the first frame that was painted since the last restart, by a repeat or by a held key; what is said to be taken is.
 */
export async function guard({ dialogs, seed, runs }) {
  const bench = new Bench();
  const random = numbers(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const result = { runs: 0, grants: 0, restarts: 0, early: 0, problems: [] };
  while (result.runs < runs && result.problems.length < 5) {
    bench.latency = pick([0, 7, 60]);
    await bench.open(pick(dialogs));
    await guardRun(bench, random, pick, result);
    await bench.end();
    result.runs++;
  }
  return result;
}

async function guardRun(bench, random, pick, result) {
  const granting = document.querySelector(".allow") ?? document.querySelector(".choice");
  const where = () => `run ${result.runs} at ${bench.now}, painted at ${bench.paintedAt}`;
  let held = random() < 0.3;
  if (held) key("keydown", "Enter", random() < 0.5);
  const seen = () => bench.paintedAt !== null && bench.now - bench.paintedAt >= GUARD_MILLIS;
  const press = async (first, send) => {
    granting.focus();
    const may = first && seen();
    const must = first && document.documentElement.dataset.input === "taken";
    if (must && !seen()) result.problems.push(`said to be taken too early, ${where()}`);
    send();
    await settle();
    await bench.advance(bench.latency);
    const granted = bench.outcomes.some((each) => GRANTS.includes(each.outcome));
    if (granted && !may) result.problems.push(`granted, ${where()}`);
    if (!granted && must) result.problems.push(`lost, ${where()}`);
    if (granted) result.grants++;
    else result.early++;
  };
  const enter = async (repeat) => {
    const first = !repeat && !held;
    held = true;
    await press(first, () => key("keydown", "Enter", repeat));
  };
  const release = () => {
    if (held) key("keyup", "Enter");
    held = false;
  };
  for (let step = 0; step < 40 && bench.outcomes.length === 0; step++) {
    const chance = random();
    if (chance < 0.08) {
      bench.restart();
      if (random() < 0.5) dispatchEvent(new Event("resize"));
      else {
        document.dispatchEvent(new Event("visibilitychange"));
        held = false;
      }
      result.restarts++;
    } else if (chance < 0.2) await bench.paint();
    else if (chance < 0.35) await press(true, () => click(granting));
    else if (chance < 0.6) await enter(random() < 0.3);
    else if (chance < 0.75) release();
    else await bench.advance(pick([1, 20, 150, 499, 500]));
  }
  if (bench.outcomes.length > 0) return release();
  release();
  for (let i = 0; i < 3; i++) {
    await bench.paint();
    await bench.advance(GUARD_MILLIS + 1);
  }
  await enter(false);
  release();
  if (bench.outcomes.length === 0) result.problems.push(`nothing was granted in the end, ${where()}`);
  return undefined;
}
