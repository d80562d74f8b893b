// Walks over the shell's screens and the dialogs: every control, four arrows. Keys are dispatched events, see bench.js.

import { key, loseFocus, numbers, settle } from "./bench.js";

const ARROWS = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"];

/** What takes the arrows now: a dialog, a question above the screen, or the screen. */
function scope() {
  return document.querySelector(".panel") ?? document.querySelector("#overlay > *") ?? document.querySelector("#screen > *");
}

/**
 * Presses each arrow on each control: answers `{controls, first, steps}`; a step is `{from, arrow, to, problem}`, with the
 * controls by number and -1 for anything else.
 */
export function walk() {
  const controls = [...scope().querySelectorAll("button")];
  const first = controls.indexOf(document.activeElement);
  const steps = [];
  for (const from of controls) {
    for (const arrow of ARROWS) {
      from.focus();
      key("keydown", arrow);
      key("keyup", arrow);
      const to = document.activeElement;
      steps.push({ from: controls.indexOf(from), arrow, to: controls.indexOf(to), problem: problem(from, arrow, to) });
    }
  }
  controls[first]?.focus();
  return { controls: controls.map((each) => each.dataset.key ?? each.textContent), first, steps };
}

function problem(from, arrow, to) {
  if (document.querySelectorAll(":focus").length !== 1) return "not one focus";
  if (to.tagName !== "BUTTON" || !scope().contains(to)) return "the focus has left";
  if (!isSeen(to)) return "what has the focus is not in view";
  return from === to || liesThere(from, arrow, to) ? "" : "it does not lie in that direction";
}

function isSeen(control) {
  const box = control.getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  return x > 0 && y > 0 && x < innerWidth && y < innerHeight && control.contains(document.elementFromPoint(x, y));
}

function liesThere(from, arrow, to) {
  const [a, b] = [from, to].map((each) => each.getBoundingClientRect());
  // What has the focus is larger by a twentieth.
  const [x, y] = [0.05 * Math.max(a.width, b.width), 0.05 * Math.max(a.height, b.height)];
  // In another column it may be level in part, if it lies further on.
  const beside = b.left >= a.right || b.right <= a.left;
  switch (arrow) {
    case "ArrowLeft":
      return b.right <= a.left + x;
    case "ArrowRight":
      return b.left >= a.right - x;
    case "ArrowUp":
      return b.bottom <= a.top + y || (beside && b.top < a.top);
    default:
      return b.top >= a.bottom - y || (beside && b.bottom > a.bottom);
  }
}

const KEYS = [...ARROWS, ...ARROWS, ...ARROWS, "Enter", "Enter", "Enter", "Escape", "Tab", "a"];

/** Where the focus is inside a frame, the frame is the active element, and browsers do not say :focus of it. */
function isFocused(focused) {
  return focused.length === 1 || (focused.length === 0 && document.activeElement?.tagName === "IFRAME");
}

/** What may take the focus from everything: for whoever looks for the reason. */
function standing() {
  const parts = ["screen", "stage", "overlay"].map((id) => document.getElementById(id));
  return [
    document.activeElement?.tagName,
    document.hasFocus(),
    ...parts.map((part) => `${part.id}${part.hidden ? " hidden" : ""}${part.inert ? " inert" : ""} ${part.childElementCount}`),
    ...[...document.querySelectorAll("iframe")].map((frame) => frame.className),
  ].join(" · ");
}

/** Presses at random on the shell's screens: answers `{presses, screens, problems}`. */
export async function monkey({ seed, presses }) {
  const random = numbers(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const screens = new Set();
  const problems = [];
  const trail = [];
  for (let i = 0; i < presses && problems.length < 5; i++) {
    const inFrame = document.activeElement?.tagName === "IFRAME";
    let name = inFrame || random() < 0.02 ? "Home" : pick(KEYS);
    // Two digits of three are as far as it may go: the third would end the page.
    if (name === "Enter" && document.activeElement?.classList.contains("digit") && document.querySelectorAll(".is-pressed").length > 1) name = "Escape";
    const chance = random();
    if (chance < 0.02) {
      name = inFrame ? "blur of the frame" : "blur";
      await loseFocus();
    } else if (inFrame) dispatchEvent(new KeyboardEvent("keydown", { key: name, cancelable: true }));
    else key("keydown", name, chance < 0.1);
    if (!inFrame && !name.startsWith("blur")) key("keyup", name);
    // Some presses find what the last one asked the client for, most do not.
    const patient = name === "Enter" && random() < 0.5;
    await (patient ? new Promise((resolve) => setTimeout(resolve, 15)) : settle());
    // While an app's page loads, the browser takes the focus from its frame without an event; the shell gives it back.
    for (let frames = 0; frames < 60 && document.querySelector(".app-frame") && document.activeElement === document.body; frames++) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    const focused = document.querySelectorAll(":focus");
    const where = document.querySelector("#overlay > *") ? "overlay" : document.getElementById("screen").className.replace("screen-", "");
    screens.add(where);
    trail.push(`${name} on ${where}`);
    if (!isFocused(focused)) problems.push(`${focused.length} have the focus, press ${i} of seed ${seed}, after ${trail.slice(-8).join(", ")}; ${standing()}`);
    else if (focused.length === 1 && where === "overlay" && !document.getElementById("overlay").contains(focused[0])) {
      problems.push(`the focus is below the question after ${name}, press ${i} of seed ${seed}`);
    }
  }
  return { presses, screens: [...screens], problems };
}
