/** The app's screens. Each function draws one into the page and gives the focus to the element that it starts with. */
import { artwork } from "./artwork.js";
import { LANGUAGE, rows } from "./catalogue.js";
import { focus } from "./remote-control.js";
import { say } from "./texts.js";

const screen = document.getElementById("screen");
const told = document.getElementById("told");
let silence;

/** Says something in a few words, on top of whatever is shown. */
export function tell(text) {
  told.textContent = text;
  clearTimeout(silence);
  silence = setTimeout(() => (told.textContent = ""), 9_000);
}

/** What is shown while nobody knows yet who is in front of the screen. */
export function splash() {
  draw("splash", [wall(), h("div", { className: "splash-mark" }, [mark(), h("p", {}, [say("splash")])])]);
}

/**
 * The app's own sign-in. `submit` gets login name and password and resolves to a problem to show, or to nothing.
 *
 * @param other what the lowest buttons say and do: [text, action] each
 */
export function form({ heading, button, passwordIs, submit, other, corner }) {
  const loginName = field(say("email"), { type: "email", dir: "ltr", name: "loginName", autocomplete: "username", inputMode: "email", maxLength: 320 });
  const password = field(say("password"), { type: "password", dir: "ltr", name: "password", autocomplete: passwordIs, maxLength: 128 });
  const problem = h("p", { className: "problem", role: "alert" });
  const send = h("button", { type: "submit", className: "main" }, [button]);
  const element = h("form", { noValidate: true }, [
    h("h1", {}, [heading]),
    loginName,
    password,
    problem,
    send,
    ...other.map(([text, action]) => press(text, action, "plain")),
  ]);
  element.addEventListener("submit", async (event) => {
    event.preventDefault();
    send.disabled = true;
    problem.textContent = "";
    const text = await submit(element.loginName.value, element.password.value);
    send.disabled = false;
    if (text) {
      problem.textContent = text;
      focus(element.loginName);
    }
  });
  const fill = (account) => {
    element.loginName.value = account.loginName;
    element.password.value = account.password;
    focus(send);
  };
  draw("door", [wall(), h("div", { className: "pitch" }, [mark(), h("p", {}, [say("pitch")])]), element, corner(fill)]);
  focus(element.loginName);
}

/** The rows of titles. The one with the focus is told large above them. */
export function home({ account, openTitle, openAccount, corner, title = rows[0].titles[0] }) {
  const backdrop = h("div", { className: "backdrop", ariaHidden: "true" });
  const about = h("section", { className: "about-title", ariaHidden: "true" });
  const show = (entry) => {
    backdrop.replaceChildren(artwork(entry));
    about.replaceChildren(...words("h2", entry));
  };
  const who = press(null, openAccount, "who", [h("b", { ariaHidden: "true" }, [account.loginName[0]]), h("span", {}, [account.loginName])]);
  who.ariaLabel = say("accountOf", { name: account.loginName });
  draw("home", [
    backdrop,
    h("header", {}, [h("h1", {}, [mark()]), corner(), who]),
    about,
    h("div", { className: "rows" }, rows.map((row) => shelf(say(row.name), row.titles, openTitle, show))),
  ]);
  show(title);
  focus([...screen.querySelectorAll(".card")].find((card) => card.textContent === title.name));
}

/** One title, large, with the others of its row below it. */
export function titlePage({ title, openTitle, back }) {
  const others = rows.find((row) => row.titles.includes(title)).titles.filter((entry) => entry !== title);
  const more = shelf(say("more"), others, openTitle);
  const play = press(say("play"), () => {
    const playing = screen.firstElementChild.classList.toggle("playing");
    play.textContent = say(playing ? "pause" : "play");
    more.hidden = playing;
  }, "main");
  draw("title", [
    h("div", { className: "backdrop", ariaHidden: "true" }, [artwork(title)]),
    h("section", { className: "about-title" }, words("h1", title)),
    h("div", { className: "buttons" }, [play, press(say("back"), back, "plain")]),
    h("div", { className: "progress", ariaHidden: "true" }, [h("i", {})]),
    more,
  ]);
  focus(play);
}

/** Who is signed in, and how to stop being. */
export function accountPage({ account, signOut, back }) {
  const out = press(say("signOut"), signOut, "main");
  draw("door", [
    wall(),
    h("div", { className: "pitch" }, [mark()]),
    h("section", { className: "sheet" }, [
      h("h1", {}, [say("account")]),
      h("p", { className: "name" }, [account.loginName]),
      h("p", {}, [say("signOutMeans")]),
      out,
      press(say("back"), back, "plain"),
    ]),
  ]);
  focus(out);
}

/** The backend is away. */
export function away({ again }) {
  const button = press(say("again"), again, "main");
  draw("door", [
    wall(),
    h("div", { className: "pitch" }, [mark()]),
    h("section", { className: "sheet" }, [h("h1", {}, [say("away")]), h("p", {}, [say("awayMeans")]), button]),
  ]);
  focus(button);
}

/** Makes an element; `properties` are set on it, `role` and `aria…` included. */
export function h(tag, properties, children = []) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** Makes a button. */
export function press(text, action, className, children = [text]) {
  const button = h("button", { type: "button", className }, children);
  button.addEventListener("click", action);
  return button;
}

function draw(className, children) {
  const view = h("div", { className: `view ${className}` }, children);
  screen.replaceChildren(view);
  screen.removeAttribute("aria-busy");
}

/** A row of pictures that open their title. `onFocus` hears which of them has the focus. */
function shelf(name, titles, open, onFocus = () => {}) {
  const cards = titles.map((entry) => {
    const card = press(null, () => open(entry), "card", [artwork(entry), h("span", {}, [original(entry.name)])]);
    card.ariaDescription = `${entry.facts()}. ${entry.about}`;
    card.addEventListener("focus", () => onFocus(entry));
    return card;
  });
  return h("section", { className: "row" }, [h("h2", {}, [name]), h("div", { className: "cards" }, cards)]);
}

function words(heading, { name, facts, about }) {
  return [h(heading, {}, [original(name)]), h("p", { className: "facts" }, [facts()]), h("p", { className: "about" }, [original(about)])];
}

/** Words of the catalogue, which keep their language and its direction. */
function original(text) {
  return h("bdi", { lang: LANGUAGE }, [text]);
}

function mark() {
  return h("div", { className: "mark" }, [h("img", { src: "icon.svg", alt: "" }), h("span", {}, [h("b", {}, ["SSI"]), "SampleApplication"])]);
}

function wall() {
  const titles = rows.flatMap((row) => row.titles);
  return h("div", { className: "wall", ariaHidden: "true" }, [h("div", {}, titles.map(artwork))]);
}

function field(label, properties) {
  return h("label", {}, [h("span", {}, [label]), h("input", { required: true, spellcheck: false, autocapitalize: "off", ...properties })]);
}
