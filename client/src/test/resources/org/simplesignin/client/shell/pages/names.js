// Judges what hostile names do to a dialog: nothing. Everything is looked at in the drawn document.

import { Bench } from "./bench.js";

const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/u;
const NAMES = [".title", ".app-name", ".publisher", ".customer-name", ".account-name"];
const PARTS = [".platform", ".app", ".customer", ".title", ".account", ".text", ".buttons", ".choices"];

/** Opens each dialog and answers what is wrong, `{dialogs, problems}`; a dialog says which names it has in `hostile`. */
export async function judge(dialogs) {
  const bench = new Bench();
  const problems = [];
  const elements = new Map();
  for (const [i, dialog] of dialogs.entries()) {
    const { hostile, secret, ...shown } = dialog;
    await bench.openNow(shown);
    const wrong = [...look(), ...literal(hostile), ...traces(secret)];
    // The same elements whatever the names are: no name makes or hides one.
    const kind = `${shown.kind} ${shown.accounts?.length ?? 0} ${shown.hideAccountNames} ${shown.app.icon}`;
    const count = [...document.querySelectorAll("body *")].filter((each) => each.tagName !== "BDI").length;
    if ((elements.get(kind) ?? count) !== count) wrong.push(`${count} elements instead of ${elements.get(kind)}`);
    elements.set(kind, count);
    await bench.end();
    if (secret.some((name) => document.documentElement.outerHTML.includes(name))) wrong.push("a name is left after the end");
    problems.push(...wrong.map((what) => `dialog ${i}: ${what}`));
    if (problems.length > 10) break;
  }
  return { dialogs: dialogs.length, problems };
}

/** Returns the entries of a masked selection as `[{seen, spoken}]`. */
export async function masked(dialog) {
  const bench = new Bench();
  await bench.openNow(dialog);
  const entries = [...document.querySelectorAll(".choice .account-name")].map((name) => ({
    seen: name.querySelector("bdi").textContent,
    spoken: name.querySelector(".unseen").textContent,
  }));
  await bench.end();
  return entries;
}

function look() {
  const wrong = [];
  for (const selector of NAMES) {
    for (const element of document.querySelectorAll(selector)) {
      const box = element.getBoundingClientRect();
      const lines = Math.round(element.offsetHeight / parseFloat(getComputedStyle(element).lineHeight));
      if (lines > 2) wrong.push(`${selector} has ${lines} lines`);
      if (box.left < 0 || box.right > innerWidth) wrong.push(`${selector} leaves the screen`);
    }
  }
  for (const bdi of document.querySelectorAll("bdi")) {
    if (bdi.childElementCount > 0) wrong.push("a name has become markup");
    if (HIDDEN.test(bdi.textContent)) wrong.push(`a hidden character is shown: ${escape(bdi.textContent)}`);
    if (!getComputedStyle(bdi).unicodeBidi.startsWith("isolate")) wrong.push("a name is not isolated");
  }
  if (HIDDEN.test(document.title.replace(/[\u2068\u2069]/gu, ""))) wrong.push("a hidden character is in the title");
  const panel = document.querySelector(".panel").getBoundingClientRect();
  const [x, y] = [innerWidth * 0.049, innerHeight * 0.049];
  if (panel.left < x || panel.top < y || panel.right > innerWidth - x || panel.bottom > innerHeight - y) wrong.push("the panel leaves the safe area");
  for (const part of PARTS.flatMap((selector) => [...document.querySelectorAll(selector)])) {
    const box = part.getBoundingClientRect();
    if (box.left < panel.left - 1 || box.right > panel.right + 1 || box.top < panel.top - 1 || box.bottom > panel.bottom + 1) wrong.push(`${part.className} leaves the panel`);
  }
  for (const button of document.querySelectorAll(".buttons .button")) {
    const box = button.getBoundingClientRect();
    const there = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    if (!button.contains(there)) wrong.push("a button is covered");
  }
  return wrong;
}

/** What is shown is the beginning of the name without what cannot be seen, or all of it. */
function literal(hostile) {
  const names = [...document.querySelectorAll(".account-name bdi")].map((each) => each.textContent);
  return hostile.flatMap((raw, i) => {
    if (document.querySelector(".account-name .unseen") !== null) return [];
    const plain = (text) => text.replace(/[\s\p{C}]/gu, "");
    // A stack of accents is cut within a letter, so only its first letter is compared.
    const whole = /\p{M}{8}/u.test(raw) ? [...plain(raw)].slice(0, 1).join("") : plain(raw);
    const shown = plain(names[i] ?? "").replace(/…$/u, "");
    return whole.startsWith(shown) || shown.startsWith(whole) ? [] : [`${escape(raw.slice(0, 40))} became ${escape(names[i])}`];
  });
}

/** Where a login name must not be: attributes, title, address, storage, history, what was loaded. */
function traces(secret) {
  const places = [
    ...[...document.querySelectorAll("*")].flatMap((each) => [...each.attributes].map((one) => one.value)),
    document.title, location.href, document.cookie, window.name, JSON.stringify(history.state),
    JSON.stringify(localStorage), JSON.stringify(sessionStorage), ...performance.getEntries().map((each) => each.name),
  ];
  return secret
    .flatMap((name) => places.filter((place) => place.includes(name) || place.includes(encodeURIComponent(name))))
    .map((place) => `a login name is in ${escape(place.slice(0, 80))}`);
}

function escape(text) {
  return JSON.stringify(text ?? null).replace(/[^\x20-\x7e]/gu, (one) => `\\u{${one.codePointAt(0).toString(16)}}`);
}
