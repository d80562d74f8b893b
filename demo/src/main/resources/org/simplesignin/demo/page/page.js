/** Draws the devices, opens each shell by posting its key, and shows which device has the keyboard. */
const CANVAS = { tv: [1280, 720], tablet: [1024, 640], phone: [390, 760] };
const main = document.getElementById("devices");
document.documentElement.classList.toggle("actual-size", new URLSearchParams(location.search).get("size") === "actual");

const { devices, phone, customers, accounts } = await (await fetch("demo.json")).json();
const frames = [...devices.map(draw), draw({ id: "phone", name: "Phone", form: "phone", url: phone })];
fill(
  "accounts",
  accounts.map(({ loginName, password }) => [loginName, password]),
);
fill(
  "customers",
  customers.map(({ email, password }) => [email, password]),
);

// No event tells this page that the focus has moved from one frame to another, so it looks.
let inFront = frames[0];
setInterval(() => {
  // Each shell takes the focus as it opens; until somebody does something, the first device keeps it.
  if (!navigator.userActivation.hasBeenActive && document.activeElement !== frames[0].screen) frames[0].screen.focus();
  const active = frames.find((frame) => frame.screen === document.activeElement && document.hasFocus()) ?? null;
  if (active) inFront = active;
  for (const frame of frames) {
    frame.device.classList.toggle("large", frame === inFront);
    frame.device.classList.toggle("has-keyboard", frame === active);
    frame.state.textContent = frame === active ? "has the keyboard" : "";
  }
}, 150);

function draw(device) {
  const [width, height] = CANVAS[device.form] ?? CANVAS.tv;
  const screen = element("iframe", { name: device.id, title: device.name, width, height });
  const glass = element("div", { className: "glass" }, screen);
  const state = element("span", { className: "state", role: "status" });
  const title = device.url
    ? `Open the first page on the ${device.name.toLowerCase()} again`
    : `Turn ${device.name} off and on`;
  const again = element("button", { type: "button", title }, "⟳");
  again.setAttribute("aria-label", again.title);
  const body = element("div", { className: `body ${device.form}` }, glass);
  const figure = element(
    "section",
    { className: "device", ariaLabel: device.name },
    body,
    element("footer", {}, element("h2", {}, device.name), state, again),
  );
  main.append(figure);

  // The frame keeps the size of a real screen and is only drawn smaller: what is in it never notices.
  glass.style.aspectRatio = `${width} / ${height}`;
  new ResizeObserver(([{ contentRect }]) => (screen.style.scale = contentRect.width / width)).observe(glass);

  body.addEventListener("click", () => screen.focus());
  again.addEventListener("click", () => {
    open(device);
    screen.focus();
  });
  open(device);
  return { device: figure, screen, state };
}

function fill(table, rows) {
  for (const texts of rows) {
    const row = document.getElementById(table).insertRow();
    for (const text of texts) row.insertCell().append(element("code", {}, text));
  }
}

/** The phone is a browser on a page. Into the frame of a device its shell key is posted: the key stands in no URL. */
function open({ id, url, shell, shellKey }) {
  if (url) {
    document.getElementsByName(id)[0].src = url;
    return;
  }
  const key = element("input", { type: "hidden", name: "shellKey", value: shellKey });
  const form = element("form", { method: "post", action: shell, target: id, hidden: true }, key);
  document.body.append(form);
  form.submit();
  form.remove();
}

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}
