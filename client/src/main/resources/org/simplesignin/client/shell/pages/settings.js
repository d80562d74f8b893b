// Settings of Simple Sign-In: where it is on, what is linked, what the screen shows. Whatever destroys links asks first.

import { appIcon, h, shape } from "./dom.js";
import { ahead } from "./focus.js";
import { LANGUAGES, languageName } from "./languages.js";
import { backButton, control, notice } from "./screens.js";
import { bounded, initial } from "./text.js";

/** Settings → Simple Sign-In. */
export function settingsScreen({ state, away, texts, device }) {
  const customer = state.customers.find((each) => each.active) ?? null;
  const back = backButton(texts, device);
  const name = bounded(customer?.displayName ?? "", 24);
  const switches = state.switches ? switchRows(state, name, texts, device) : [];
  const links = leadingRow("links", texts.nodes("settings.links"), texts.nodes("settings.linksNote"), device);
  const language = leadingRow(
    "language",
    texts.nodes("settings.language"),
    h("bdi", { lang: state.language }, languageName(state.language)),
    device,
  );
  const hide = switchRow(
    {
      key: "hide-names",
      on: state.hideAccountNames,
      title: texts.nodes("settings.hideNames"),
      note: texts.nodes("settings.hideNamesNote"),
    },
    texts,
    () => device.change("POST", "/shell/hide-account-names", { hide: !state.hideAccountNames }),
  );
  const reset = leadingRow("reset", texts.nodes("settings.reset"), texts.nodes("settings.resetNote"), device);
  const privacy = customer ? [links, hide] : [hide];
  const element = twoParts(
    back,
    [
      h("h1", { class: "large" }, texts.say("settings.title")),
      customer && h("p", { class: "soft" }, texts.nodes("settings.text", { customer: name })),
      notice(state, away, texts),
    ],
    [
      h("h2", { class: "heading" }, texts.say("settings.switches")),
      switches.length > 0 ? switches : h("p", { class: "soft" }, texts.say("settings.unavailable")),
      h("h2", { class: "heading" }, texts.say("settings.privacy")),
      privacy,
      h("h2", { class: "heading" }, texts.say("settings.screen")),
      language,
      h("h2", { class: "heading" }, texts.say("settings.startOver")),
      reset,
    ],
  );
  const controls = [...switches, ...privacy, language, reset];
  return {
    name: "settings",
    element,
    first: controls[0],
    rows: () =>
      ahead(
        back,
        controls.map((each) => [each]),
      ),
  };
}

/** A row that leads to a screen of its own; its key is the screen's name. */
function leadingRow(key, title, note, device) {
  return control(key, "row", () => device.go(key), [
    words(key, title, note),
    h("span", { class: "chevron", "aria-hidden": "true" }, "›"),
  ]);
}

/** The languages, each by its own name. Choosing one changes every text at once. */
export function languageScreen({ state, away, texts, device }) {
  const back = backButton(texts, device);
  const choices = LANGUAGES.map(([tag, name]) =>
    control(
      `language-${tag}`,
      "row",
      () => device.change("POST", "/shell/language", { language: tag }),
      [h("span", { class: "row-title" }, h("bdi", { lang: tag }, name)), tag === state.language && shape("tick")],
      { role: "radio", "aria-checked": String(tag === state.language) },
    ),
  );
  const element = twoParts(
    back,
    [
      h("h1", { class: "large", id: "languages" }, texts.say("language.title")),
      h("p", { class: "soft" }, texts.say("language.text")),
      notice(state, away, texts),
    ],
    h("div", { class: "languages", role: "radiogroup", "aria-labelledby": "languages" }, choices),
  );
  const at = LANGUAGES.findIndex(([tag]) => tag === state.language);
  return {
    name: "language",
    element,
    first: choices[at] ?? choices[0],
    rows: () =>
      ahead(
        back,
        choices.map((each) => [each]),
      ),
  };
}

function switchRows(state, customer, texts, device) {
  const { account, device: here, appsOff } = state.switches;
  const turn = (change) => () => device.change("PUT", "/shell/switches", change);
  const askBefore = (on, question, then) => () => (on ? device.ask({ ...question, then: then(false) }) : then(true)());
  const rows = [
    switchRow(
      {
        key: "switch-account",
        on: account,
        title: texts.nodes("settings.account", { customer }),
        note: texts.nodes("settings.accountNote"),
      },
      texts,
      askBefore(
        account,
        {
          title: texts.nodes("confirm.accountTitle", { customer }),
          text: texts.nodes("confirm.accountText"),
          yes: texts.say("confirm.turnOff"),
        },
        (on) => turn({ scope: "ACCOUNT", on }),
      ),
    ),
    switchRow(
      {
        key: "switch-device",
        on: here,
        title: texts.nodes("settings.device"),
        note: texts.nodes("settings.deviceNote"),
      },
      texts,
      turn({ scope: "DEVICE", on: !here }),
    ),
  ];
  for (const app of state.apps) {
    const on = !appsOff.includes(app.app);
    const name = bounded(app.name, 32);
    const icon = appIcon(app.icon, initial(app.name, texts.language));
    const title = h("bdi", null, bounded(app.name, 48));
    rows.push(
      switchRow(
        { key: `switch-${app.app}`, on, icon, title, note: texts.nodes("settings.appNote") },
        texts,
        askBefore(
          on,
          {
            title: texts.nodes("confirm.appTitle", { app: name }),
            text: texts.nodes("confirm.appText", { app: name }),
            yes: texts.say("confirm.turnOff"),
          },
          (wanted) => turn({ scope: "APP", app: app.app, on: wanted }),
        ),
      ),
    );
  }
  return rows;
}

function switchRow({ key, on, title, note, icon }, texts, press) {
  return control(
    key,
    "row",
    press,
    [
      words(key, title, note, icon),
      h(
        "span",
        { class: `switch ${on ? "is-on" : ""}`, "aria-hidden": "true" },
        h("span", { class: "state" }, texts.say(on ? "settings.on" : "settings.off")),
        h("span", { class: "knob" }),
      ),
    ],
    {
      role: "switch",
      "aria-checked": String(on),
      "aria-labelledby": `${key}-title`,
      "aria-describedby": `${key}-note`,
    },
  );
}

function words(key, title, note, icon = null) {
  return h(
    "span",
    { class: "words" },
    h("span", { class: "row-title", id: `${key}-title` }, icon, h("span", null, title)),
    h("span", { class: "row-note", id: `${key}-note` }, note),
  );
}

/** Linked accounts. Login names are never kept, so a link shows its apps and its dates. */
export function linksScreen({ state, links, away, texts, device }) {
  const back = backButton(texts, device);
  const known = links !== "unavailable";
  const list = known ? links : [];
  const unlinks = list.map((link) => unlinkButton(link, texts, device));
  const element = twoParts(
    back,
    [
      h("h1", { class: "large" }, texts.say("links.title")),
      h("p", { class: "soft" }, texts.say("links.text")),
      notice(state, away, texts),
    ],
    list.length > 0
      ? h(
          "ul",
          { class: "links", role: "list" },
          list.map((link, i) => linkRow(link, unlinks[i], state, texts)),
        )
      : h("p", { class: "soft" }, texts.say(known ? "links.none" : "links.unavailable")),
  );
  return {
    name: "links",
    element,
    first: unlinks[0] ?? back,
    rows: () =>
      ahead(
        back,
        unlinks.map((each) => [each]),
      ),
  };
}

function appsOf(link, most) {
  return bounded(link.appNames.length > 0 ? link.appNames.join(", ") : link.identityProviderName, most);
}

function linkRow(link, unlink, state, texts) {
  const app = state.apps.find((each) => link.appNames.includes(each.name));
  const name = appsOf(link, 60);
  return h(
    "li",
    { class: "link" },
    appIcon(app?.icon ?? null, initial(name, texts.language)),
    h(
      "span",
      { class: "words" },
      h("span", { class: "row-title" }, h("bdi", null, name)),
      h(
        "span",
        { class: "row-note" },
        link.lastUsedAtMillis
          ? texts.nodes("links.dates", { linked: link.linkedAtMillis, used: link.lastUsedAtMillis })
          : texts.nodes("links.neverUsed", { linked: link.linkedAtMillis }),
      ),
    ),
    unlink,
  );
}

function unlinkButton(link, texts, device) {
  const app = appsOf(link, 32);
  const question = {
    title: texts.nodes("confirm.unlinkTitle", { app }),
    text: texts.nodes("confirm.unlinkText"),
    yes: texts.say("confirm.unlink"),
    then: () =>
      device.change("DELETE", `/shell/linked-accounts/${encodeURIComponent(link.linkId)}`, undefined, {
        done: "done.unlinked",
      }),
  };
  return control(`unlink-${link.linkId}`, "button", () => device.ask(question), [
    h("span", { "aria-hidden": "true" }, texts.say("links.unlink")),
    h("span", { class: "unseen" }, texts.say("links.unlinkOne", { app, linked: link.linkedAtMillis })),
  ]);
}

function twoParts(back, intro, content) {
  return h(
    "div",
    { class: "two-parts" },
    h("div", { class: "intro" }, back, intro),
    h("div", { class: "content" }, content),
  );
}

/**
 * Returns the question before something is destroyed: `{element, first, rows()}`. The focus starts on Cancel. `question`
 * is `{title, text, yes, then()}`; `close()` takes the question away, whatever the answer.
 */
export function confirmation(question, texts, close) {
  const cancel = control("cancel", "button", close, texts.say("confirm.cancel"));
  const yes = control(
    "yes",
    "button",
    () => {
      close();
      question.then();
    },
    question.yes,
  );
  const element = h(
    "section",
    {
      class: "confirm",
      role: "alertdialog",
      "aria-modal": "true",
      "aria-labelledby": "confirm-title",
      "aria-describedby": "confirm-text",
    },
    h("h1", { class: "title", id: "confirm-title" }, question.title),
    h("p", { class: "soft", id: "confirm-text" }, question.text),
    h("div", { class: "confirm-buttons" }, yes, cancel),
  );
  return { element, first: cancel, rows: () => [[yes, cancel]] };
}
