// "Hide account names on this screen": first and last letter of the local part, the domain, and more letters only
// until two entries differ. Neither the eye nor the screen reader gets more.

import { graphemes } from "./text.js";

const DOTS = "•••";

/**
 * Returns for each login name what may be shown of it: `{start, end, domain, whole, text}`. Two different names differ in
 * `text`; the dots do not tell how many letters they stand for.
 */
export function maskNames(names) {
  const parts = names.map(split);
  // Of one letter nothing is shown, of two the first: first and last would be the whole.
  const shown = parts.map((part) => Math.min(1, part.local.length - 1));
  for (;;) {
    const masked = parts.map((part, i) => mask(part, shown[i]));
    const more = masked.map(
      (one, i) =>
        shown[i] < parts[i].local.length && masked.some((other, j) => other.text === one.text && names[j] !== names[i]),
    );
    if (!more.includes(true)) return masked;
    more.forEach((yes, i) => (shown[i] += yes ? 1 : 0));
  }
}

function split(name) {
  const at = name.lastIndexOf("@");
  // "@" at the start or the end leaves no local part or no domain: then it is no address, and all of it is masked.
  return at > 0 && at < name.length - 1
    ? { local: graphemes(name.slice(0, at)), domain: name.slice(at + 1) }
    : { local: graphemes(name), domain: "" };
}

function mask({ local, domain }, shown) {
  const whole = shown >= local.length;
  const start = local.slice(0, shown).join("");
  const end = whole || local.length < 3 ? "" : local[local.length - 1];
  const tail = domain === "" ? "" : "@" + domain;
  return { start, end, domain, whole, text: start + (whole ? "" : DOTS) + end + tail };
}
