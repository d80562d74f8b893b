// What a key means. `event.key` is asked first; key codes only by the map of the one platform this device is, because the
// same code means different things: 4 is Back on Fire TV and an arrow elsewhere.

const NAMES = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
  Enter: "enter",
  Select: "enter",
  " ": "enter",
  GoBack: "back",
  BrowserBack: "back",
  Escape: "back",
  GoHome: "home",
  BrowserHome: "home",
  Home: "home",
};

const ARROWS = { 13: "enter", 37: "left", 38: "up", 39: "right", 40: "down" };

const CODES = {
  "fire-tv": { ...ARROWS, 4: "back", 8: "back", 27: "back" },
  webos: { ...ARROWS, 461: "back" },
  tizen: { ...ARROWS, 10009: "back" },
  rdk: { ...ARROWS, 8: "back", 27: "back" },
  hbbtv: { ...ARROWS, 461: "back" },
  // A console's browser sends its pad as keys: A, B, the cross, the left stick, the big button in the middle.
  "game-pad": {
    ...ARROWS,
    27: "back",
    195: "enter",
    196: "back",
    203: "up",
    204: "down",
    205: "left",
    206: "right",
    211: "up",
    212: "down",
    213: "right",
    214: "left",
  },
  desktop: { ...ARROWS, 27: "back" },
};

/** The platforms that have a map. */
export const PLATFORMS = Object.keys(CODES);

/** Returns the platform if it is known, else "desktop", whose keys every keyboard has. */
export function platformOf(name) {
  return PLATFORMS.includes(name) ? name : "desktop";
}

/** Returns "up", "down", "left", "right", "enter", "back" or "home", or null for a key that is not ours. */
export function meaning(event, platform) {
  if (event.ctrlKey || event.altKey || event.metaKey) return null;
  if (Object.prototype.hasOwnProperty.call(NAMES, event.key)) return NAMES[event.key];
  return CODES[platformOf(platform)][event.keyCode] ?? null;
}
