// For makers of devices: both dialogs in any language, size and theme, drawn by the real renderer.

import { h } from "./dom.js";
import { PLATFORMS } from "./keys.js";
import { LANGUAGES } from "./languages.js";

const LOGIN_NAMES = [
  "alice@example.com",
  "alice.liddell@wonderland.example",
  "family@example.org",
  "bob.the.builder@example.net",
  "a.very.long.account.name.for.one.line@subdomain.example.com",
  "kids@example.com",
  "+1 555 010 0199",
  "Kitchen profile",
  "travel@example.com",
  "old-account@example.com",
];

const LONG = {
  app: {
    name: "The Extraordinarily Long Name of a Streaming Service for Everybody",
    publisher: "An Extraordinarily Long Publisher Name, Incorporated in a Far Place",
  },
  customer: { displayName: "Maximiliane-Josephine Wolfeschlegelsteinhausen" },
};

const CHOICES = {
  dialog: [["consent", "Consent"], ...[1, 2, 5, 10].map((n) => [`${n}`, `Login selection, ${n}`])],
  language: [...LANGUAGES, ["en-XA", "Pseudo: longer by two fifths"], ["ar-XB", "Pseudo: mirrored"]],
  size: ["tv 1920 1080", "tv 1280 720", "tv 960 540", "tablet 1280 800", "tablet 800 1280", "tablet 390 844"].map(
    (each) => [each, each.replace(/ /g, " × ").replace(" × ", ", ")],
  ),
  scheme: [
    ["dark", "Dark"],
    ["light", "Light (tablets)"],
  ],
  beneath: [
    ["dark", "A dark app"],
    ["bright", "A bright app"],
  ],
  names: [
    ["plain", "Plain"],
    ["hidden", "Hidden"],
    ["long", "As long as can be"],
    ["icon", "No icon"],
  ],
  platform: PLATFORMS.map((each) => [each, each]),
};

const LABELS = {
  dialog: "Dialog",
  language: "Language",
  size: "Size",
  scheme: "Scheme",
  beneath: "Beneath",
  names: "Names",
  platform: "Keys of",
};

const [form, said, screen] = ["choices", "said", "screen"].map((id) => document.getElementById(id));
const frame = h("iframe", { title: "Dialog", src: "/preview/dialog" });
const asked = new URLSearchParams(location.search);

for (const [name, options] of Object.entries(CHOICES)) {
  const select = h(
    "select",
    { name, onchange: show },
    options.map(([value, text]) => h("option", { value }, text)),
  );
  if (options.some(([value]) => value === asked.get(name))) select.value = asked.get(name);
  form.append(h("label", null, LABELS[name], select));
}
screen.append(frame);
let byKeys = false;
form.addEventListener("keydown", () => (byKeys = true));
form.addEventListener("pointerdown", () => (byKeys = false));
addEventListener("resize", fit);
addEventListener("message", (event) => {
  if (event.source !== frame.contentWindow || event.data?.simpleSignInPreview !== 1) return;
  receive(event.data);
});

function receive(message) {
  if (message.type === "ready") show();
  if (message.type === "pressed")
    said.textContent = `Would answer: ${message.outcome}. Choose anything to show it again.`;
  if (message.type === "painted") {
    // With the keyboard one stays on the choice, to try the next; the dialog shows its focus where the keyboard is.
    if (!byKeys) frame.contentWindow.focus();
    said.textContent = message.undrawable.length > 0 ? `No font here draws: ${message.undrawable.join(" ")}` : "";
  }
}

function show() {
  const { dialog, platform, beneath, scheme, language, size, names } = Object.fromEntries(new FormData(form));
  fit();
  said.textContent = "";
  const [deviceForm] = size.split(" ");
  const message = { type: "show", platform, beneath, scheme, dialog: made(dialog, { deviceForm, language, names }) };
  frame.contentWindow.postMessage(message, location.origin);
}

function made(kind, { deviceForm, language, names }) {
  const count = Number(kind) || 0;
  const accounts = LOGIN_NAMES.slice(0, count).map((loginName, i) => ({
    linkId: `link-${i}`,
    loginName: names === "long" ? `${i}${"W".repeat(63)}` : loginName,
    lastUsed: i === Math.min(1, count - 1),
  }));
  return {
    dialogId: "preview",
    kind: count > 0 ? "selection" : "consent",
    app: {
      name: "Sample Video",
      publisher: "Sample Video Ltd.",
      icon: names === "icon" ? null : "/shell/pages/mark.svg",
    },
    customer: { displayName: "Alice" },
    ...(names === "long" ? LONG : {}),
    deviceForm,
    language,
    hideAccountNames: names === "hidden",
    ...(count > 0 ? { accounts } : { loginName: names === "long" ? "W".repeat(64) : LOGIN_NAMES[0] }),
  };
}

/** Gives the frame its real size and shows it as large as the window allows. */
function fit() {
  const [, width, height] = form.elements.size.value.split(" ").map(Number);
  const scale = Math.min(1, (innerWidth - 42) / width);
  Object.assign(frame, { width, height });
  frame.style.transform = `scale(${scale})`;
  screen.style.width = `${width * scale}px`;
  screen.style.height = `${height * scale}px`;
}
