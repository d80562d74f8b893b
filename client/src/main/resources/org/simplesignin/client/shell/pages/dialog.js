// The dialog's document: consent or login selection over the app. It lives in a frame of its own that the shell makes
// and takes away; the two speak by postMessage, same origin only:
//   dialog → shell  ready                    shell → dialog  open {session, platform, language}
//   dialog → shell  home, blurred            shell → dialog  changed (language, masking of names), close
//   dialog → shell  closed {outcome | null}  once nothing is shown any more and no key is held

import { clientCalls } from "./api.js";
import { Showing } from "./showing.js";
import { expectTexts } from "./text.js";

let showing = null;

if (window.parent === window) {
  // Opened as a page of its own: the start page says where the dialogs live.
  location.replace("/");
} else {
  addEventListener("message", (event) => {
    if (event.source !== window.parent || event.origin !== location.origin) return;
    if (event.data?.simpleSignInShell !== 1) return;
    receive(event.data);
  });
  tell({ type: "ready" });
}

function receive(message) {
  if (message.type === "open" && showing === null) {
    // The words are on their way while the client is asked what to show.
    expectTexts(message.language);
    showing = new Showing({ root: document.getElementById("root"), call: clientCalls(String(message.session)), tell });
    showing.open(message.platform);
  }
  if (message.type === "changed") showing?.changed();
  if (message.type === "close") showing?.close();
}

function tell(message) {
  window.parent.postMessage({ simpleSignInShell: 1, ...message }, location.origin);
}
