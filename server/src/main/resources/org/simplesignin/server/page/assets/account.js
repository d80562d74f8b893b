// What the pages of the account do beyond HTML: passkeys, and showing what is typed as a password.

const ceremonies = { use: usePasskey, create: createPasskey, add: createPasskey };

function bytes(base64url) {
  const base64 = base64url.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
}

function text(buffer) {
  const base64 = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Sends JSON and returns the answer's; throws where the server refuses. */
async function ask(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Csrf-Token": document.querySelector("input[name=csrf]").value },
    body: JSON.stringify(body),
  });
  if (!answer.ok || answer.redirected) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

async function usePasskey(path, fields) {
  const options = await ask(`${path}/options`, {});
  options.challenge = bytes(options.challenge);
  for (const known of options.allowCredentials) known.id = bytes(known.id);
  const credential = await navigator.credentials.get({ publicKey: options });
  return ask(path, {
    next: fields.next,
    passkey: {
      credentialId: text(credential.rawId),
      clientData: text(credential.response.clientDataJSON),
      authenticatorData: text(credential.response.authenticatorData),
      signature: text(credential.response.signature),
      userHandle: credential.response.userHandle ? text(credential.response.userHandle) : undefined,
    },
  });
}

async function createPasskey(path, fields) {
  const options = await ask(`${path}/options`, { name: fields.name });
  options.challenge = bytes(options.challenge);
  options.user.id = bytes(options.user.id);
  for (const known of options.excludeCredentials) known.id = bytes(known.id);
  const credential = await navigator.credentials.create({ publicKey: options });
  return ask(path, {
    name: fields.name,
    passkey: {
      clientData: text(credential.response.clientDataJSON),
      attestationObject: text(credential.response.attestationObject),
    },
  });
}

function problem(error) {
  if (error.name === "NotAllowedError" || error.name === "AbortError") return "cancelled";
  return error.name === "InvalidStateError" ? "known" : "refused";
}

function offer(place) {
  const button = place.querySelector("button");
  const show = (which) => {
    for (const text of place.querySelectorAll("[data-when]")) text.hidden = text.dataset.when !== which;
  };
  button.addEventListener("click", async () => {
    const name = document.getElementById("name")?.value ?? "";
    show(null);
    if (place.dataset.passkey === "create" && !name.trim()) {
      show("name");
      document.getElementById("name").focus();
      return;
    }
    button.disabled = true;
    try {
      const { next } = await ceremonies[place.dataset.passkey](place.dataset.path, { name, next: place.dataset.next });
      location.assign(next);
    } catch (error) {
      button.disabled = false;
      show(problem(error));
    }
  });
  place.hidden = false;
}

/** A box to see what one types: mistyped passwords are found before they are sent (NIST SP 800-63B). */
function offerToShow(input) {
  const label = document.createElement("label");
  const box = document.createElement("input");
  box.type = "checkbox";
  box.addEventListener("change", () => {
    input.type = box.checked ? "text" : "password";
  });
  label.className = "show";
  label.append(box, ` ${input.dataset.show}`);
  input.after(label);
}

if (window.PublicKeyCredential) {
  for (const place of document.querySelectorAll("[data-passkey]")) offer(place);
  for (const line of document.querySelectorAll(".or")) line.hidden = false;
} else {
  for (const missing of document.querySelectorAll("[data-passkey-missing]")) missing.hidden = false;
}
for (const input of document.querySelectorAll("input[type=password]")) offerToShow(input);
