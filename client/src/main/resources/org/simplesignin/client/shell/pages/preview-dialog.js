// A dialog drawn by the real renderer, with nobody behind it: the preview page says what it shows and hears what was
// pressed. No client is asked, so nothing can be granted here.

import { undrawable } from "./glyphs.js";
import { Showing } from "./showing.js";

let showing = null;

addEventListener("message", (event) => {
  if (event.source !== window.parent || event.origin !== location.origin || event.data?.type !== "show") return;
  show(event.data);
});
say({ type: "ready" });

function show({ dialog, platform, beneath, scheme }) {
  showing?.close();
  document.documentElement.dataset.beneath = beneath;
  prefer(scheme);
  showing = new Showing({
    root: document.getElementById("root"),
    call: async (method, path, body) => answer(dialog, method, path, body),
    tell: (message) => message.type === "home" && say({ type: "pressed", outcome: "home" }),
  });
  showing.open(platform);
}

function answer(dialog, method, path, body) {
  if (method === "GET") return dialog;
  if (path.endsWith("/painted")) say({ type: "painted", undrawable: undrawable(document.getElementById("root")) });
  else say({ type: "pressed", outcome: body.outcome });
  return null;
}

/** Turns the rules for light or dark screens on, whatever this browser prefers. */
function prefer(scheme) {
  for (const sheet of document.styleSheets) {
    for (const rule of sheet.cssRules) {
      if (rule.media && /prefers-color-scheme|^all$|^not all$/.test(rule.media.mediaText)) {
        rule.media.mediaText = scheme === "light" ? "all" : "not all";
      }
    }
  }
}

function say(message) {
  window.parent.postMessage({ simpleSignInPreview: 1, ...message }, location.origin);
}
