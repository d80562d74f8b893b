/** Draws the devices, opens each shell by posting its key, and shows which device has the keyboard. */
const CANVAS = { tv: [1280, 720], tablet: [1024, 640] };
const main = document.getElementById("devices");
document.documentElement.classList.toggle("actual-size", new URLSearchParams(location.search).get("size") === "actual");

const { devices, customers, accounts } = await (await fetch("demo.json")).json();
const frames = devices.map(draw);
accounts.forEach(({ loginName, password }) => {
  const row = document.getElementById("accounts").insertRow();
  for (const text of [loginName, password]) row.insertCell().append(element("code", {}, text));
});
document.getElementById("customers").textContent =
  `Every device knows ${customers.join(" and ")}: the button with the name switches.`;

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
  const again = element("button", { type: "button", title: `Turn ${device.name} off and on` }, "⟳");
  again.setAttribute("aria-label", again.title);
  const body = element("div", { className: `body ${device.form}` }, glass);
  const figure = element("section", { className: "device", ariaLabel: device.name }, body, element("footer", {}, element("h2", {}, device.name), state, again));
  main.append(figure);

  // The frame keeps the size of a real screen and is only drawn smaller: what is in it never notices.
  glass.style.aspectRatio = `${width} / ${height}`;
  new ResizeObserver(([{ contentRect }]) => (screen.style.scale = contentRect.width / width)).observe(glass);

  body.addEventListener("click", () => screen.focus());
  again.addEventListener("click", () => { open(device); screen.focus(); });
  open(device);
  return { device: figure, screen, state };
}

/** Posts the shell key into the frame: the key stands in no URL. */
function open({ id, shell, shellKey }) {
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
