// Elements are made here and only here; what others wrote becomes text, never markup.

/**
 * Returns a new element. `properties` holds attributes; `class` is one of them, `onclick` a listener, and `true` an
 * attribute without a value; false, null and undefined are left out. Children are nodes, texts or lists of them.
 */
export function h(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const SHAPES = {
  home: "M3 11.5 12 4l9 7.5V20a1 1 0 0 1-1 1h-5v-6H9v6H4a1 1 0 0 1-1-1z",
  settings:
    "M10.5 2h3l.5 2.6 1.9.8 2.2-1.5 2.1 2.1-1.5 2.2.8 1.9 2.5.4v3l-2.6.5-.8 1.9 1.5 2.2-2.1 2.1-2.2-1.5-1.9.8-.4 2.5h-3l-.5-2.6-1.9-.8-2.2 1.5-2.1-2.1 1.5-2.2-.8-1.9L2 13.500v-3l2.600-.5.8-1.900-1.500-2.200 2.100-2.100 2.200 1.500 1.900-.8zM12 8.500a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7z",
  next: "m9 5 7 7-7 7",
  previous: "m15 5-7 7 7 7",
  add: "M12 5v14M5 12h14",
  tick: "m5 12.500 4.500 4.500L19 7.500",
};

/** Returns a drawn shape, unseen by screen readers. */
export function shape(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", `shape shape-${name}`);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}

/** Returns an app's icon from the registry, or its initial where there is none or it is broken. */
export function appIcon(path, letter) {
  const box = h("span", { class: "app-icon", "aria-hidden": "true" });
  const fallback = () => box.replaceChildren(h("span", { class: "app-letter" }, letter));
  // Icons come from this client alone; the path is not a URL of anyone's choosing.
  if (typeof path !== "string" || !/^\/icons\/[A-Za-z0-9._%-]+$/.test(path)) {
    fallback();
    return box;
  }
  box.append(h("img", { src: path, alt: "", onerror: fallback }));
  return box;
}

/** Returns a customer's avatar. */
export function avatar(letter) {
  return h("span", { class: "avatar", "aria-hidden": "true" }, letter);
}
