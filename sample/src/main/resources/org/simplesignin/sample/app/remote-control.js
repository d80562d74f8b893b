/**
 * Arrow keys move the focus to the nearest neighbour, Enter presses, Back goes back. There is no wrap-around: an arrow at
 * the edge does nothing.
 */
const BACK_KEYS = new Set(["Escape", "GoBack", "BrowserBack", "XF86Back"]);
const BACK_CODES = new Set([461, 10009]); // webOS and HbbTV, Tizen
const ARROWS = {
  ArrowLeft: { along: "x", sign: -1 },
  ArrowRight: { along: "x", sign: 1 },
  ArrowUp: { along: "y", sign: -1 },
  ArrowDown: { along: "y", sign: 1 },
};

/** What had the focus last. */
let last = null;

/** Handles the keys of this document; `back` is called for Back. */
export function listen(back) {
  addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLInputElement;
    if (BACK_KEYS.has(event.key) || BACK_CODES.has(event.keyCode) || (event.key === "Backspace" && !typing)) {
      event.preventDefault();
      if (!event.repeat) back();
      return;
    }
    const arrow = ARROWS[event.key];
    if (!arrow || event.altKey || event.ctrlKey || event.metaKey) return;
    if (typing && arrow.along === "x" && !caretIsAtEdge(event.target, arrow.sign)) return;
    event.preventDefault();
    const next = neighbour(document.activeElement, arrow);
    if (next) focus(next);
  });
  // While a dialog is above the app nothing in it has the focus; afterwards what had it gets it back.
  addEventListener("focus", () => {
    if (document.activeElement !== document.body) return;
    const all = candidates();
    (all.includes(last) ? last : all[0])?.focus();
  });
  addEventListener("focusin", (event) => (last = event.target));
}

/** Everything that can have the focus and is on the screen. */
function candidates() {
  return [...document.querySelectorAll("button:enabled, input:enabled")].filter((e) => e.checkVisibility());
}

/** Gives an element the focus and brings it into view. */
export function focus(element) {
  last = element;
  element.focus({ preventScroll: true });
  // A row that is entered moves up whole, so that it never stands cut off at the edge.
  element.scrollIntoView({ block: element.closest(".rows") ? "start" : "nearest", inline: "nearest", behavior: reduced() ? "instant" : "smooth" });
}

function reduced() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function caretIsAtEdge(input, sign) {
  if (input.selectionStart !== input.selectionEnd) return false;
  return sign < 0 ? input.selectionStart === 0 : input.selectionEnd === input.value.length;
}

function neighbour(from, { along, sign }) {
  const all = candidates();
  if (!all.includes(from)) return all[0];
  const start = box(from);
  let best = null;
  let least = Infinity;
  for (const element of all) {
    const end = box(element);
    // Only what lies wholly on that side counts; a step sideways costs more than one straight on.
    const ahead = sign * (end[along] - start[along]);
    const gap = sign > 0 ? end[along + "Low"] - start[along + "High"] : start[along + "Low"] - end[along + "High"];
    if (element === from || ahead <= 0 || gap < -2) continue;
    const across = along === "x" ? "y" : "x";
    const overlap = Math.min(end[across + "High"], start[across + "High"]) - Math.max(end[across + "Low"], start[across + "Low"]);
    const aside = overlap > 0 ? 0 : -overlap;
    if (along === "x" && aside > 0) continue;
    const cost = Math.max(gap, 0) + aside * 2 + Math.abs(end[across] - start[across]) * 0.2;
    if (cost < least) {
      least = cost;
      best = element;
    }
  }
  return best;
}

function box(element) {
  const r = element.getBoundingClientRect();
  return { x: (r.left + r.right) / 2, y: (r.top + r.bottom) / 2, xLow: r.left, xHigh: r.right, yLow: r.top, yHigh: r.bottom };
}
