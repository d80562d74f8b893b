// Home, and who is here. A screen is `{name, element, first, rows()}`: what to show, where the focus starts, and which
// controls stand in which row.

import { appIcon, avatar, h, shape } from "./dom.js";
import { wrapped } from "./focus.js";
import { peopleButtons } from "./people.js";
import { bounded, initial } from "./text.js";

const PROFILES = ["adult", "child", "guest"];

/** Home: the device's apps, who is here, and the way to the settings. */
export function homeScreen({ state, away, texts, device }) {
  const customer = state.customers.find((each) => each.active) ?? null;
  const who = customer ? customerButton(customer, state, texts, device) : nobodyButton(state, texts, device);
  const settings = control("settings", "chip", () => device.go("settings"), [
    shape("settings"),
    h("span", null, texts.say("home.settings")),
  ]);
  const tiles = state.apps.map((app) => tile(app, texts, device));
  const running = state.apps.find((app) => app.app === state.inFront && app.kind === "native");
  const element = h(
    "div",
    { class: "home" },
    h(
      "header",
      { class: "bar" },
      h(
        "p",
        { class: "device" },
        h("img", { class: "mark", src: "/shell/pages/mark.svg", alt: "" }),
        h("bdi", null, bounded(state.deviceName, 40)),
      ),
      h("div", { class: "chips" }, who, settings),
    ),
    h(
      "div",
      { class: "welcome" },
      h(
        "h1",
        { class: "large" },
        customer
          ? texts.nodes("home.welcome", { customer: bounded(customer.displayName, 24) })
          : texts.nodes("home.noCustomer"),
      ),
      h("p", { class: "soft" }, texts.nodes(statusKey(state, customer))),
      notice(state, away, texts),
    ),
    running &&
      h(
        "p",
        { class: "running" },
        h("span", { class: "dot" }),
        h("span", null, texts.nodes("home.running", { app: bounded(running.name, 40) })),
      ),
    h(
      "section",
      { class: "apps", "aria-labelledby": "apps" },
      h("h2", { class: "heading", id: "apps" }, texts.say("home.apps")),
      tiles.length > 0
        ? h(
            "ul",
            { class: "tiles", role: "list" },
            tiles.map((each) => h("li", null, each)),
          )
        : h("p", { class: "soft" }, texts.say("home.noApps")),
    ),
  );
  return {
    name: "home",
    element,
    first: customer === null ? who : (tiles[0] ?? settings),
    rows: () => [[who, settings], ...wrapped(tiles)],
  };
}

function statusKey(state, customer) {
  if (customer === null) return state.customers.length > 0 ? "home.nobody" : "home.notRegistered";
  if (state.profile === "child" || state.profile === "guest") return `home.${state.profile}`;
  const { switches } = state;
  return switches && !(switches.account && switches.device) ? "home.off" : "home.on";
}

/** Says what is wrong, if something is. */
export function notice(state, away, texts) {
  if (away) return h("p", { class: "notice", role: "status" }, texts.say("problem.away"));
  if (!state.serverReachable) return h("p", { class: "notice", role: "status" }, texts.say("home.serverAway"));
  return null;
}

function customerButton(customer, state, texts, device) {
  const name = bounded(customer.displayName, 20);
  return control("who", "chip", () => device.go("who"), [
    avatar(initial(customer.displayName, texts.language)),
    h("span", null, texts.nodes("home.switch", { customer: name, profile: state.profile })),
    h("span", { class: "unseen" }, texts.say("home.switchHint")),
  ]);
}

/** Nobody is active: the way to whoever is here, or to the registration of the first. */
function nobodyButton(state, texts, device) {
  return state.customers.length > 0
    ? control("who", "chip", () => device.go("who"), texts.say("who.title"))
    : control("register", "chip", () => device.go("registration"), texts.say("registration.title"));
}

function tile(app, texts, device) {
  const press = () =>
    app.launchable ? device.launch(app) : device.say("home.elsewhere", { app: bounded(app.name, 32) });
  return control(`app-${app.app}`, "tile", press, [
    h("span", { class: `poster hue-${hue(app.app)}` }, appIcon(app.icon, initial(app.name, texts.language))),
    h("span", { class: "tile-name" }, h("bdi", null, bounded(app.name, 60))),
    h(
      "span",
      { class: "tile-note" },
      app.launchable ? h("bdi", null, bounded(app.publisher, 60)) : texts.say("home.native"),
    ),
  ]);
}

/** A tint for an app's tile, the same on every device. */
function hue(app) {
  return Array.from(app).reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 6;
}

/** Who is here: the customers of this device, and the profile. */
export function whoScreen({ state, texts, device }) {
  const back = backButton(texts, device);
  const customers = state.customers.map((each) =>
    control(
      `customer-${each.customer}`,
      "person",
      () => device.change("POST", "/shell/customer", { customer: each.customer }, { then: "home" }),
      [
        avatar(initial(each.displayName, texts.language)),
        h("span", { class: "person-name" }, h("bdi", null, bounded(each.displayName, 40))),
        each.active && shape("tick"),
      ],
      { "aria-pressed": String(each.active) },
    ),
  );
  const profiles = PROFILES.map((profile) =>
    control(
      `profile-${profile}`,
      "button",
      () => device.change("POST", "/shell/profile", { profile }, { then: "home" }),
      [state.profile === profile && shape("tick"), h("span", null, texts.say(`profile.${profile}`))],
      { "aria-pressed": String(state.profile === profile) },
    ),
  );
  const people = peopleButtons(state, texts, device);
  const element = h(
    "div",
    { class: "who" },
    back,
    h("h1", { class: "large" }, texts.say("who.title")),
    h("div", { class: "people", role: "group", "aria-label": texts.say("who.customers") }, customers),
    h("div", { class: "people-row" }, people),
    h(
      "div",
      { class: "profiles" },
      h("h2", { class: "heading", id: "profiles" }, texts.say("who.profiles")),
      h("div", { class: "profile-row", role: "group", "aria-labelledby": "profiles" }, profiles),
      h("p", { class: "soft" }, texts.say("who.text")),
    ),
  );
  return {
    name: "who",
    element,
    first: customers[state.customers.findIndex((each) => each.active)] ?? customers[0] ?? profiles[0],
    rows: () => [[back], ...wrapped(customers), ...wrapped(people), ...wrapped(profiles)],
  };
}

/** One sentence and nothing to press. */
export function messageScreen(key, texts) {
  const element = h(
    "div",
    { class: "message", role: "status" },
    h("img", { class: "mark", src: "/shell/pages/mark.svg", alt: "" }),
    h("h1", null, texts.say(key)),
  );
  return { name: "message", element, first: null, rows: () => [] };
}

/** Returns the way back, for those who have no Back key. */
export function backButton(texts, device) {
  return control("back", "chip back", () => device.back(), [shape("previous"), h("span", null, texts.say("back"))]);
}

/** Returns a button; `key` finds it again after the screen is drawn anew. */
export function control(key, look, press, children, more = {}) {
  return h("button", { type: "button", class: `control ${look}`, "data-key": key, onclick: press, ...more }, children);
}
