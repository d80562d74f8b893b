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

/**
 * Loads the messages of a language, or of en-US where there are none, and sets the document's language and direction.
 *
 * @throws Error when not even en-US can be read
 */
export async function loadTexts(language) {
  const wanted = LANGUAGE.test(language ?? "") ? language : FALLBACK;
  for (const tag of wanted === FALLBACK ? [FALLBACK] : [wanted, FALLBACK]) {
    const answer = await fetch(`/shell/pages/messages/${tag}.json`);
    if (answer.ok) {
      const messages = await answer.json();
      document.documentElement.lang = tag;
      document.documentElement.dir = RIGHT_TO_LEFT.test(tag) ? "rtl" : "ltr";
      return new Texts(tag, messages);
    }
  }
  throw new Error("the messages cannot be read");
}

/** The messages of one language, in ICU MessageFormat syntax, of which `{name}` and doubled apostrophes are used. */
export class Texts {
  #messages;

  constructor(language, messages) {
    this.language = language;
    this.#messages = messages;
  }

  /** Returns the message as one string, each argument isolated from the direction of its surroundings. */
  say(key, values = {}) {
    return this.#pieces(key)
      .map((piece) => (piece.name ? `\u2068${values[piece.name]}\u2069` : piece.text))
      .join("");
  }

  /** Returns the message as nodes, each argument in a `<bdi>` of its own, as text. */
  nodes(key, values = {}) {
    return this.#pieces(key).map((piece) => {
      if (!piece.name) return document.createTextNode(piece.text);
      const isolated = document.createElement("bdi");
      isolated.textContent = values[piece.name];
      return isolated;
    });
  }

  /** Returns the day of a time, as the language writes it. */
  day(millis) {
    return new Intl.DateTimeFormat(this.language, { dateStyle: "medium" }).format(new Date(millis));
  }

  #pieces(key) {
    const message = this.#messages[key];
    if (message === undefined) throw new Error(`no message ${key}`);
    return message
      .split(/(\{[A-Za-z]+\})/)
      .filter((part) => part !== "")
      .map((part) =>
        /^\{[A-Za-z]+\}$/.test(part) ? { name: part.slice(1, -1) } : { text: part.replace(/''/g, "'") },
      );
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
  const clean = start.replace(/[\s\u2028\u2029]+/gu, " ").replace(HIDDEN, "").trim();
  const letters = graphemes(clean).map((one) => Array.from(one).slice(0, GRAPHEME_CODE_POINTS).join(""));
  const cut = letters.length > most || start.length < String(name ?? "").length;
  return cut ? letters.slice(0, most - 1).join("").trimEnd() + "…" : letters.join("");
}

/** Returns the letter that stands in an avatar or in place of an icon. */
export function initial(name, language) {
  return (graphemes(bounded(name, 8))[0] ?? "?").toLocaleUpperCase(language);
}
