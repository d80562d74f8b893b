/** What only the demo has: accounts to fill in, and the switch that turns the app's clock back. Your app has none of this. */
import { h, press } from "./screens.js";
import { say } from "./texts.js";

/** Buttons that fill the sign-in form, so that nobody types on a remote control. */
export function accounts(demoAccounts, fill) {
  if (demoAccounts.length === 0) return null;
  return h("div", { className: "fill" }, [
    h("span", {}, [say("demo.fill")]),
    ...demoAccounts.map((account) => press(account.loginName.split("@")[0], () => fill(account), "small")),
  ]);
}

/** The switch "Installed before Simple Sign-In". `change` gets whether it is on now. */
export function beforeSwitch(isOn, change) {
  const button = press(null, () => {
    const on = button.getAttribute("aria-checked") !== "true";
    button.setAttribute("aria-checked", on);
    change(on);
  }, "switch small", [h("i", {}), say("demo.before")]);
  button.setAttribute("role", "switch");
  button.setAttribute("aria-checked", isOn);
  return button;
}

/** The corner itself. */
export function corner(...children) {
  return h("aside", { className: "corner", ariaLabel: say("demo") }, [h("span", { className: "tag" }, [say("demo")]), ...children]);
}
