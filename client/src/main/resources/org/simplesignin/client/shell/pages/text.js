// Texts: the message file of the device's language, and names that others chose.

const RIGHT_TO_LEFT = /^(ar|fa|he|ur)\b/;
const LANGUAGE = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;
const FALLBACK = "en-US";

/** The most code points that one grapheme may be made of: room for every emoji, not for a tower of accents. */
const GRAPHEME_CODE_POINTS = 12;

// C0, C1, soft hyphen, zero width and bidi marks, embeddings, overrides, isolates, BOM, interlinear annotation, tags.
// Zero width joiners stay: scripts and emoji need them.
const HIDDEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;

/** The message files that were read or are being read, by language: each promises its messages, or null where there are none. */
const files = new Map();

/**
 * Loads the messages of a language, or of en-US where there are none, and sets the document's language and direction.
 *
 * @throws Error when not even en-US can be read
 */
export async function loadTexts(language) {
  const wanted = known(language);
  for (const tag of new Set([wanted, wanted.split("-")[0], FALLBACK])) {
    const messages = await read(tag);
    if (messages !== null) {
      document.documentElement.lang = tag;
      document.documentElement.dir = RIGHT_TO_LEFT.test(tag) ? "rtl" : "ltr";
      return new Texts(tag, messages);
    }
  }
  throw new Error("the messages cannot be read");
}

/** Begins to read the messages of a language that will soon be loaded. */
export function expectTexts(language) {
  read(known(language));
}

function known(language) {
  return LANGUAGE.test(language ?? "") ? language : FALLBACK;
}

function read(tag) {
  if (!files.has(tag)) {
    const reading = fetch(new URL(`messages/${tag}.json`, import.meta.url)).then((answer) =>
      answer.ok ? answer.json() : null,
    );
    // What could not be read is asked for again.
    const forget = () => files.delete(tag);
    reading.then((messages) => messages ?? forget(), forget);
    files.set(tag, reading);
  }
  return files.get(tag);
}

/**
 * The messages of one language: ICU MessageFormat, read by ICU when this was built; CompileMessages says what a part
 * looks like. Plural rules, numbers and dates are those of the browser.
 */
export class Texts {
  #messages;
  #plurals;
  #numbers;

  constructor(language, messages) {
    this.language = language;
    this.#messages = messages;
    this.#plurals = new Intl.PluralRules(language);
    this.#numbers = new Intl.NumberFormat(language);
  }

  /** Returns the message as one string, each text argument isolated from the direction of its surroundings. */
  say(key, values = {}) {
    const pieces = [];
    this.#write(this.#message(key), values, (text, foreign) => pieces.push(foreign ? `\u2068${text}\u2069` : text));
    return pieces.join("");
  }

  /** Returns the message as nodes, each text argument in a `<bdi>` of its own, as text. */
  nodes(key, values = {}) {
    const nodes = [];
    this.#write(this.#message(key), values, (text, foreign) => {
      const isolated = foreign && document.createElement("bdi");
      if (isolated) isolated.textContent = text;
      nodes.push(isolated || document.createTextNode(text));
    });
    return nodes;
  }

  #message(key) {
    const message = this.#messages[key];
    if (message === undefined) throw new Error(`no message ${key}`);
    return message;
  }

  #write(message, values, add) {
    for (const part of typeof message === "string" ? [message] : message) {
      if (typeof part === "string") add(part, false);
      else if ("a" in part) add(String(values[part.a]), true);
      else if ("n" in part) add(this.#numbers.format(values[part.n] - part.o), false);
      else if ("d" in part) add(this.#date(values[part.d], part.y), false);
      else this.#write(this.#form(part, values), values, add);
    }
  }

  #date(millis, style) {
    return new Intl.DateTimeFormat(this.language, { dateStyle: style }).format(new Date(millis));
  }

  #form({ p: counted, s: chosen, o: offset, f: forms }, values) {
    const value = values[chosen ?? counted];
    const wanted = chosen ? [String(value)] : [`=${value}`, this.#plurals.select(value - offset)];
    return forms[wanted.find((form) => Object.prototype.hasOwnProperty.call(forms, form)) ?? "other"];
  }
}

/** Returns what a reader takes for the letters of a text. */
export function graphemes(text) {
  if (typeof Intl.Segmenter === "function") {
    return Array.from(new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text), (s) => s.segment);
  }
  return Array.from(text);
}

/**
 * Returns a name as it may be shown: on one line, without control and direction characters, of at most `most` graphemes,
 * with an ellipsis where it was longer. The client cleans login names before; this holds for every name.
 */
export function bounded(name, most) {
  // Only so much of a hostile name is looked at: a letter can be a tower of ten thousand accents.
  const start = String(name ?? "").slice(0, most * GRAPHEME_CODE_POINTS * 2);
  const clean = start
    .replace(/[\s\u2028\u2029]+/gu, " ")
    .replace(HIDDEN, "")
    .trim();
  const letters = graphemes(clean).map((one) => Array.from(one).slice(0, GRAPHEME_CODE_POINTS).join(""));
  const cut = letters.length > most || start.length < String(name ?? "").length;
  return cut
    ? letters
        .slice(0, most - 1)
        .join("")
        .trimEnd() + "…"
    : letters.join("");
}

/** Returns the letter that stands in an avatar or in place of an icon. */
export function initial(name, language) {
  return (graphemes(bounded(name, 8))[0] ?? "?").toLocaleUpperCase(language);
}
