// Device registration: the code and how to use it, and what came of it (RFC 8628). How long a code is still good is told
// by the client in seconds and counted here with monotonic time: the clock of a TV may be wrong.

import { avatar, h, shape } from "./dom.js";
import { wrapped } from "./focus.js";
import { control } from "./screens.js";
import { bounded, initial } from "./text.js";

const SVG = "http://www.w3.org/2000/svg";

/** What the client says of the registration, from the moment a screen wants one until it is left. */
export class Registration {
  #call;
  #open = false;
  #asked = 0;
  #beginning = null;

  /** What was told last: `{state, userCode?, shortUri?, qr?, until?, customer?}`, or null before the first answer. */
  told = null;

  constructor(call) {
    this.#call = call;
  }

  /** Whether a screen of it is shown. */
  get isOpen() {
    return this.#open;
  }

  /** Begins a registration or joins the one that is under way; answers the code of the refusal, or null. */
  async begin() {
    this.#open = true;
    if (this.told?.state !== "waiting") this.told = null;
    this.#beginning = this.#ask("POST");
    const refused = await this.#beginning;
    this.#beginning = null;
    return refused;
  }

  /** Asks what has become of it. */
  async refresh() {
    // An answer from before the beginning would say that there is none.
    if (this.#beginning !== null) await this.#beginning;
    else if (this.#open) await this.#ask("GET");
  }

  /** Ends it; a code that somebody still types leads nowhere. */
  async leave() {
    this.#open = false;
    this.told = null;
    this.#asked++;
    await this.#call("DELETE", "/shell/registration");
  }

  async #ask(method) {
    const asked = ++this.#asked;
    try {
      const told = await this.#call(method, "/shell/registration");
      if (asked !== this.#asked) return null;
      this.told = { ...told, until: performance.now() + (told.expiresInSeconds ?? 0) * 1000 };
      return null;
    } catch (e) {
      if (asked === this.#asked && this.told === null) this.told = { state: "server_away" };
      return e.code ?? "away";
    }
  }
}

/** The screen: three steps and the code while it waits, else what came of it. */
export function registrationScreen({ state, registration, texts, device }) {
  const told = registration.told;
  if (told?.state === "waiting") return waitingScreen(told, state, texts, device);
  const [title, text, again] = outcome(told?.state ?? "starting", state, texts);
  const customer =
    told?.state === "registered" ? state.customers.find((each) => each.customer === told.customer) : null;
  const buttons =
    again === null
      ? [leaveButton("button", state, texts, device)]
      : [
          control("again", "button", () => device.register(), texts.say(again)),
          leaveButton("button", state, texts, device),
        ];
  if (told?.state === "registered")
    buttons.splice(
      0,
      2,
      control("done", "button", () => device.home(), texts.say("registration.done")),
    );
  const element = h(
    "div",
    { class: "outcome" },
    customer
      ? avatar(initial(customer.displayName, texts.language))
      : h("img", { class: "mark", src: "/shell/pages/mark.svg", alt: "" }),
    h(
      "div",
      { class: "outcome-words", role: "status" },
      h(
        "h1",
        { class: "large" },
        customer ? texts.nodes("home.welcome", { customer: bounded(customer.displayName, 40) }) : texts.say(title),
      ),
      h("p", { class: "soft" }, texts.nodes(text, { device: bounded(state.deviceName, 40) })),
    ),
    h("div", { class: "outcome-buttons" }, buttons),
  );
  return {
    name: `registration-${told?.state ?? "starting"}`,
    element,
    first: buttons[0],
    rows: () => wrapped(buttons),
  };
}

function outcome(at) {
  switch (at) {
    case "registered":
      return ["registration.worked", "registration.workedText", null];
    case "refused":
      return ["registration.refused", "registration.refusedText", "registration.again"];
    case "expired":
    case "none":
      return ["registration.expired", "registration.expiredText", "registration.freshCode"];
    case "server_away":
      return ["registration.away", "registration.awayText", "registration.again"];
    default:
      return ["registration.starting", "registration.startingText", null];
  }
}

function waitingScreen(told, state, texts, device) {
  const leave = leaveButton("chip back", state, texts, device);
  const element = h(
    "div",
    { class: "registration" },
    h(
      "header",
      { class: "bar" },
      leave,
      h(
        "p",
        { class: "device" },
        h("img", { class: "mark", src: "/shell/pages/mark.svg", alt: "" }),
        h("bdi", null, bounded(state.deviceName, 40)),
      ),
    ),
    h(
      "div",
      { class: "registration-parts" },
      h(
        "div",
        { class: "registration-words" },
        h("h1", { class: "large" }, texts.say(state.customers.length > 0 ? "people.add" : "registration.title")),
        h(
          "ol",
          { class: "steps", role: "list" },
          step(1, texts.say("registration.open"), h("p", { class: "address", dir: "ltr" }, breakable(told.shortUri))),
          step(2, texts.say("registration.type"), code(told.userCode), countdown(told, texts)),
          step(3, texts.say("registration.choose")),
        ),
      ),
      h(
        "figure",
        { class: "qr" },
        qrCode(told.qr, texts.say("registration.qr")),
        h("figcaption", null, texts.say("registration.scan")),
      ),
    ),
  );
  return { name: "registration", element, first: leave, rows: () => [[leave]] };
}

function leaveButton(look, state, texts, device) {
  const first = state.customers.length === 0;
  return control("leave", look, () => device.back(), [
    look.startsWith("chip") && shape("previous"),
    h("span", null, texts.say(first ? "consent.notNow" : "back")),
  ]);
}

function step(number, text, ...more) {
  return h(
    "li",
    { class: "step" },
    h("span", { class: "step-number", "aria-hidden": "true" }, String(number)),
    h("div", { class: "step-words" }, h("p", null, text), ...more),
  );
}

/** Lets a long address break after its dots and slashes. */
function breakable(address) {
  return address.split(/(?<=[./])/).flatMap((part) => [part, h("wbr")]);
}

/** The code in its groups for the eye, letter by letter for the ear. */
function code(userCode) {
  const groups = userCode.split("-");
  return h(
    "p",
    { class: "code", dir: "ltr" },
    groups.map((group) => h("span", { class: "code-group", "aria-hidden": "true" }, group)),
    h("span", { class: "unseen" }, groups.map((group) => Array.from(group).join(" ")).join(", ")),
  );
}

function qrCode(qr, label) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${Number(qr.modules)} ${Number(qr.modules)}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  svg.setAttribute("shape-rendering", "crispEdges");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", qr.path);
  svg.append(path);
  return svg;
}

/** How long the code is still good: every second for the eye, every minute and at last for the ear. */
function countdown(told, texts) {
  const seen = h("p", { class: "countdown", role: "timer", "aria-live": "off" });
  const heard = h("p", { class: "unseen", role: "status" });
  const element = h("div", { class: "countdown-row" }, seen, heard);
  let minute = null;
  const tick = () => {
    const seconds = Math.max(0, Math.ceil((told.until - performance.now()) / 1000));
    seen.textContent =
      seconds > 0
        ? texts.say("registration.left", { time: clock(seconds, texts.language) })
        : texts.say("registration.soon");
    const now = Math.ceil(seconds / 60);
    if (now !== minute) {
      // Said once when it is shown, then by the minute: a voice that counts seconds cannot be listened to.
      heard.textContent = seen.textContent;
      minute = now;
    }
    return seconds > 0;
  };
  tick();
  const timer = setInterval(() => {
    if (!element.isConnected || !tick()) clearInterval(timer);
  }, 1000);
  return element;
}

/** Returns minutes and seconds as the language writes digits: 9:05. */
export function clock(seconds, language) {
  const digits = (value, least) =>
    new Intl.NumberFormat(language, { minimumIntegerDigits: least, useGrouping: false }).format(value);
  return `${digits(Math.floor(seconds / 60), 1)}:${digits(seconds % 60, 2)}`;
}
