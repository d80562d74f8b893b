/**
 * What the app remembers on this device. Where the browser keeps nothing (a private window, blocked storage) it is
 * remembered until the app closes.
 */
const fallback = new Map();

const storage = (() => {
  try {
    return window.localStorage;
  } catch {
    return { getItem: (k) => fallback.get(k) ?? null, setItem: (k, v) => fallback.set(k, v), removeItem: (k) => fallback.delete(k) };
  }
})();

function cell(name) {
  return {
    get: () => storage.getItem(name),
    set: (value) => storage.setItem(name, value),
    clear: () => storage.removeItem(name),
  };
}

/** The secret of the session, while somebody is signed in. */
export const session = cell("session");

/** Set by an explicit sign-out: nobody is signed in again before they ask for it. */
export const signedOut = cell("signed-out");

/** The account whose owner has been asked on this device whether to link it. */
export const asked = cell("asked-to-link");

/** For the demo: until the next launch the app is its version from before Simple Sign-In. */
export const beforeSimpleSignIn = cell("before-simple-sign-in");
