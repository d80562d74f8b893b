// The factory reset. The client tells three digits; they have to be pressed in their order, so that no stray press, no
// child and no stuck key erases a device.

import { h } from "./dom.js";
import { wrapped } from "./focus.js";
import { control } from "./screens.js";

const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/**
 * Returns the question: `{element, first, rows()}`. `start()` answers the digits to press, `finish(digits)` whether the
 * device begins anew; `close()` takes the question away.
 */
export function resetQuestion({ start, finish, close }, texts) {
  let wanted = null;
  let pressed = "";
  const digits = h("p", { class: "reset-digits", dir: "ltr" });
  const status = h("p", { class: "status", role: "status" });
  const numbers = new Intl.NumberFormat(texts.language);
  const show = () =>
    digits.replaceChildren(
      ...Array.from(wanted ?? "", (digit, i) =>
        h("span", { class: i < pressed.length ? "is-pressed" : "" }, numbers.format(Number(digit))),
      ),
    );
  const begin = async () => {
    pressed = "";
    try {
      wanted = await start();
      show();
    } catch {
      wanted = null;
      status.textContent = texts.say("problem.notSaved");
    }
  };
  const press = async (digit) => {
    if (wanted === null || pressed.length === wanted.length) return;
    if (wanted[pressed.length] !== String(digit)) {
      pressed = "";
      status.textContent = texts.say("reset.wrong");
      show();
      return;
    }
    pressed += digit;
    status.textContent = "";
    show();
    if (pressed.length === wanted.length && !(await finish(pressed))) {
      status.textContent = texts.say("problem.notSaved");
      await begin();
    }
  };
  const keys = DIGITS.map((digit) =>
    control(`digit-${digit}`, "button digit", () => press(digit), numbers.format(digit)),
  );
  const cancel = control("cancel", "button", close, texts.say("confirm.cancel"));
  const element = h(
    "section",
    {
      class: "confirm reset",
      role: "alertdialog",
      "aria-modal": "true",
      "aria-labelledby": "reset-title",
      "aria-describedby": "reset-text",
    },
    h("h1", { class: "title", id: "reset-title" }, texts.say("reset.title")),
    h("p", { class: "soft", id: "reset-text" }, texts.say("reset.text")),
    h("p", { class: "reset-how" }, texts.say("reset.how")),
    digits,
    h("div", { class: "digits", role: "group", "aria-label": texts.say("reset.digits"), dir: "ltr" }, keys),
    status,
    h("div", { class: "confirm-buttons" }, cancel),
  );
  begin();
  return { element, first: cancel, rows: () => [...wrapped(keys), [cancel]] };
}
