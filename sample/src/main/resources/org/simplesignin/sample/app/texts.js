/** The app's words, in the language of the device: one file of messages for each. */
import { deviceLanguage } from "./simple-sign-in.js";

const LANGUAGES = [
  "ar", "de", "en-GB", "en-US", "es", "es-MX", "fr", "fr-CA", "he", "hi", "it", "ja", "ko", "nl", "pl", "pt-BR", "pt-PT", "sv", "tr",
];
const RIGHT_TO_LEFT = ["ar", "he"];

let language;
let messages;

/** Loads the words. Nothing can be drawn before. */
export async function loadTexts() {
  const wanted = (await deviceLanguage()) ?? navigator.language;
  const sameTongue = (tag) => tag.split("-")[0] === wanted.split("-")[0];
  language = LANGUAGES.includes(wanted) ? wanted : (LANGUAGES.find(sameTongue) ?? "en-US");
  const answer = await fetch(`messages/${language}.json`);
  if (!answer.ok) throw new Error(`no messages for ${language}`);
  messages = await answer.json();
  document.documentElement.lang = language;
  document.documentElement.dir = RIGHT_TO_LEFT.includes(language) ? "rtl" : "ltr";
}

/** Returns whether there is a text of this name. */
export function isSaid(key) {
  return key in messages;
}

/** Returns a text with its `{name}`s filled in. Of a text that has plural forms, `values.count` chooses one. */
export function say(key, values = {}) {
  const found = messages[key];
  const text = typeof found === "string" ? found : found[new Intl.PluralRules(language).select(values.count)];
  // Isolated, so that a name from left to right disturbs no sentence from right to left.
  return text.replace(/\{(\w+)\}/g, (_, name) => `\u2068${values[name]}\u2069`);
}

/** Returns a length in minutes as people say it: "1h 52m". */
export function duration(minutes) {
  const part = (unit, value) => new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "narrow" }).format(value);
  return `${part("hour", Math.floor(minutes / 60))} ${part("minute", minutes % 60)}`;
}
