// Game pads that the browser shows by its Gamepad API, as keys of this document: so a pad passes the same guard and the
// same handlers as a remote. Only on platforms that do not send the pad as keys by themselves, or every press would
// count twice.

const PLATFORMS = ["desktop", "game-pad"];

/** Buttons of the standard layout (W3C Gamepad). */
const BUTTONS = {
  0: "Enter",
  1: "GoBack",
  12: "ArrowUp",
  13: "ArrowDown",
  14: "ArrowLeft",
  15: "ArrowRight",
  16: "GoHome",
};

/** How far the left stick must lean to be an arrow, and how far back until it is none. */
const LEANS = 0.6;
const RESTS = 0.3;

/** A held arrow repeats, in milliseconds. */
const FIRST_REPEAT = 400;
const NEXT_REPEAT = 120;

/** The keys of a console's browser that are its pad: where they come, the API must not be asked as well. */
const FIRST_PAD_CODE = 195;
const LAST_PAD_CODE = 214;

/** Turns pads into key events on whatever has the focus in this document, until `signal` aborts. */
export function listenToPads(platform, signal) {
  if (typeof navigator.getGamepads !== "function") return;
  const held = new Map();
  let sentAsKeys = false;
  let looking = false;
  const look = () => {
    looking = !signal?.aborted && !sentAsKeys && PLATFORMS.includes(platform()) && read(held);
    if (looking) requestAnimationFrame(look);
  };
  const start = () => {
    if (looking) return;
    looking = true;
    requestAnimationFrame(look);
  };
  addEventListener("gamepadconnected", start, { signal });
  addEventListener("focus", start, { signal });
  addEventListener(
    "keydown",
    (event) => {
      if (event.keyCode >= FIRST_PAD_CODE && event.keyCode <= LAST_PAD_CODE) sentAsKeys = true;
    },
    { capture: true, signal },
  );
  start();
}

/** Sends what has changed since the last frame; returns whether there is a pad at all. */
function read(held) {
  const pads = Array.from(navigator.getGamepads()).filter((pad) => pad !== null && pad.mapping === "standard");
  const down = new Set(pads.flatMap((pad) => pressed(pad, held)));
  const here = document.hasFocus() && document.activeElement?.tagName !== "IFRAME";
  const now = performance.now();
  for (const key of [...held.keys()].filter((each) => !down.has(each))) {
    held.delete(key);
    send("keyup", key, false);
  }
  for (const key of here ? down : []) {
    const repeatAt = held.get(key);
    if (repeatAt === undefined) held.set(key, now + FIRST_REPEAT);
    else if (now >= repeatAt && key.startsWith("Arrow")) held.set(key, now + NEXT_REPEAT);
    else continue;
    send("keydown", key, repeatAt !== undefined);
  }
  return pads.length > 0;
}

function pressed(pad, held) {
  const keys = Object.keys(BUTTONS)
    .filter((button) => pad.buttons[button]?.pressed)
    .map((button) => BUTTONS[button]);
  const [x = 0, y = 0] = pad.axes;
  const leans = (amount, key) => amount > (held.has(key) ? RESTS : LEANS);
  const stick = { ArrowLeft: -x, ArrowRight: x, ArrowUp: -y, ArrowDown: y };
  return keys.concat(Object.keys(stick).filter((key) => leans(stick[key], key)));
}

function send(type, key, repeat) {
  const target = document.activeElement ?? document.body;
  target.dispatchEvent(new KeyboardEvent(type, { key, code: `Pad${key}`, repeat, bubbles: true, cancelable: true }));
}
