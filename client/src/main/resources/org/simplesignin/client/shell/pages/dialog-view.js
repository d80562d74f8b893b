// What the two dialogs show. One renderer for TV and tablet: the style sheet places the same elements.
//
// Name, icon and publisher come from the registry. A login name is the app's word: it is text in a <bdi>, and stands
// nowhere else, in no attribute and no title.

import { appIcon, avatar, h } from "./dom.js";
import { maskNames } from "./mask.js";
import { bounded, initial } from "./text.js";

/** Graphemes shown: of a name within a sentence, of a name on lines of its own, and of a login name. */
const IN_SENTENCE = 32;
const ON_ITS_OWN = 60;
const LOGIN_NAME = 64;

/** Login names longer than this are set smaller, so that 64 graphemes keep to two lines. */
const LONG = 30;

/** The customer's name stands in the narrow column: from here on it is set smaller, so that 32 graphemes keep to two lines. */
const LONG_CUSTOMER = 20;

/**
 * Returns the consent dialog. `decide(outcome, linkId?)` is called with what was chosen. A view is `{dialogId, panel,
 * title, first, rows(), press(control), back(), notTaken()}`.
 */
export function consentView(dialog, texts, decide) {
  const names = namesOf(dialog);
  const [masked] = dialog.hideAccountNames ? maskNames([bounded(dialog.loginName, LOGIN_NAME)]) : [null];
  const allow = button("allow", texts.say("consent.allow"));
  const notNow = button("not-now", texts.say("consent.notNow"));
  const buttons = h("div", { class: "buttons" }, allow, notNow);
  const view = frame(dialog, texts, names, "consent", [
    h(
      "div",
      { class: "account", id: "account" },
      h("p", { class: "label" }, texts.nodes("consent.account", { app: names.app })),
      h("p", { class: "account-name" }, loginName(dialog.loginName, masked, texts)),
    ),
    h("p", { class: "text", id: "text" }, texts.nodes("consent.text", { app: names.app, customer: names.customer })),
    buttons,
  ]);
  view.panel.setAttribute("aria-describedby", "app account text");
  const outcomes = new Map([
    [allow, "allowed"],
    [notNow, "declined"],
  ]);
  return {
    ...view,
    first: notNow,
    rows: () => (isColumn(buttons) ? [[allow], [notNow]] : [[allow, notNow]]),
    press: (control) => outcomes.has(control) && decide(outcomes.get(control)),
    back: () => decide("declined"),
  };
}

/** Returns the login selection dialog; see `consentView`. */
export function selectionView(dialog, texts, decide) {
  const names = namesOf(dialog);
  const loginNames = dialog.accounts.map((account) => account.loginName);
  const masked = dialog.hideAccountNames ? maskNames(loginNames.map((name) => bounded(name, LOGIN_NAME))) : [];
  const count = dialog.accounts.length;
  const choices = dialog.accounts.map((account, i) =>
    button(
      "choice",
      h("span", { class: "account-name" }, loginName(account.loginName, masked[i] ?? null, texts)),
      account.lastUsed && h("span", { class: "last-used" }, texts.say("selection.lastUsed")),
      h("span", { class: "unseen" }, texts.say("selection.position", { position: i + 1, count })),
    ),
  );
  const manual = button("manual", texts.say("selection.manual"));
  const view = frame(dialog, texts, names, "selection", [
    h("p", { class: "text", id: "text" }, texts.nodes("selection.text", { app: names.app })),
    h(
      "ul",
      {
        class: count === 1 ? "choices one" : "choices",
        role: "list",
        "aria-label": texts.say("selection.list", { count }),
      },
      choices.map((choice) => h("li", null, choice)),
    ),
    h("div", { class: "buttons" }, manual),
  ]);
  view.panel.setAttribute("aria-describedby", "app text");
  const lastUsed = dialog.accounts.findIndex((account) => account.lastUsed);
  return {
    ...view,
    first: choices[Math.max(lastUsed, 0)] ?? manual,
    rows: () => [...choices.map((choice) => [choice]), [manual]],
    press: (control) => {
      if (control === manual) return decide("manual");
      const at = choices.indexOf(control);
      return at >= 0 && decide("selected", dialog.accounts[at].linkId);
    },
    back: () => decide("dismissed"),
  };
}

function namesOf(dialog) {
  return {
    app: bounded(dialog.app.name, IN_SENTENCE),
    appAlone: bounded(dialog.app.name, ON_ITS_OWN),
    publisher: bounded(dialog.app.publisher, ON_ITS_OWN),
    customer: bounded(dialog.customer.displayName, IN_SENTENCE),
  };
}

function frame(dialog, texts, names, kind, content) {
  const language = texts.language;
  const status = h("p", { class: "status", role: "status" });
  const panel = h(
    "section",
    { class: `panel ${kind}`, role: "dialog", "aria-modal": "true", "aria-labelledby": "title" },
    h(
      "div",
      { class: "side" },
      h(
        "p",
        { class: "platform" },
        h("img", { class: "mark", src: new URL("mark.svg", import.meta.url).pathname, alt: "" }),
        texts.say("platform.name"),
      ),
      h(
        "div",
        { class: "app", id: "app" },
        appIcon(dialog.app.icon, initial(dialog.app.name, language)),
        h("p", { class: "app-name" }, h("bdi", null, names.appAlone)),
        h("p", { class: "publisher" }, h("bdi", null, names.publisher)),
      ),
      h(
        "p",
        { class: "customer" },
        avatar(initial(dialog.customer.displayName, language)),
        h(
          "span",
          { class: "customer-text" },
          h(
            "bdi",
            { class: names.customer.length > LONG_CUSTOMER ? "customer-name long" : "customer-name" },
            names.customer,
          ),
          h("span", { class: "label" }, texts.say("dialog.customer")),
        ),
      ),
    ),
    h(
      "div",
      { class: "main" },
      h("h1", { class: "title", id: "title" }, texts.nodes(`${kind}.title`, { app: names.app })),
      content,
      status,
    ),
  );
  return {
    dialogId: dialog.dialogId,
    panel,
    title: texts.say(`${kind}.title`, { app: names.app }),
    notTaken: () => {
      status.textContent = texts.say("dialog.notTaken");
    },
  };
}

function button(name, ...children) {
  return h("button", { type: "button", class: `button ${name}` }, children);
}

function loginName(name, masked, texts) {
  if (masked === null) {
    const shown = bounded(name, LOGIN_NAME);
    return h("bdi", { class: shown.length > LONG ? "long" : null }, shown);
  }
  // Not cut again: what makes two entries differ may be at the end. Dots cannot be spoken, so the screen reader gets a sentence; it tells no more than the eye sees.
  return [
    h("bdi", { "aria-hidden": "true", class: masked.text.length > LONG ? "long" : null }, masked.text),
    h("span", { class: "unseen" }, spoken(masked, texts)),
  ];
}

function spoken(masked, texts) {
  if (masked.whole) return masked.text;
  const kind = masked.domain === "" ? "masked.name" : "masked.address";
  const reach = masked.end !== "" ? "" : masked.start !== "" ? "Start" : "Only";
  const { start, end, domain } = masked;
  return texts.say(kind + reach, { start, end, domain });
}

function isColumn(container) {
  return getComputedStyle(container).flexDirection.startsWith("column");
}
