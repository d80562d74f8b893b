// The people of this device: who can be removed from it, and who has been signed out from elsewhere.

import { avatar, h, shape } from "./dom.js";
import { ahead } from "./focus.js";
import { backButton, control, notice } from "./screens.js";
import { bounded, initial } from "./text.js";

/** The most customers of one device; the client refuses one more. */
const MOST_CUSTOMERS = 8;

/** A message that comes by itself must not be pressed away by a press that was meant for something else. */
const UNREAD_MILLIS = 700;

/** The row of the screen "Who is here?" that leads to adding and removing people. */
export function peopleButtons(state, texts, device) {
  const add = control("add", "button", () => device.go("registration"), [
    shape("add"),
    h("span", null, texts.say("people.add")),
  ]);
  const remove = control("people", "button", () => device.go("people"), texts.say("people.remove"));
  return [state.customers.length < MOST_CUSTOMERS && add, state.customers.length > 0 && remove].filter(Boolean);
}

/** Everybody who is registered here, each with the way out. */
export function peopleScreen({ state, away, texts, device }) {
  const back = backButton(texts, device);
  const buttons = state.customers.map((customer) => removeButton(customer, texts, device));
  const element = h(
    "div",
    { class: "two-parts" },
    h(
      "div",
      { class: "intro" },
      back,
      h("h1", { class: "large" }, texts.say("people.title")),
      h("p", { class: "soft" }, texts.say("people.text")),
      notice(state, away, texts),
    ),
    h(
      "div",
      { class: "content" },
      state.customers.length > 0
        ? h(
            "ul",
            { class: "links", role: "list" },
            state.customers.map((customer, i) => row(customer, buttons[i], texts)),
          )
        : h("p", { class: "soft" }, texts.say("home.notRegistered")),
    ),
  );
  return {
    name: "people",
    element,
    first: buttons[0] ?? back,
    rows: () =>
      ahead(
        back,
        buttons.map((each) => [each]),
      ),
  };
}

function row(customer, button, texts) {
  return h(
    "li",
    { class: "link" },
    avatar(initial(customer.displayName, texts.language)),
    h(
      "span",
      { class: "words" },
      h("span", { class: "row-title" }, h("bdi", null, bounded(customer.displayName, 60))),
      customer.active && h("span", { class: "row-note" }, texts.say("people.active")),
    ),
    button,
  );
}

function removeButton(customer, texts, device) {
  const name = bounded(customer.displayName, 32);
  const question = {
    title: texts.nodes("people.removeTitle", { customer: name }),
    text: texts.nodes("people.removeText", { customer: name }),
    yes: texts.say("people.removeYes"),
    then: () =>
      device.change("DELETE", `/shell/customers/${encodeURIComponent(customer.customer)}`, undefined, {
        done: "people.removed",
      }),
  };
  return control(`remove-${customer.customer}`, "button", () => device.ask(question), [
    h("span", { "aria-hidden": "true" }, texts.say("people.removeYes")),
    h("span", { class: "unseen" }, texts.say("people.removeOne", { customer: name })),
  ]);
}

/** Says who has been signed out from elsewhere: `{element, first, rows()}`. `read()` is called when it has been read. */
export function departures(names, texts, read) {
  const shownAt = performance.now();
  const ok = control(
    "ok",
    "button",
    () => performance.now() - shownAt >= UNREAD_MILLIS && read(),
    texts.say("signedOut.ok"),
  );
  const element = h(
    "section",
    {
      class: "confirm",
      role: "alertdialog",
      "aria-modal": "true",
      "aria-labelledby": "signed-out-title",
      "aria-describedby": "signed-out-text",
    },
    h("h1", { class: "title", id: "signed-out-title" }, signedOutTitle(names, texts)),
    h("p", { class: "soft", id: "signed-out-text" }, texts.say("signedOut.text")),
    h("div", { class: "confirm-buttons" }, ok),
  );
  return { element, first: ok, rows: () => [[ok]] };
}

/** Returns the headline of it, also for where there is no room for more. */
export function signedOutTitle(names, texts) {
  const list = new Intl.ListFormat(texts.language, { type: "conjunction" });
  return texts.say("signedOut.title", { customer: bounded(list.format(names.map((name) => bounded(name, 32))), 120) });
}
